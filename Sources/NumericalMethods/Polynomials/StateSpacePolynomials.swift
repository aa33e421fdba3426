/// Numerator and denominator of C (sI - A)^-1 B + D, in double-double.
///
/// By the recursion of Leverrier and Faddeev: M_1 = I, c_k = -tr(A M_k) / k, M_(k+1) = A M_k + c_k I;
/// then det(sI - A) = s^n + c_1 s^(n-1) + ... + c_n and the numerator is
/// Σ_k (C M_k B) s^(n-k) + D det(sI - A). A is balanced first by powers of two, which rounds nothing. Without
/// cancellation the coefficients are right to about n 1e-31 of the products they are summed from: use it for
/// n up to about 20.
///
/// Complexity: O(n^4).
///
/// Source: D. K. Faddeev, V. N. Faddeeva, "Computational methods of linear algebra" (1963).
package struct StateSpacePolynomials: Hashable, Sendable {
  /// det(sI - A), lowest power first, monic.
  package let denominator: Polynomial
  /// C adj(sI - A) B + D det(sI - A), lowest power first.
  package let numerator: Polynomial
  /// Σ of the absolute values that each coefficient of the numerator was summed from.
  package let numeratorSizes: [Double]

  /// - Throws: ``NumericalError/dimension(what:expected:found:)`` where the shapes do not fit.
  package init(
    a: [[Double]], b: [Double], c: [Double], d: Double
  ) throws(NumericalError) {
    let n = a.count
    for (i, row) in a.enumerated() where row.count != n {
      throw .dimension(what: "row \(i + 1) of A", expected: n, found: row.count)
    }
    guard b.count == n else { throw .dimension(what: "B", expected: n, found: b.count) }
    guard c.count == n else { throw .dimension(what: "C", expected: n, found: c.count) }
    let scales = Self.balance(a)
    // x = S z: A -> S^-1 A S, B -> S^-1 B, C -> C S.
    let balanced = (0..<n).map { i in
      (0..<n).map { j in DoubleDouble(a[i][j] * scales[j] / scales[i]) }
    }
    let input = (0..<n).map { DoubleDouble(b[$0] / scales[$0]) }
    let output = (0..<n).map { DoubleDouble(c[$0] * scales[$0]) }

    var characteristic = [DoubleDouble](repeating: .zero, count: n + 1)
    characteristic[n] = .one
    var markov = [DoubleDouble](repeating: .zero, count: n)
    var sizes = [Double](repeating: 0, count: n + 1)
    var m = Self.identity(n)
    for k in 1..<(n + 1) {
      for i in 0..<n {
        for j in 0..<n {
          let product = output[i] * m[i][j] * input[j]
          markov[n - k] += product
          sizes[n - k] += abs(product.hi)
        }
      }
      let next = Self.multiply(balanced, m)
      let trace = (0..<n).reduce(DoubleDouble.zero) { $0 + next[$1][$1] }
      let coefficient = -trace / DoubleDouble(k)
      characteristic[n - k] = coefficient
      m = next
      for i in 0..<n { m[i][i] += coefficient }
    }
    denominator = Polynomial(characteristic)
    numerator = Polynomial(markov) + denominator * DoubleDouble(d)
    numeratorSizes = (0...n).map { sizes[$0] + abs(d * characteristic[$0].hi) }
  }

  /// The numerator with leading coefficients that are nothing but rounding set to 0, so that its degree is
  /// the true one.
  package var numeratorOfTrueDegree: Polynomial {
    var coefficients = numerator.coefficients
    let roundings = numeratorSizes.map { $0 * 0x1p-96 }
    for i in coefficients.indices.reversed() {
      guard abs(coefficients[i].hi) <= roundings[i] else { break }
      coefficients[i] = .zero
    }
    return Polynomial(coefficients).trimmed
  }

  private static func identity(_ n: Int) -> [[DoubleDouble]] {
    (0..<n).map { i in (0..<n).map { $0 == i ? DoubleDouble.one : .zero } }
  }

  private static func multiply(_ a: [[DoubleDouble]], _ b: [[DoubleDouble]]) -> [[DoubleDouble]] {
    a.indices.map { i in
      a.indices.map { j in
        a.indices.reduce(DoubleDouble.zero) { sum, k in
          a[i][k].isZero || b[k][j].isZero ? sum : sum + a[i][k] * b[k][j]
        }
      }
    }
  }

  /// Powers of two s with rows and columns of S^-1 A S of nearly the same size.
  ///
  /// Source: B. N. Parlett, C. Reinsch, "Balancing a matrix for calculation of eigenvalues and
  /// eigenvectors" (1969).
  private static func balance(_ a: [[Double]]) -> [Double] {
    let n = a.count
    var matrix = a
    var scales = [Double](repeating: 1, count: n)
    for _ in 0..<30 {
      var changed = false
      for i in 0..<n {
        var row = 0.0
        var column = 0.0
        for j in 0..<n where j != i {
          row += abs(matrix[i][j])
          column += abs(matrix[j][i])
        }
        guard row > 0, column > 0, row.isFinite, column.isFinite else { continue }
        let shift = (Int(row.exponent) - Int(column.exponent)) / 2
        guard shift != 0, abs(shift) < 200 else { continue }
        let factor = Double(sign: .plus, exponent: shift, significand: 1)
        guard column * factor + row / factor < 0.95 * (row + column) else { continue }
        scales[i] *= factor
        changed = true
        for j in 0..<n {
          matrix[j][i] *= factor
          matrix[i][j] /= factor
        }
      }
      if !changed { break }
    }
    return scales
  }
}
