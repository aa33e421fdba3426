import NumericalMethods
import Systems

extension Formula {
  /// The impulse response of a formula in `s`.
  func transferFunction() throws(FormulaError) -> Signal {
    let sum = try quotients()
    for term in sum.terms where term.delay < DoubleDouble.zero {
      throw error(
        "dead time must not be below 0: exp(-T*s), found T = \(SystemsError.text(term.delay.hi))", at: firstVariable)
    }
    do {
      return try sum.signal()
    } catch .improper(let above, let below) {
      throw error(
        "a transfer function's numerator (degree \(above)) must not be of a higher degree than its "
          + "denominator (degree \(below)): it would hold a u' term, the input's derivative",
        at: firstVariable)
    } catch {
      throw self.error("\(error)", at: firstVariable)
    }
  }

  /// The filter of a formula in `z`, as one term for each quotient that is causal by itself.
  func discreteFilter(period: Double?) throws(FormulaError) -> Signal {
    guard let period else {
      throw error("a filter in z needs a period: give --period or --step", at: firstVariable)
    }
    var sum = try quotients()
    if sum.terms.contains(where: { $0.numeratorDegree > $0.denominatorDegree }) {
      sum = sum.combined
    }
    // Delays alone are the taps of one filter.
    let isTap = { (term: Quotient) in
      term.denominators.allSatisfy { $0.polynomial == Quotient.variable }
    }
    let taps = QuotientSum(sum.terms.filter(isTap)).combined
    sum = QuotientSum(sum.terms.filter { !isTap($0) } + taps.terms)
    var signal = Signal()
    for term in sum.terms {
      guard term.numeratorDegree <= term.denominatorDegree else {
        throw error(
          "a filter must not answer before its input: it must hold no z of a higher power above "
            + "the line (\(term.numeratorDegree)) than below (\(term.denominatorDegree))",
          at: firstVariable)
      }
      signal = signal + Signal(terms: [Self.filters(term, period)])
    }
    return signal
  }

  private var firstVariable: Int {
    for node in expression.nodes { if case .symbol = node.kind { return node.offset } }
    return 0
  }

  /// One filter for each factor below the line, with the factors above that stand beside it: what was
  /// written as a cascade stays one.
  ///
  ///     z^(n − m) Π Nᵢ(z⁻¹)/Π Dⱼ(z⁻¹)
  private static func filters(_ term: Quotient, _ period: Double) -> Signal.Term {
    let variable = Quotient.variable
    func rows(_ factors: [Quotient.Factor]) -> [[Double]] {
      factors.filter { $0.polynomial != variable }.flatMap { factor in
        [[Double]](
          repeating: factor.polynomial.rounded.reversed(), count: factor.count)
      }
    }
    let below = rows(term.denominators)
    var above = rows(term.numerators)
    if above.isEmpty { above = [[1]] }
    above[0] = above[0].map { (DoubleDouble($0) * term.gain).hi }
    let lead = term.denominatorDegree - term.numeratorDegree
    above[0] = [Double](repeating: 0, count: lead) + above[0]
    let filters = (0..<max(above.count, below.count)).map { k in
      DiscreteFilter(
        numerator: k < above.count ? above[k] : [1], denominator: k < below.count ? below[k] : [1],
        period: period)
    }
    return Signal.Term(filters: filters)
  }

  /// The formula as a sum of quotients of polynomials in its variable.
  private func quotients() throws(FormulaError) -> QuotientSum {
    var stack: [QuotientSum] = []
    for node in expression.nodes {
      switch node.kind {
      case .number(let value): stack.append(QuotientSum([Quotient(DoubleDouble(value))]))
      case .symbol: stack.append(QuotientSum([Quotient(Quotient.variable)]))
      case .negate:
        stack.append(stack.removeLast().multiplied(by: Self.constant(-1)))
      case .binary(let sign):
        let right = stack.removeLast()
        let left = stack.removeLast()
        stack.append(try apply(sign, left, right, at: node.offset))
      case .call(let function, let count):
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        stack.append(try call(function, arguments, at: node.offset))
      }
      guard let last = stack.last, last.terms.count <= 200,
        last.terms.allSatisfy({ max($0.numeratorDegree, $0.denominatorDegree) <= 10_000 })
      else {
        throw error("a rational formula may be of degree 10000 and 200 terms", at: node.offset)
      }
    }
    return stack.last ?? QuotientSum()
  }

