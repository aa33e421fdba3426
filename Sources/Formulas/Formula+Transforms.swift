import NumericalMethods
import Systems

extension Formula {
  /// The impulse response of a formula in `s`.
  func transferFunction() throws(FormulaError) -> Signal {
    let value = try transformValue()
    for term in value.quotients?.terms ?? [] where term.delay < DoubleDouble.zero {
      throw error(
        "dead time must not be below 0: exp(-T*s), found T = \(SystemsError.text(term.delay.hi))", at: firstVariable)
    }
    return try signal(value, at: firstVariable)
  }

  /// The filter of a formula in `z`, as one term for each quotient that is causal by itself.
  func discreteFilter(period: Double?) throws(FormulaError) -> Signal {
    guard let period else {
      throw error("a filter in z needs a period: give --period or --step", at: firstVariable)
    }
    var sum = RationalSum()
    switch try transformValue() {
    case .quotients(let quotients): sum = quotients
    case .series(let series):
      return System(DiscreteFilter(series, period: period)).impulseResponse
    case .loops, .signal: throw inTime(at: firstVariable)
    }
    if sum.terms.contains(where: { $0.numeratorDegree > $0.denominatorDegree }) {
      sum = sum.combined
    }
    // Delays alone are the taps of one filter.
    let isTap = { (term: RationalFunction) in
      term.denominators.allSatisfy { $0.polynomial == RationalFunction.variable }
    }
    let taps = RationalSum(sum.terms.filter(isTap)).combined
    sum = RationalSum(sum.terms.filter { !isTap($0) } + taps.terms)
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
  private static func filters(_ term: RationalFunction, _ period: Double) -> Signal.Term {
    let variable = RationalFunction.variable
    func rows(_ factors: [RationalFunction.Factor]) -> [[Double]] {
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
}
