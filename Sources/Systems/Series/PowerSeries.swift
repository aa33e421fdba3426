package import NumericalMethods

/// A power series in `z⁻¹`, as an expression of polynomials: what a filter that is not rational does
/// to an impulse.
///
/// With `G(z) = Σ gₖ z⁻ᵏ` the law of a die, `exp(λ (G − 1))` is that of a Poisson number of dice.
package indirect enum PowerSeries: Hashable, Sendable {
  /// Rising powers of `z⁻¹`; zeros follow.
  case polynomial([DoubleDouble])
  /// The sum.
  case sum(PowerSeries, PowerSeries)
  /// The product.
  case product(PowerSeries, PowerSeries)
  /// `e^A`.
  case exponential(PowerSeries)
  /// `ln A`, the constant of A above 0.
  case logarithm(PowerSeries)
  /// `A^p`: the constant of A above 0, or p whole.
  case power(PowerSeries, Double)
  /// Two ways to say the same: each coefficient is taken from the one that knows it better.
  case either(PowerSeries, PowerSeries)

  /// A constant.
  package static func constant(_ value: DoubleDouble) -> PowerSeries { .polynomial([value]) }

  /// The series times a number.
  package func scaled(by factor: DoubleDouble) -> PowerSeries {
    if case .polynomial(let c) = self { return .polynomial(c.map { $0 * factor }) }
    return .product(.constant(factor), self)
  }

  /// The first coefficients, each with a bound on its error.
  ///
  /// - Complexity: O(n · support of what is exponentiated), O(n²) where that does not end.
  package func coefficients(_ count: Int) -> SeriesCoefficients {
    switch self {
    case .polynomial(let c): SeriesCoefficients(Array(c.prefix(count)))
    case .sum(let a, let b): a.coefficients(count).adding(b.coefficients(count))
    case .product(let a, let b):
      a.coefficients(count).multiplied(by: b.coefficients(count), count: count)
    case .exponential(let a): a.coefficients(count).exponential(count)
    case .logarithm(let a): a.coefficients(count).logarithm(count)
    case .power(let a, let p): a.coefficients(count).raised(to: p, count)
    case .either(let a, let b): a.coefficients(count).better(than: b.coefficients(count))
    }
  }

  /// What comes out for an input from rest.
  ///
  ///     yₙ = Σ cₖ xₙ₋ₖ
  ///
  /// - Throws: `SystemsError.toleranceNotMet` where coefficients of both signs cancel beyond 1e-12 of
  ///   the largest, `notFinite` where one is too large to be held.
  /// - Complexity: O(n · impulses), and that of the coefficients.
  func filtered(_ input: [DoubleDouble]) throws(SystemsError) -> [DoubleDouble] {
    guard let first = input.firstIndex(where: { !$0.isZero }) else { return input }
    let response = coefficients(input.count - first)
    let peak = response.values.reduce(0) { max($0, $1.hi.magnitude) }
    guard peak.isFinite else {
      throw .undefined("the coefficients of a power series must be finite, found \(peak)")
    }
    let off = response.errors.reduce(0, max)
    guard off <= 1e-12 * peak else {
      throw .toleranceNotMet(
        reached: off / peak, asked: 1e-12, method: "the recursion of a power series in z^-1")
    }
    var output = [DoubleDouble](repeating: .zero, count: input.count)
    for (k, x) in input.enumerated() where !x.isZero {
      for (n, c) in response.values.enumerated() where k + n < output.count {
        output[k + n] += c * x
      }
    }
    return output
  }
}
