import NumericalMethods
import Systems

extension Formula {
  /// A function of a formula in `z` as a power series in `z⁻¹`; nil for one that has none.
  func series(
    _ function: Function, _ argument: TransformValue, at offset: Int
  ) throws(FormulaError) -> PowerSeries? {
    switch function {
    case .exp: return .exponential(try series(argument, at: offset))
    case .sqrt: return try raised(argument, to: 0.5, at: offset)
    case .log: return try logarithm(argument, at: offset)
    case .log10:
      let ten = DoubleDouble.one / DoubleDouble(10).naturalLogarithm
      return try logarithm(argument, at: offset).scaled(by: ten)
    default: return nil
    }
  }

  /// An operation of which at least one side is a power series.
  func apply(
    _ sign: Expression.Operator, series left: TransformValue, _ right: TransformValue, at offset: Int
  ) throws(FormulaError) -> PowerSeries {
    switch sign {
    case .power:
      guard let power = right.constant else {
        throw error("an exponent must not hold z", at: offset)
      }
      return try raised(left, to: power.hi, at: offset)
    case .divide:
      if let divisor = right.quotients {
        guard !divisor.terms.isEmpty else { throw error("a divisor must not be 0", at: offset) }
        if let c = divisor.constant { return try series(left, at: offset).scaled(by: .one / c) }
      }
      return .product(
        try series(left, at: offset), try raised(right, to: -1, at: offset))
    default:
      let (a, b) = (try series(left, at: offset), try series(right, at: offset))
      return sign == .multiply ? .product(a, b) : .sum(a, sign == .add ? b : b.scaled(by: -1))
    }
  }

  /// The value as a power series.
  ///
  /// - Throws: `FormulaError` where it would answer before its input.
  private func series(
    _ value: TransformValue, at offset: Int
  ) throws(FormulaError) -> PowerSeries {
    guard case .quotients(var sum) = value else {
      if case .series(let series) = value { return series }
      return .polynomial([])
    }
    if sum.terms.contains(where: { $0.numeratorDegree > $0.denominatorDegree }) { sum = sum.combined }
    var result: PowerSeries?
    for term in sum.terms {
      guard term.numeratorDegree <= term.denominatorDegree else {
        throw error("a power series must hold no power of z above 0", at: offset)
      }
      var own = Self.shift(by: term.denominatorDegree - term.numeratorDegree).scaled(by: term.gain)
      for (factor, sign) in Self.factors(term) {
        let polynomial = Self.descending(factor)
        for _ in 0..<(sign > 0 ? factor.count : 0) { own = .product(own, polynomial) }
        if sign < 0 { own = .product(own, .power(polynomial, Double(-factor.count))) }
      }
      result = result.map { .sum($0, own) } ?? own
    }
    return result ?? .polynomial([])
  }

  /// A real power.
  private func raised(
    _ value: TransformValue, to power: Double, at offset: Int
  ) throws(FormulaError) -> PowerSeries {
    if let sum = value.quotients { return try raised(sum, to: power, at: offset) }
    let base = try series(value, at: offset)
    if case .exponential(let exponent) = base { return .exponential(exponent.scaled(by: .init(power))) }
    try checkPower(base, power, at: offset)
    return .power(base, power)
  }

  /// A real power of quotients: as a whole, and of one quotient factor by factor.
  func raised(
    _ sum: RationalSum, to power: Double, at offset: Int
  ) throws(FormulaError) -> PowerSeries {
    let base = try series(.quotients(sum), at: offset)
    try checkPower(base, power, at: offset)
    guard sum.terms.count == 1, let term = sum.terms.first else { return .power(base, power) }
    let factors = Self.factors(term)
    let lead = Double(term.denominatorDegree - term.numeratorDegree) * power
    var product = Self.shift(by: Int(lead))
    var gain = term.gain
    for (k, (factor, sign)) in factors.enumerated() {
      let front = factor.polynomial.coefficients.last ?? .one
      var polynomial = Self.descending(factor).scaled(by: .one / front)
      gain = sign > 0 ? gain * front.raised(to: factor.count) : gain / front.raised(to: factor.count)
      if k == factors.count - 1, factor.count == 1, gain.hi > 0 {
        polynomial = polynomial.scaled(by: sign > 0 ? gain : .one / gain)
        gain = .one
      }
      product = .product(product, .power(polynomial, Double(sign * factor.count) * power))
    }
    if gain != .one { product = .product(product, .power(.constant(gain), power)) }
    return factors.count > 1 ? .either(product, .power(base, power)) : product
  }

  private func checkPower(
    _ base: PowerSeries, _ power: Double, at offset: Int
  ) throws(FormulaError) {
    let start = base.coefficients(1000).values
    guard let lead = start.firstIndex(where: { !$0.isZero }) else {
      throw error("the base of a power must not be 0", at: offset)
    }
    let isWhole = power == power.rounded()
    guard isWhole || start[lead].hi > 0 else {
      throw error(
        "a power that is not whole needs a base whose first coefficient is above 0, "
          + "found \(SystemsError.text(start[lead].hi))", at: offset)
    }
    let shift = Double(lead) * power
    guard shift >= 0, shift == shift.rounded() else {
      throw error(
        "a power of z^-\(lead) must be whole and not below 0, found \(SystemsError.text(shift))",
        at: offset)
    }
  }

  private func logarithm(
    _ value: TransformValue, at offset: Int
  ) throws(FormulaError) -> PowerSeries {
    let base = try series(value, at: offset)
    let front = base.coefficients(1).values.first ?? .zero
    guard front.hi > 0 else {
      throw error(
        "log needs a power series whose constant is above 0, found \(SystemsError.text(front.hi))",
        at: offset)
    }
    guard let term = value.quotients?.terms.first, value.quotients?.terms.count == 1 else {
      return .logarithm(base)
    }
    var sum: PowerSeries = .constant(front.naturalLogarithm)
    let factors = Self.factors(term)
    for (factor, sign) in factors {
      let first = factor.polynomial.coefficients.last ?? .one
      let part = PowerSeries.logarithm(Self.descending(factor).scaled(by: .one / first))
      sum = .sum(sum, part.scaled(by: DoubleDouble(Double(sign * factor.count))))
    }
    return factors.count > 1 ? .either(sum, .logarithm(base)) : sum
  }

  /// `z^(−n)`.
  private static func shift(by count: Int) -> PowerSeries {
    .polynomial([DoubleDouble](repeating: .zero, count: max(0, count)) + [.one])
  }

  /// A factor's polynomial over `z` to its degree: rising powers of `z⁻¹`.
  private static func descending(_ factor: RationalFunction.Factor) -> PowerSeries {
    .polynomial(factor.polynomial.coefficients.reversed())
  }

  /// The factors above (+1) and below (−1) the line, without `z` itself.
  private static func factors(_ term: RationalFunction) -> [(factor: RationalFunction.Factor, sign: Int)] {
    term.numerators.filter { $0.polynomial != RationalFunction.variable }.map { ($0, 1) }
      + term.denominators.filter { $0.polynomial != RationalFunction.variable }.map { ($0, -1) }
  }
}
