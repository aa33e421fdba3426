import CLinearAlgebra

/// A = V diag(values) V' for a symmetric matrix.
package struct SymmetricEigenvalues: Hashable, Sendable {
  /// The eigenvalues, ascending.
  package let values: [Double]
  /// The eigenvectors, a column each, orthonormal.
  package let vectors: Matrix

  /// The decomposition; of A the lower triangle is read. Complexity: O(order^3).
  package init(_ a: Matrix) throws(NumericalError) {
    precondition(a.rowCount == a.columnCount, "eigenvalues need a square matrix")
    var vectors = Matrix(rows: a.rowCount, columns: a.rowCount)
    var values = [Double](repeating: 0, count: a.rowCount)
    if a.rowCount > 0 {
      try LinearAlgebra.check(
        cla_symmetric(a.elements, a.rowCount, &values, &vectors.elements), "eigenvalues")
    }
    self.values = values
    self.vectors = vectors
  }
}
