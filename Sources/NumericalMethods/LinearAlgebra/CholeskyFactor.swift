import CLinearAlgebra
import RealModule

/// A = L L' for a symmetric positive definite matrix.
package struct CholeskyFactor: Hashable, Sendable {
  /// The lower triangle, zeros above.
  package let l: Matrix

  /// The factor; of A the lower triangle is read. Complexity: O(order^3).
  ///
  /// - Throws: ``NumericalError/noFactor(operation:)`` where A is not positive definite.
  package init(_ a: Matrix) throws(NumericalError) {
    precondition(a.rowCount == a.columnCount, "a Cholesky factor needs a square matrix")
    var l = Matrix(rows: a.rowCount, columns: a.rowCount)
    try LinearAlgebra.check(cla_cholesky(a.elements, a.rowCount, &l.elements), "Cholesky factor")
    self.l = l
  }

  /// log det A = 2 Σ log l_ii.
  package var logDeterminant: Double {
    (0..<l.rowCount).reduce(0) { $0 + 2 * Double.log(l[$1, $1]) }
  }

  /// A^-1 b for each column of b. Complexity: O(order^2 columns).
  package func solve(_ b: Matrix) throws(NumericalError) -> Matrix {
    try l.solvingTriangular(try l.solvingTriangular(b, .lower), .lower, transposed: true)
  }
}
