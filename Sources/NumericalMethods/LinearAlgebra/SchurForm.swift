package import ComplexModule
import RealModule

/// The Schur form of a real matrix: unitary Q and upper triangular T with A = Q T Qᴴ.
///
/// The blocks of two of the real form are rotated into complex ones. Matrices are stored row after row.
///
/// Source: G. H. Golub, C. F. Van Loan, "Matrix Computations" (2013), sections 7.4 to 7.7.
package struct SchurForm: Hashable, Sendable {
  /// The number of rows.
  package let count: Int
  /// The triangular matrix; the eigenvalues stand on its diagonal.
  package private(set) var triangle: [Complex<Double>]
  /// The unitary matrix.
  package private(set) var basis: [Complex<Double>]

  /// The complex form that a real one is rotated into. Complexity: O(n²) for each pair of eigenvalues.
  package init(_ real: RealSchur) {
    let n = real.t.rowCount
    count = n
    triangle = real.t.elements.map { Complex($0) }
    basis = real.z.elements.map { Complex($0) }
    for k in stride(from: 0, to: n - 1, by: 1) where triangle[(k + 1) * n + k] != .zero {
      uncouple(k)
    }
  }

  /// Makes a two-by-two block on the diagonal triangular.
  private mutating func uncouple(_ k: Int) {
    let n = count
    let (a, b) = (triangle[k * n + k], triangle[k * n + k + 1])
    let (c, d) = (triangle[(k + 1) * n + k], triangle[(k + 1) * n + k + 1])
    let half = (a - d).multiplied(by: 0.5)
    let root = Complex.sqrt(half * half + b * c)
    // The eigenvalue farther from d, so that nothing cancels.
    let value = d + half + ((half * root.conjugate).real < 0 ? -root : root)
    rotate(k, onto: (value - d, c))
    triangle[(k + 1) * n + k] = .zero
  }

  /// Exchanges two neighbours on the diagonal.
  package mutating func exchange(_ k: Int) {
    let n = count
    let difference = triangle[(k + 1) * n + k + 1] - triangle[k * n + k]
    rotate(k, onto: (triangle[k * n + k + 1], difference))
    triangle[(k + 1) * n + k] = .zero
  }

  /// Rotates the planes k and k + 1 so that the first lies along a vector.
  private mutating func rotate(_ k: Int, onto vector: (Complex<Double>, Complex<Double>)) {
    let n = count
    let length = Double.hypot(vector.0.length, vector.1.length)
    guard length > 0, length.isFinite else { return }
    let (x, y) = (vector.0.divided(by: length), vector.1.divided(by: length))
    for j in 0..<n {
      let (upper, lower) = (triangle[k * n + j], triangle[(k + 1) * n + j])
      triangle[k * n + j] = x.conjugate * upper + y.conjugate * lower
      triangle[(k + 1) * n + j] = x * lower - y * upper
    }
    for i in 0..<n {
      let (left, right) = (triangle[i * n + k], triangle[i * n + k + 1])
      triangle[i * n + k] = left * x + right * y
      triangle[i * n + k + 1] = right * x.conjugate - left * y.conjugate
      let (first, second) = (basis[i * n + k], basis[i * n + k + 1])
      basis[i * n + k] = first * x + second * y
      basis[i * n + k + 1] = second * x.conjugate - first * y.conjugate
    }
  }

  /// The form with some eigenvalues first, by their places on the diagonal.
  ///
  /// - Complexity: O(n² k) for k of them.
  package func leading(_ places: [Int]) -> SchurForm {
    var result = self
    for (target, place) in places.sorted().enumerated() {
      for k in stride(from: place - 1, through: target, by: -1) { result.exchange(k) }
    }
    return result
  }
}
