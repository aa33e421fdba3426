import NumericalMethods
import Systems

extension Formula {
  /// What the formula stands for as a function of `s` or `z`.
  ///
  /// - Throws: `FormulaError` at the place of what is neither rational, dead time nor a power series.
  func transformValue() throws(FormulaError) -> TransformValue {
    var stack: [TransformValue] = []
    for node in expression.nodes {
      switch node.kind {
      case .number(let value): stack.append(.constant(value))
      case .symbol(let k):
        let variable = TransformValue.quotients(RationalSum([RationalFunction(RationalFunction.variable)]))
        stack.append(systems[expression.symbols[k].name]?.value ?? variable)
      case .negate:
        stack.append(try apply(.multiply, stack.removeLast(), .constant(-1), at: node.offset))
      case .binary(let sign):
        let right = stack.removeLast()
        let left = stack.removeLast()
        stack.append(try apply(sign, left, right, at: node.offset))
      case .call(let function, let count):
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        stack.append(try call(function, arguments, at: node.offset))
      }
      let terms = stack.last?.quotients?.terms ?? []
      guard terms.count <= 200,
        terms.allSatisfy({ max($0.numeratorDegree, $0.denominatorDegree) <= 10_000 })
      else {
        throw error("a rational formula may be of degree 10000 and 200 terms", at: node.offset)
      }
    }
    return stack.last ?? .quotients(RationalSum())
  }

  private func apply(
    _ sign: Expression.Operator, _ left: TransformValue, _ right: TransformValue, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    if sign.isComparison {
      if let a = left.constant, let b = right.constant { return .constant(sign.value(a.hi, b.hi)) }
      throw error("a formula in \(variable.rawValue) can't compare", at: offset)
    }
    guard case .quotients(let a) = left, case .quotients(let b) = right else {
      return try joined(sign, left, right, at: offset)
    }
    switch sign {
    case .add: return .quotients(a.adding(b))
    case .subtract: return .quotients(a.adding(b.multiplied(by: Self.constant(-1))))
    case .multiply: return .quotients(a.multiplied(by: b))
    case .divide:
      let inverse = try inverse(b, at: offset)
      return try apply(.multiply, left, inverse, at: offset)
    default: return try power(a, b, at: offset)
    }
  }

  private static func constant(_ value: Double) -> RationalSum {
    RationalSum([RationalFunction(DoubleDouble(value))])
  }

  func inverse(
    _ sum: RationalSum, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    let terms = sum.combined.terms
    guard let first = terms.first else { throw error("a divisor must not be 0", at: offset) }
    if terms.count == 1 { return .quotients(RationalSum([first.inverse])) }
    guard let loop = LoopSum(sum).inverse else { throw error("a divisor must not be 0", at: offset) }
    return TransformValue(loop)
  }

  private func power(
    _ base: RationalSum, _ exponent: RationalSum, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    guard let power = exponent.constant else {
      throw error("an exponent must not hold \(variable.rawValue)", at: offset)
    }
    if let value = base.constant { return .constant(Expression.Operator.power(value.hi, power.hi)) }
    guard power.hi == power.hi.rounded(), power.hi.magnitude <= 10_000 else {
      if variable == .z { return .series(try raised(base, to: power.hi, at: offset)) }
      throw error(
        "a power of \(variable.rawValue) must be whole and at most 10000, "
          + "found \(SystemsError.text(power.hi))", at: offset)
    }
    let count = Int(power.hi.magnitude)
    var positive = base
    if power.hi < 0 {
      let inverse = try inverse(base, at: offset)
      guard let quotients = inverse.quotients else { return try repeated(inverse, count, at: offset) }
      positive = quotients
    }
    let terms = positive.combined.terms
    if terms.count == 1 { return .quotients(RationalSum([terms[0].raised(to: count)])) }
    guard count <= 20 else {
      throw error("a power of a sum with several dead times may be 20, found \(count)", at: offset)
    }
    var product = Self.constant(1)
    for _ in 0..<count { product = product.multiplied(by: positive) }
    return .quotients(product)
  }

  private func call(
    _ function: Function, _ arguments: [TransformValue], at offset: Int
  ) throws(FormulaError) -> TransformValue {
    let values = arguments.compactMap(\.constant)
    if values.count == arguments.count { return .constant(function.value(values.map(\.hi))) }
    if function == .feedback {
      let around = arguments.count == 1
        ? arguments[0] : try apply(.multiply, arguments[0], arguments[1], at: offset)
      let divisor = try apply(.add, .constant(1), around, at: offset)
      return try apply(.divide, arguments[0], divisor, at: offset)
    }
    if case .signal = arguments[0] { throw inTime(at: offset) }
    if function == .exp, variable == .s, let delay = arguments[0].quotients.flatMap(Self.deadTime) {
      return .quotients(delay)
    }
    if variable == .z, let series = try series(function, arguments[0], at: offset) {
      return .series(series)
    }
    throw error(
      "a formula in \(variable.rawValue) must be rational"
        + (variable == .s ? ", but for exp(-T*s)" : ", or by exp, log, sqrt and ^ a power series")
        + ", found \(function.rawValue)", at: offset)
  }

  /// `e^(a + b s)` as a gain and a dead time −b; nil where the exponent is no straight line.
  private static func deadTime(_ exponent: RationalSum) -> RationalSum? {
    let sum = exponent.combined
    guard sum.terms.count == 1, sum.terms[0].denominators.isEmpty, sum.terms[0].delay.isZero,
      sum.terms[0].numeratorDegree <= 1
    else { return nil }
    let c = (RationalFunction.expanded(sum.terms[0].numerators) * sum.terms[0].gain).coefficients
    var result = RationalFunction(c[0].exponential())
    result.delay = -(c.count > 1 ? c[1] : .zero)
    return RationalSum([result])
  }
}
