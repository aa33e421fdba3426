internal import NumericalMethods

extension PiecewisePolynomial {
  /// The running integral from the first knot to the last.
  ///
  ///     P(t) = ∫ p(u) du,  from τ₀ to t
  ///
  /// - Complexity: O(cells · degree).
  func integrated() -> PiecewisePolynomial {
    let (own, above) = (degree + 1, degree + 2)
    var raised = [Double](repeating: 0, count: cells * above)
    var area = CompensatedSum()
    for cell in 0..<cells {
      raised[cell * above] = area.value
      let width = width(cell)
      var power = width
      for j in 0..<own {
        let coefficient = coefficients[cell * own + j] / Double(j + 1)
        raised[cell * above + j + 1] = coefficient
        area.add(coefficient * power)
        power *= width
      }
    }
    var result = PiecewisePolynomial(
      knots: knots, coefficients: raised, degree: degree + 1, isClosed: true, lastValue: area.value)
    result.lowParts = lowParts
    return result
  }
}
