import NumericalMethods

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
  /// - Parameters:
  ///   - model: numerator and denominator.
  ///   - initial: `y, y', …` just before t = 0; none is rest.
  /// - Throws: `SystemsError.improper` where the degree above the line is the higher one,
  ///   `SystemsError.undefined` for a denominator of zero or a list of another length.
  public init(_ model: TransferFunction, initial: [Double] = []) throws(SystemsError) {
    let below = Polynomial(model.denominator.reversed().map { DoubleDouble($0) })
    let above = Polynomial(model.numerator.reversed().map { DoubleDouble($0) })
    for value in model.numerator + model.denominator + initial where !value.isFinite {
      throw .undefined("a transfer function's numbers must be finite, found \(value)")
    }
    guard let order = below.degree else {
      throw .undefined("a denominator must have a coefficient that is not 0")
    }
    guard initial.isEmpty || initial.count == order else {
      throw .undefined("a state of order \(order) needs \(order) values, found \(initial.count)")
    }
    let inverse = RationalFunction(below).inverse
    impulseResponse = try RationalSum([RationalFunction(above).multiplied(by: inverse)]).signal()
    // L{y⁽ʲ⁾} = sʲ Y − Σ_{i<j} sʲ⁻¹⁻ⁱ y⁽ⁱ⁾(0)
    var start = [DoubleDouble](repeating: .zero, count: max(order, 1))
    for (i, value) in initial.enumerated() {
      for j in i + 1...order { start[j - 1 - i] += below.coefficients[j] * value }
    }
    let free = RationalFunction(Polynomial(start)).multiplied(by: inverse)
    freeResponse = initial.isEmpty ? Signal() : try RationalSum([free]).signal()
  }
}
