import NumericalMethods
import Systems

extension Formula {
  /// An operation of which at least one side is no quotient: a loop, a power series, a response in time.
  func joined(
    _ sign: Expression.Operator, _ left: TransformValue, _ right: TransformValue, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    if case .signal = left { return try inTime(sign, left, right, at: offset) }
    if case .signal = right { return try inTime(sign, left, right, at: offset) }
    guard let a = left.loopSum, let b = right.loopSum else {
      return .series(try apply(sign, series: left, right, at: offset))
    }
    switch sign {
    case .add: return TransformValue(a.adding(b))
    case .subtract: return TransformValue(a.adding(b.scaled(by: -1)))
    case .multiply: return TransformValue(a.multiplied(by: b))
    case .divide:
      guard let inverse = b.inverse else { throw error("a divisor must not be 0", at: offset) }
      return TransformValue(a.multiplied(by: inverse))
    default:
      guard let power = right.constant?.hi else {
        throw error("an exponent must not hold \(variable.rawValue)", at: offset)
      }
      guard power == power.rounded(), power.magnitude <= 20 else {
        throw error(
          "a power of a loop with dead time must be whole and at most 20, "
            + "found \(SystemsError.text(power))", at: offset)
      }
      guard power < 0 else { return try repeated(left, Int(power), at: offset) }
      guard let inverse = a.inverse else { throw error("a divisor must not be 0", at: offset) }
      return try repeated(TransformValue(inverse), Int(-power), at: offset)
    }
  }

  /// A whole power by products.
  func repeated(
    _ base: TransformValue, _ count: Int, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    guard count <= 20, let factor = base.loopSum else {
      throw error("a power of a sum with several dead times may be 20, found \(count)", at: offset)
    }
    var product = LoopSum(RationalSum([RationalFunction(.one)]))
    for _ in 0..<count { product = product.multiplied(by: factor) }
    return TransformValue(product)
  }

  /// That a response in time stands where it can't be computed with.
  func inTime(at offset: Int) -> FormulaError {
    error(
      "a system known only in time, as samples or a formula in t, can be added and multiplied, "
        + "but not divide or close a loop", at: offset)
  }

  /// An operation on responses in time.
  private func inTime(
    _ sign: Expression.Operator, _ left: TransformValue, _ right: TransformValue, at offset: Int
  ) throws(FormulaError) -> TransformValue {
    if sign == .divide, let divisor = right.constant, !divisor.isZero {
      return .signal(try signal(left, at: offset).scaled(by: (DoubleDouble.one / divisor).hi))
    }
    // Over a polynomial is through its inverse, which may well be a response where the polynomial is none.
    if sign == .divide, case .signal = left, let inverse = try inverted(right, at: offset) {
      return try inTime(.multiply, left, inverse, at: offset)
    }
    let (a, b) = (try signal(left, at: offset), try signal(right, at: offset))
    switch sign {
    case .add: return .signal(a + b)
    case .subtract: return .signal(a + b.scaled(by: -1))
    case .multiply: return .signal(a.convolved(with: b))
    default: throw inTime(at: offset)
    }
  }

  /// One over quotients or loops; nil for others.
  private func inverted(_ value: TransformValue, at offset: Int) throws(FormulaError) -> TransformValue? {
    if case .quotients(let sum) = value { return try inverse(sum, at: offset) }
    guard case .loops(let sum) = value else { return nil }
    guard let inverse = sum.inverse else { throw error("a divisor must not be 0", at: offset) }
    return TransformValue(inverse)
  }

  /// The value as a response in time.
  func signal(_ value: TransformValue, at offset: Int) throws(FormulaError) -> Signal {
    do throws(SystemsError) {
      switch value {
      case .quotients(let sum): return try sum.signal()
      case .loops(let sum): return try sum.signal()
      case .signal(let signal): return signal
      case .series: throw .undefined("a power series in z^-1 is no response in s")
      }
    } catch .improper(let above, let below) {
      throw error(
        "a transfer function's numerator (degree \(above)) must not be of a higher degree than its "
          + "denominator (degree \(below)): it would hold a u' term, the input's derivative",
        at: offset)
    } catch {
      throw self.error("\(error)", at: offset)
    }
  }
}
