import CLinearAlgebra

/// D^-1 A D = Z T Z': the real Schur form of a balanced square matrix.
package struct RealSchur: Hashable, Sendable {
  /// The diagonal of D, powers of 2.
  package let scale: [Double]
  /// Upper quasi-triangular: real eigenvalues on the diagonal, pairs of complex ones as blocks of two.
  package let t: Matrix
  /// Orthogonal.
  package let z: Matrix

  /// The form, by Francis's QR iteration. Complexity: O(order^3).
  package init(_ a: Matrix) throws(NumericalError) {
    precondition(a.rowCount == a.columnCount, "a Schur form needs a square matrix")
    var scale = [Double](repeating: 1, count: a.rowCount)
    var t = Matrix(rows: a.rowCount, columns: a.rowCount)
    var z = t
    if a.rowCount > 0 {
      try LinearAlgebra.check(
        cla_schur(a.elements, a.rowCount, &scale, &t.elements, &z.elements), "Schur form")
    }
    self.scale = scale
    self.t = t
    self.z = z
  }
}
