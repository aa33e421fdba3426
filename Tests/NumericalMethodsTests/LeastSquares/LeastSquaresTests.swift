import NumericalMethods
import RealModule
import Testing

@Suite struct LeastSquaresTests {
  struct Stop: Error {}
  let line = Matrix([[1, 0], [1, 1], [1, 2], [1, 3]])

  func random(_ rows: Int, _ columns: Int) -> Matrix {
    Matrix((0..<rows).map { _ in (0..<columns).map { _ in Double.random(in: -1...1) } })
  }

  @Test func `a line through four points by hand`() {
    // Normal equations: mean 2.5 at 1.5, slope (−1.5·1 − 0.5·3 + 0.5·2 + 1.5·4) / 5 = 0.8.
    let x = LinearLeastSquares.solve(line, [1, 3, 2, 4])
    #expect(abs(x[0] - 1.3) < 1e-14 && abs(x[1] - 0.8) < 1e-14)
  }

  @Test func `a square system is solved, a dependent column gets zero`() {
    let a = random(6, 6)
    let x = [1, -2, 3, 0.5, 4, -1]
    for (found, expected) in zip(LinearLeastSquares.solve(a, a * x), x) {
      #expect(abs(found - expected) < 1e-8)
    }
    let doubled = Matrix([[1, 2], [2, 4], [3, 6]])
    let solution = LinearLeastSquares.solve(doubled, [2, 4, 6])
    #expect(solution.contains(0))
    #expect(zip(doubled * solution, [2, 4, 6]).allSatisfy { abs($0 - $1) < 1e-13 })
  }

  @Test(arguments: 0..<20)
  func `the non-negative solution meets Kuhn and Tucker's conditions`(_: Int) throws {
    let a = random(12, 8)
    let y = (0..<12).map { _ in Double.random(in: -1...1) }
    let x = try LinearLeastSquares.solveNonnegative(a, y)
    let residual = zip(y, a * x).map { $0 - $1 }
    for j in 0..<8 {
      let gradient = (0..<12).reduce(0.0) { $0 + a[$1, j] * residual[$1] }
      #expect(x[j] >= 0)
      #expect(gradient <= 1e-10)
      if x[j] > 0 { #expect(abs(gradient) < 1e-10) }
    }
  }

  @Test func `nothing positive helps: the solution is zero`() throws {
    #expect(try LinearLeastSquares.solveNonnegative(line, [-1, -1, -1, -1]) == [0, 0])
  }

  @Test(arguments: [0, 1, 2], [(30, 12), (12, 20)])
  func `the regularized solution solves the stacked problem`(
    order: Int, size: (Int, Int)
  ) throws {
    let (rows, columns) = size
    let a = random(rows, columns)
    let y = (0..<rows).map { _ in Double.random(in: -1...1) }
    let problem = try RegularizedLeastSquares(a, y, order: order)
    let parameter = 0.3
    let solution = try problem.solution(parameter: parameter)
    // The definition: least squares on [A; λ L] and [y; 0].
    let pattern: [Double] = order == 0 ? [1] : order == 1 ? [-1, 1] : [1, -2, 1]
    var stacked = (0..<rows).map { i in (0..<columns).map { a[i, $0] } }
    for i in 0..<columns - order {
      var row = [Double](repeating: 0, count: columns)
      for (k, value) in pattern.enumerated() { row[i + k] = parameter * value }
      stacked.append(row)
    }
    let expected = LinearLeastSquares.solve(
      Matrix(stacked), y + [Double](repeating: 0, count: columns - order))
    for (found, value) in zip(solution.x, expected) { #expect(abs(found - value) < 1e-10) }
    #expect(problem.crossValidated > 0)
  }

  @Test func `cross-validation smooths noise away and keeps the curve`() throws {
    // A smooth curve through an integrator, with noise of 0.001.
    let n = 60
    let truth = (0..<n).map { Double.sin(Double($0) / 10) + 1.2 }
    var a = Matrix(rows: n, columns: n)
    for i in 0..<n { for j in 0...i { a[i, j] = 0.1 } }
    var state: UInt64 = 1
    let y = (a * truth).map { value in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return value + 0.001 * (Double(state >> 40) / Double(1 << 23) - 1)
    }
    let problem = try RegularizedLeastSquares(a, y)
    let smooth = try problem.solution(parameter: problem.crossValidated)
    let plain = LinearLeastSquares.solve(a, y)
    func distance(_ x: [Double]) -> Double {
      zip(x, truth).map { ($0 - $1) * ($0 - $1) }.reduce(0, +).squareRoot()
    }
    #expect(distance(smooth.x) < distance(plain) / 2)
    #expect(smooth.residualNorm < 0.001 * Double(n).squareRoot())
    let nonnegative = try problem.nonnegativeSolution(parameter: problem.crossValidated)
    #expect(zip(nonnegative.x, smooth.x).allSatisfy { abs($0 - $1) < 1e-8 })
  }
}
