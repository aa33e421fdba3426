/// A transfer function as two polynomials in `s`, highest power first.
///
///     H(s) = (b₀ sᵐ + … + bₘ)/(a₀ sⁿ + … + aₙ),   m ≤ n
///
/// It is also the equation `a₀ y⁽ⁿ⁾ + … + aₙ y = b₀ u⁽ᵐ⁾ + … + bₘ u`.
public struct TransferFunction: Hashable, Sendable {
  /// The coefficients above the line, highest power first.
  public var numerator: [Double]
  /// The coefficients below the line, highest power first.
  public var denominator: [Double]

  /// Makes `numerator/denominator`.
  public init(numerator: [Double], denominator: [Double]) {
    self.numerator = numerator
    self.denominator = denominator
  }
}

extension System {
  /// The system of a transfer function.
  ///
  /// - Parameter initial: `y, y', …` just before t = 0; none is rest.
  /// - Throws: `SystemsError.improper` where the degree above the line is the higher one,
  ///   `SystemsError.undefined` for a denominator of zero or a list of another length.
  public init(_ model: TransferFunction, initial: [Double] = []) throws(SystemsError) {
    fatalError("not yet")
  }
}
