import CLinearAlgebra

/// A = U diag(s) V': the singular value decomposition, thin.
package struct SingularValues: Hashable, Sendable {
  /// The left singular vectors, a column each: rows x min(rows, columns).
  package let u: Matrix
  /// The singular values, descending.
  package let values: [Double]
  /// The right singular vectors, a column each: columns x min(rows, columns).
  package let v: Matrix

  /// The decomposition, by bidiagonalization and divide and conquer. Complexity: O(rows columns min(rows, columns)).
  package init(_ a: Matrix) throws(NumericalError) {
    let k = min(a.rowCount, a.columnCount)
    var u = Matrix(rows: a.rowCount, columns: k)
    var v = Matrix(rows: a.columnCount, columns: k)
    var values = [Double](repeating: 0, count: k)
    if k > 0 {
      try LinearAlgebra.check(
        cla_svd(a.elements, a.rowCount, a.columnCount, &u.elements, &values, &v.elements),
        "singular values")
    }
    self.u = u
    self.values = values
    self.v = v
  }
}
