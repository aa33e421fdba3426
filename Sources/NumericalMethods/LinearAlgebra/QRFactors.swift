import CLinearAlgebra

/// A = Q R: orthonormal columns times an upper triangle, by Householder's reflections.
package struct QRFactors: Hashable, Sendable {
  /// The orthonormal columns, in the shape of A.
  package let q: Matrix
  /// The upper triangle, a row for each column of A; its diagonal may have either sign.
  package let r: Matrix

  /// The factors of a matrix with at least as many rows as columns. Complexity: O(rows columns^2).
  package init(_ a: Matrix) throws(NumericalError) {
    precondition(a.rowCount >= a.columnCount, "a thin QR needs as many rows as columns")
    var q = Matrix(rows: a.rowCount, columns: a.columnCount)
    var r = Matrix(rows: a.columnCount, columns: a.columnCount)
    try LinearAlgebra.check(
      cla_qr(a.elements, a.rowCount, a.columnCount, &q.elements, &r.elements), "QR factors")
    self.q = q
    self.r = r
  }

  /// The triangle alone, at half of the price.
  package static func triangle(_ a: Matrix) throws(NumericalError) -> Matrix {
    precondition(a.rowCount >= a.columnCount, "a thin QR needs as many rows as columns")
    var r = Matrix(rows: a.columnCount, columns: a.columnCount)
    try LinearAlgebra.check(cla_qr(a.elements, a.rowCount, a.columnCount, nil, &r.elements), "QR factors")
    return r
  }
}
