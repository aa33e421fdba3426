/// Residuals at places, and their derivatives.
package protocol LeastSquaresProblem {
  /// The residuals at a place; nil where there are none.
  mutating func residuals(at place: [Double]) -> [Double]?

  /// The derivatives of the residuals, a column for each coordinate, at the place of the last residuals that
  /// were taken; nil where there are none.
  mutating func jacobian() -> [[Double]]?
}
