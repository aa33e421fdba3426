/// A discrete filter of a period: a rational function of `z⁻¹` that acts on impulses.
///
///     B(z)/A(z) = (b₀ + b₁ z⁻¹ + …)/(a₀ + a₁ z⁻¹ + …),   z⁻¹ = a delay of one period
///
/// Its impulse response is a train of impulses one period apart, which need not end.
public struct DiscreteFilter: Hashable, Sendable {
  /// Coefficients of rising powers of `z⁻¹` above the line.
  public var numerator: [Double]
  /// Coefficients of rising powers of `z⁻¹` below the line; the first is not 0.
  public var denominator: [Double]
  /// The time of one step.
  public var period: Double
  /// A power series that is no quotient, in the place of `numerator/denominator`.
  package private(set) var series: PowerSeries?

  /// Makes the filter `numerator/denominator` with steps of `period`.
  public init(numerator: [Double], denominator: [Double], period: Double) {
    precondition(denominator.first.map { $0 != 0 } ?? false, "a filter needs a₀ that is not 0")
    precondition(period > 0, "the period of a filter must be above 0")
    self.numerator = numerator
    self.denominator = denominator
    self.period = period
  }

  /// Makes the filter whose response to an impulse is a power series in `z⁻¹`.
  package init(_ series: PowerSeries, period: Double) {
    self.init(numerator: [1], denominator: [1], period: period)
    self.series = series
  }
}
