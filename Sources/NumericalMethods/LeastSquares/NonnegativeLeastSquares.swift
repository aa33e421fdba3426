import CLinearAlgebra

/// The least squares whose chosen unknowns must not be negative.
///
///     minimise x'H x/2 − f'x   over x with xⱼ ≥ 0 for the bounded j;   H = A'A, f = A'y
///
/// Source: C. L. Lawson, R. J. Hanson, "Solving least squares problems" (1974), chapter 23; R. Bro, S. de Jong,
/// "A fast non-negativity-constrained least squares algorithm" (1997).
package struct NonnegativeLeastSquares: Hashable, Sendable {
  /// The minimiser, or the best that was reached.
  package let solution: [Double]
  /// The largest gradient that would still want to leave 0, over the largest |fⱼ|; 0 at the minimum.
  package let gap: Double

  /// Solves the problem.
  ///
  /// - Parameters:
  ///   - start: where to begin; its positive entries are tried first.
  /// - Throws: ``NumericalError/library(operation:reason:)`` where memory is short.
  /// - Complexity: O(order^2) an exchange, about as many exchanges as positive unknowns.
  package init(
    _ h: Matrix, _ f: [Double], bounded: [Bool], start: [Double]? = nil
  ) throws(NumericalError) {
    precondition(h.rowCount == f.count && bounded.count == f.count)
    var x = start ?? [Double](repeating: 0, count: f.count)
    for j in x.indices where bounded[j] { x[j] = max(0, x[j]) }
    var gap = 0.0
    let flags: [UInt8] = bounded.map { $0 ? 1 : 0 }
    if !f.isEmpty {
      try LinearAlgebra.check(
        cla_nonnegative(h.elements, f, f.count, flags, &x, &gap), "non-negative least squares")
    }
    solution = x
    let size = f.lazy.map(\.magnitude).max() ?? 0
    self.gap = size > 0 ? gap / size : 0
  }
}