  private static func constant(_ value: Double) -> QuotientSum {
    QuotientSum([Quotient(DoubleDouble(value))])
  }

  private func apply(
    _ sign: Expression.Operator, _ left: QuotientSum, _ right: QuotientSum, at offset: Int
  ) throws(FormulaError) -> QuotientSum {
    switch sign {
    case .add: return left.adding(right)
    case .subtract: return left.adding(right.multiplied(by: Self.constant(-1)))
    case .multiply: return left.multiplied(by: right)
    case .divide: return left.multiplied(by: try inverse(right, at: offset))
    case .power: return try power(left, right, at: offset)
    default:
      if let a = left.constant, let b = right.constant {
        return Self.constant(sign.value(a.hi, b.hi))
      }
      throw error("a formula in \(variable.rawValue) can't compare", at: offset)
    }
  }

  private func inverse(
    _ sum: QuotientSum, at offset: Int
  ) throws(FormulaError) -> QuotientSum {
    let terms = sum.combined.terms
    guard let first = terms.first else { throw error("a divisor must not be 0", at: offset) }
    guard terms.count == 1 else {
      throw error("a divisor must not hold several dead times", at: offset)
    }
    return QuotientSum([first.inverse])
  }

  private func power(
    _ base: QuotientSum, _ exponent: QuotientSum, at offset: Int
  ) throws(FormulaError) -> QuotientSum {
    guard let power = exponent.constant else {
      throw error("an exponent must not hold \(variable.rawValue)", at: offset)
    }
    if let value = base.constant { return Self.constant(Expression.Operator.power(value.hi, power.hi)) }
    guard power.hi == power.hi.rounded(), power.hi.magnitude <= 10_000 else {
      throw error(
        "a power of \(variable.rawValue) must be whole and at most 10000, "
          + "found \(SystemsError.text(power.hi))", at: offset)
    }
    let positive = power.hi < 0 ? try inverse(base, at: offset) : base
    let count = Int(power.hi.magnitude)
    let terms = positive.combined.terms
    if terms.count == 1 { return QuotientSum([terms[0].raised(to: count)]) }
    guard count <= 20 else {
      throw error("a power of a sum with several dead times may be 20, found \(count)", at: offset)
    }
    var product = Self.constant(1)
    for _ in 0..<count { product = product.multiplied(by: positive) }
    return product
  }

  private func call(
    _ function: Function, _ arguments: [QuotientSum], at offset: Int
  ) throws(FormulaError) -> QuotientSum {
    let values = arguments.compactMap(\.constant)
    if values.count == arguments.count {
      return Self.constant(function.value(values.map(\.hi)))
    }
    if function == .exp, variable == .s, let delay = Self.deadTime(arguments[0]) { return delay }
    throw error(
      "a formula in \(variable.rawValue) must be rational"
        + (variable == .s ? ", but for exp(-T*s)" : "") + ", found \(function.rawValue)",
      at: offset)
  }

  /// `e^(a + b s)` as a gain and a dead time −b; nil where the exponent is no straight line.
  private static func deadTime(_ exponent: QuotientSum) -> QuotientSum? {
    let sum = exponent.combined
    guard sum.terms.count == 1, sum.terms[0].denominators.isEmpty, sum.terms[0].delay.isZero,
      sum.terms[0].numeratorDegree <= 1
    else { return nil }
    let c = (Quotient.expanded(sum.terms[0].numerators) * sum.terms[0].gain).coefficients
    var result = Quotient(c[0].exponential())
    result.delay = -(c.count > 1 ? c[1] : .zero)
    return QuotientSum([result])
  }
}
