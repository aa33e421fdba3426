import NumericalMethods
import RealModule
import Testing

@Suite struct FactorTests {
  /// Shapes around the sizes at which a method changes its way.
  static let shapes = [(1, 1), (2, 2), (3, 2), (7, 7), (20, 5), (40, 40), (90, 60)]

  private static func random(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var a = Matrix(rows: rows, columns: columns)
    for i in a.elements.indices {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      a.elements[i] = Double(Int64(bitPattern: state)) / 0x1p63
    }
    return a
  }

  private static func difference(_ a: Matrix, _ b: Matrix) -> Double {
    zip(a.elements, b.elements).map { abs($0 - $1) }.max() ?? 0
  }

  private static func identity(_ n: Int) -> Matrix {
    var result = Matrix(rows: n, columns: n)
    for i in 0..<n { result[i, i] = 1 }
    return result
  }

  @Test(arguments: shapes)
  func `A = Q R, Q’Q = 1, R is upper triangular`(_ rows: Int, _ columns: Int) throws {
    let a = Self.random(rows, columns, seed: 1)
    let factors = try QRFactors(a)
    #expect(Self.difference(try .product(factors.q, factors.r), a) < 1e-13)
    let gram = try Matrix.product(factors.q, factors.q, transposingFirst: true)
    #expect(Self.difference(gram, Self.identity(columns)) < 1e-13)
    for i in 0..<columns { for j in 0..<i { #expect(factors.r[i, j] == 0) } }
  }

  @Test(arguments: shapes)
  func `A = U S V’, both with orthonormal columns, wide and tall`(_ rows: Int, _ columns: Int) throws {
    let tall = Self.random(rows, columns, seed: 2)
    for a in [tall, tall.transposed] {
      let factors = try SingularValues(a)
      #expect(factors.values == factors.values.sorted(by: >))
      #expect(factors.values.allSatisfy { $0 >= 0 })
      var scaled = factors.u
      for i in 0..<scaled.rowCount {
        for j in 0..<scaled.columnCount { scaled[i, j] *= factors.values[j] }
      }
      #expect(Self.difference(try .product(scaled, factors.v, transposingSecond: true), a) < 1e-13)
      for side in [factors.u, factors.v] {
        let gram = try Matrix.product(side, side, transposingFirst: true)
        #expect(Self.difference(gram, Self.identity(columns)) < 1e-13)
      }
    }
  }

  @Test
  func `singular values of a graded diagonal are its entries, to their own digits`() throws {
    let n = 30
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n { a[i, i] = Double.exp2(-Double(i)) }
    let values = try SingularValues(a).values
    for i in 0..<n { #expect(abs(values[i] - Double.exp2(-Double(i))) < 1e-15) }
  }

  @Test(arguments: [1, 2, 5, 33, 70])
  func `A V = V diag(values) for a symmetric A`(_ n: Int) throws {
    let half = Self.random(n, n, seed: 3)
    var a = half
    for i in 0..<n { for j in 0..<n { a[i, j] = half[i, j] + half[j, i] } }
    let factors = try SymmetricEigenvalues(a)
    #expect(factors.values == factors.values.sorted())
    var scaled = factors.vectors
    for i in 0..<n { for j in 0..<n { scaled[i, j] *= factors.values[j] } }
    #expect(Self.difference(try .product(a, factors.vectors), scaled) < 1e-12)
    let gram = try Matrix.product(factors.vectors, factors.vectors, transposingFirst: true)
    #expect(Self.difference(gram, Self.identity(n)) < 1e-13)
  }

  @Test(arguments: [1, 4, 50])
  func `L L’ = A, and it solves; a matrix that is not positive definite has none`(_ n: Int) throws {
    let b = Self.random(n, n, seed: 4)
    var a = try Matrix.product(b, b, transposingSecond: true)
    for i in 0..<n { a[i, i] += 1 }
    let factor = try CholeskyFactor(a)
    #expect(Self.difference(try .product(factor.l, factor.l, transposingSecond: true), a) < 1e-12)
    let right = Self.random(n, 3, seed: 5)
    #expect(Self.difference(try .product(a, factor.solve(right)), right) < 1e-11)
    a[n - 1, n - 1] = -1
    #expect(throws: NumericalError.noFactor(operation: "Cholesky factor")) { try CholeskyFactor(a) }
  }

  @Test(arguments: [1, 4, 50])
  func `A x = b is solved; a singular A is refused`(_ n: Int) throws {
    let a = Self.random(n, n, seed: 6)
    let b = Self.random(n, 2, seed: 7)
    #expect(Self.difference(try .product(a, a.solving(b)), b) < 1e-11)
    let zero = Matrix(rows: n, columns: n)
    #expect(throws: NumericalError.noFactor(operation: "linear equations")) { try zero.solving(b) }
  }

  @Test(arguments: [Matrix.Triangle.lower, .upper])
  func `T x = b for each triangle, also transposed`(_ triangle: Matrix.Triangle) throws {
    let n = 12
    var t = Self.random(n, n, seed: 8)
    for i in 0..<n {
      t[i, i] = 2
      for j in 0..<n where triangle == .lower ? j > i : j < i { t[i, j] = 0 }
    }
    let b = Self.random(n, 2, seed: 9)
    for transposed in [false, true] {
      let x = try t.solvingTriangular(b, triangle, transposed: transposed)
      #expect(Self.difference(try .product(t, x, transposingFirst: transposed), b) < 1e-12)
    }
  }

  @Test(arguments: [1, 2, 6, 40])
  func `D^-1 A D = Z T Z’, T quasi-triangular`(_ n: Int) throws {
    var a = Self.random(n, n, seed: 10)
    // Badly scaled: what balancing is for.
    for i in 0..<n { for j in 0..<n { a[i, j] *= Double.exp2(Double(8 * (i - j))) } }
    let form = try RealSchur(a)
    let z = form.z
    var balanced = a
    for i in 0..<n { for j in 0..<n { balanced[i, j] *= form.scale[j] / form.scale[i] } }
    let back = try Matrix.product(.product(z, form.t), z, transposingSecond: true)
    #expect(Self.difference(back, balanced) < 1e-12)
    let size = balanced.elements.map(abs).max() ?? 0
    #expect(size < 100, "random entries, scaled apart, come together again")
    #expect(Self.difference(try .product(z, z, transposingFirst: true), Self.identity(n)) < 1e-13)
    for i in 0..<n {
      for j in 0..<n where j < i - 1 { #expect(form.t[i, j] == 0) }
    }
    for i in 1..<max(n - 1, 1) { #expect(form.t[i, i - 1] == 0 || form.t[i + 1, i] == 0) }
  }
}
