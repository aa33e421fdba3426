internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// How a continuous system becomes a filter.
public enum Hold: String, CaseIterable, Hashable, Sendable {
  /// The input is held between samples: `(1 − z⁻¹) Z{step response}`.
  case zeroOrder = "zoh"
  /// The input is joined by straight lines: `(1 − z⁻¹)² z/T Z{ramp response}`.
  case firstOrder = "foh"
  /// The input is impulses of area T times the sample: `T Z{h}`.
  case impulse
  /// `s = (2/T) (z − 1)/(z + 1)`, the trapezoidal rule.
  case tustin
}

extension Signal {
  /// The filter that gives this response's values at the samples.
  ///
  ///     A(z) = Π (1 − e^{pT} z⁻¹),   B = A · (the response to the held input, sampled)
  ///
  /// With a hold it is exact at the samples for inputs of that kind, dead time that is no whole number of
  /// periods included.
  ///
  /// - Throws: `SystemsError.notRational` for what is no quotient of polynomials with one dead time,
  ///   `undefined` for a dead time that the trapezoidal rule can't hold.
  /// - Complexity: O(n²) for n poles and periods of dead time.
  public func discretized(period: Double, hold: Hold) throws -> DiscreteFilter {
    guard let terms = quotients?.combined.terms, let term = terms.first, terms.count == 1,
      term.delay >= .zero
    else { throw SystemsError.notRational(what: "a system with one dead time to discretise") }
    let poles = try term.denominators.flatMap { factor -> [ComplexDoubleDouble] in
      let roots = try factor.polynomial.roots()
      return (0..<factor.count).flatMap { _ in roots }
    }
    let periods = term.delay.hi / period
    guard periods < 100_000 else { throw SystemsError.tooLarge(what: "the periods of a dead time", size: periods) }
    if hold == .tustin { return try trapezoidal(term, poles: poles, periods: periods, period: period) }
    let below = Polynomial(roots: poles.map { ($0 * period).exponential() }).coefficients.reversed() as [DoubleDouble]
    let count = poles.count + Int(periods.rounded(.up)) + 2
    let samples = try held(count: count, period: period, hold: hold)
    var above = (0..<count).map { n -> DoubleDouble in
      var sum = DoubleDouble.zero
      for k in 0..<min(below.count, n + 1) { sum += below[k] * samples[n - k] }
      return sum
    }
    // After the poles and the dead time the recursion alone goes on; what is left there is rounding.
    let last = poles.count + Int((periods - 1e-9).rounded(.up)) + (hold == .firstOrder ? 1 : 0)
    above = Array(above.prefix(max(1, last + 1)))
    let size = above.reduce(0) { max($0, $1.hi.magnitude) }
    while above.count > 1, let end = above.last, end.hi.magnitude <= 1e-15 * size { above.removeLast() }
    return DiscreteFilter(
      numerator: above.map { $0.hi }, denominator: below.map { $0.hi }, period: period)
  }

  /// What the held unit sample gives at the samples.
  private func held(count: Int, period: Double, hold: Hold) throws -> [DoubleDouble] {
    func values(_ signal: Signal, _ count: Int) throws -> [DoubleDouble] {
      let grid = TimeGrid(start: 0, step: period, count: count)
      return try signal.sampled(at: .grid(grid)).values.map { DoubleDouble($0) }
    }
    switch hold {
    case .impulse:
      let sampled = try sampled(at: .grid(TimeGrid(start: 0, step: period, count: count)))
      guard sampled.impulses.isEmpty else {
        throw SystemsError.undefined("an impulse response with an impulse in it has no samples: choose another --hold")
      }
      return sampled.values.map { DoubleDouble.product($0, period) }
    case .zeroOrder, .tustin:
      let step = try values(convolved(with: .step), count)
      return step.indices.map { $0 == 0 ? step[0] : step[$0] - step[$0 - 1] }
    case .firstOrder:
      let ramp = try values(convolved(with: .step).convolved(with: .step), count + 1)
      return (0..<count).map { n in
        let before = n == 0 ? DoubleDouble.zero : ramp[n - 1]
        return (ramp[n + 1] - ramp[n] * 2 + before) / period
      }
    }
  }

  /// `s = (2/T)(1 − z⁻¹)/(1 + z⁻¹)` in every factor.
  private func trapezoidal(
    _ term: RationalFunction, poles: [ComplexDoubleDouble], periods: Double, period: Double
  ) throws -> DiscreteFilter {
    let whole = periods.rounded()
    guard (periods - whole).magnitude <= 1e-9 * max(1, whole) else {
      throw SystemsError.undefined(
        "the trapezoidal rule needs a dead time of whole periods, found \(SystemsError.text(periods)) of them")
    }
    guard term.numeratorDegree <= term.denominatorDegree else {
      throw SystemsError.improper(numerator: term.numeratorDegree, denominator: term.denominatorDegree)
    }
    let rate = DoubleDouble(2) / period
    let plus = Polynomial([DoubleDouble.one, .one])
    let minus = Polynomial([DoubleDouble.one, -.one])
    /// A factor of degree d times (1 + z⁻¹)^d, in rising powers of z⁻¹.
    func mapped(_ factors: [RationalFunction.Factor]) -> Polynomial {
      var product = Polynomial([DoubleDouble.one])
      for factor in factors {
        let c = factor.polynomial.coefficients
        var sum = Polynomial([DoubleDouble.zero])
        for (j, coefficient) in c.enumerated() {
          var part = Polynomial([coefficient * rate.raised(to: j)])
          for _ in 0..<j { part = part * minus }
          for _ in j..<(c.count - 1) { part = part * plus }
          sum = sum + part
        }
        for _ in 0..<factor.count { product = product * sum }
      }
      return product
    }
    var above = mapped(term.numerators) * term.gain
    for _ in 0..<(term.denominatorDegree - term.numeratorDegree) { above = above * plus }
    let below = mapped(term.denominators)
    let front = below.coefficients.first ?? .one
    guard !front.isZero else {
      throw SystemsError.undefined("a pole at 2/T can't be mapped: choose another period")
    }
    let lead = [Double](repeating: 0, count: Int(whole))
    return DiscreteFilter(
      numerator: lead + above.coefficients.map { ($0 / front).hi },
      denominator: below.coefficients.map { ($0 / front).hi }, period: period)
  }
}
