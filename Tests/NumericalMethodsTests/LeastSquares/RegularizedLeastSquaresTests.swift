import NumericalMethods
import RealModule
import Testing

@Suite struct RegularizedLeastSquaresTests {
  func random(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix((0..<rows).map { _ in (0..<columns).map { _ in Double.random(in: -1...1) } })
  }

  /// Second differences by their inverse: ramps from each inner knot on, and lines that are free.
  func smooth(_ n: Int) -> (root: Matrix, free: Matrix) {
    var root = Matrix(rows: n, columns: n - 2)
    var free = Matrix(rows: n, columns: 2)
    for i in 0..<n {
      for k in 0..<n - 2 { root[i, k] = Double(max(0, i - k - 1)) }
      free[i, 0] = 1
      free[i, 1] = Double(i)
    }
    return (root, free)
  }

  @Test(arguments: [(30, 12), (12, 20), (8, 8)], [1e-4, 0.3, 100])
  func `the minimiser's gradient is 0`(size: (Int, Int), lambda: Double) throws {
    let (rows, n) = size
    let a = random(rows, n)
    let y = (0..<rows).map { _ in Double.random(in: -1...1) }
    let prior = smooth(n)
    let x = try RegularizedLeastSquares(a, y, root: prior.root, free: prior.free).solution(lambda)
    // A'(A x − y) + lambda D'D x = 0 with second differences D, which root and free invert.
    let residual = zip(a * x, y).map { $0 - $1 }
    var gradient = a.transposedTimes(residual)
    for k in 1..<n - 1 {
      let second = x[k - 1] - 2 * x[k] + x[k + 1]
      gradient[k - 1] += lambda * second
      gradient[k] -= 2 * lambda * second
      gradient[k + 1] += lambda * second
    }
    for value in gradient { #expect(abs(value) < 1e-10 * max(1, lambda)) }
  }

  @Test(arguments: [(30, 12), (12, 20)])
  func `variance and degrees of freedom are those of the normal equations`(size: (Int, Int)) throws {
    let (rows, n) = size
    let a = random(rows, n)
    let prior = smooth(n)
    let lambda = 0.7
    let form = try RegularizedLeastSquares(
      a, [Double](repeating: 1, count: rows), root: prior.root, free: prior.free)
    // (A'A + lambda D'D)^-1, its diagonal, and the trace of A (.)^-1 A'.
    var h = try Matrix.product(a, a, transposingFirst: true)
    let gram = h
    for k in 1..<n - 1 {
      let row = [1.0, -2, 1]
      for p in 0..<3 { for q in 0..<3 { h[k - 1 + p, k - 1 + q] += lambda * row[p] * row[q] } }
    }
    let inverse = try h.solving(.identity(n))
    let variance = form.variance(lambda)
    for i in 0..<n { #expect(abs(variance[i] - inverse[i, i]) < 1e-8 * inverse[i, i]) }
    let used = try Matrix.product(inverse, gram)
    let trace = (0..<n).reduce(0) { $0 + used[$1, $1] }
    #expect(abs(form.degreesUsed(lambda) - trace) < 1e-8 * Double(n))
    let smoother = try form.smoother(lambda)
    let expected = try Matrix.product(inverse, a, transposingSecond: true)
    for (found, value) in zip(smoother.elements, expected.elements) { #expect(abs(found - value) < 1e-8) }
  }

  @Test func `the restricted likelihood is that of the data's differences`() throws {
    // One direction: y = s z + e with z ~ N(0, sigma^2/lambda): y ~ N(0, sigma^2 (1 + s^2/lambda)).
    let a = Matrix([[2], [0], [0]])
    let form = try RegularizedLeastSquares(
      a, [3, 1, 2], root: .identity(1), free: Matrix(rows: 1, columns: 0))
    let lambda = 0.5
    // q log(9/(1 + 8) + 1 + 4) + log(1 + 8).
    let expected = 3 * Double.log(9.0 / 9 + 5) + Double.log(9)
    #expect(abs(form.restricted(lambda) - expected) < 1e-13)
    // sigma known to be 2: (9/9 + 5)/4 + log 9.
    #expect(abs(form.restricted(lambda, knownVariance: 4) - (6.0 / 4 + Double.log(9))) < 1e-13)
  }

  @Test(arguments: 0..<20)
  func `a non-negative solution meets Kuhn and Tucker's conditions`(_: Int) throws {
    let (rows, n) = (Int.random(in: 5...40), Int.random(in: 1...25))
    let a = random(rows, n)
    let y = (0..<rows).map { _ in Double.random(in: -1...1) }
    let bounded = (0..<n).map { _ in Bool.random() || rows < n }
    let start: [Double]? = Bool.random() ? (0..<n).map { _ in Double.random(in: -1...1) } : nil
    let x = try NonnegativeLeastSquares(
      try Matrix.product(a, a, transposingFirst: true), a.transposedTimes(y), bounded: bounded, start: start
    ).solution
    let gradient = a.transposedTimes(zip(y, a * x).map { $0 - $1 })
    for j in 0..<n {
      if bounded[j] {
        #expect(x[j] >= 0)
        #expect(gradient[j] <= 1e-9)
      }
      if x[j] > 0 || !bounded[j] { #expect(abs(gradient[j]) < 1e-8) }
    }
  }

  @Test func `the exchanges agree with Lawson and Hanson's own, step by step`() throws {
    // The plain algorithm: the largest gradient joins, all that join are solved for, what turns negative leaves.
    for _ in 0..<10 {
      let a = random(15, 8)
      let y = (0..<15).map { _ in Double.random(in: -1...1) }
      let h = try Matrix.product(a, a, transposingFirst: true)
      let f = a.transposedTimes(y)
      var x = [Double](repeating: 0, count: 8)
      var passive: [Int] = []
      while true {
        let gradient = zip(f, h * x).map { $0 - $1 }
        guard let best = (0..<8).filter({ !passive.contains($0) && gradient[$0] > 1e-12 })
          .max(by: { gradient[$0] < gradient[$1] })
        else { break }
        passive.append(best)
        while true {
          var part = Matrix(rows: passive.count, columns: passive.count)
          var right = Matrix(rows: passive.count, columns: 1)
          for (p, i) in passive.enumerated() {
            right[p, 0] = f[i]
            for (q, j) in passive.enumerated() { part[p, q] = h[i, j] }
          }
          let z = try part.solving(right).elements
          if z.allSatisfy({ $0 > 0 }) {
            x = [Double](repeating: 0, count: 8)
            for (p, i) in passive.enumerated() { x[i] = z[p] }
            break
          }
          let way = passive.indices.filter { z[$0] <= 0 }
            .map { x[passive[$0]] / (x[passive[$0]] - z[$0]) }.min() ?? 0
          for (p, i) in passive.enumerated() { x[i] += way * (z[p] - x[i]) }
          passive.removeAll { x[$0] <= 1e-15 }
        }
      }
      let found = try NonnegativeLeastSquares(h, f, bounded: [Bool](repeating: true, count: 8))
      for (p, q) in zip(found.solution, x) { #expect(abs(p - q) < 1e-10) }
      #expect(found.gap < 1e-12)
    }
  }
}
