internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// Jumps by total variation: Σ ((y − fit)/error)^2 + L Σ |u_k − u_(k−1)|; where L is not given, the jumps
  /// are those of the best L by Schwarz's criterion, and the heights between them plain least squares.
  func steps(_ problem: DenseProblem) throws -> Estimate {
    let n = unknown.knots.count
    let jumps = n - 1
    let extra = hasBaseline ? 1 : 0
    // Columns: the level, the baseline, then a step from each knot on.
    var columns = Matrix(rows: problem.rows, columns: 1 + extra + jumps)
    for i in 0..<problem.rows {
      var sum = 0.0
      for k in (0..<n).reversed() {
        sum += problem.matrix[i, k]
        columns[i, k == 0 ? 0 : extra + k] = sum
      }
      if hasBaseline { columns[i, 1] = problem.matrix[i, n] }
    }
    let gram = try Matrix.product(columns, columns, transposingFirst: true)
    let right = columns.transposedTimes(problem.data)
    let fixed = 1 + extra
    let size = fixed + 2 * jumps
    var h = Matrix(rows: size, columns: size)
    for i in 0..<size {
      let (a, signA) = i < fixed + jumps ? (i, 1.0) : (i - jumps, -1.0)
      for j in 0..<size {
        let (b, signB) = j < fixed + jumps ? (j, 1.0) : (j - jumps, -1.0)
        h[i, j] = signA * signB * gram[a, b]
      }
    }
    let bounded = (0..<size).map { $0 >= fixed }
    func minimiser(_ l: Double, from start: [Double]?) throws -> [Double] {
      let f = (0..<size).map { i in
        i < fixed ? right[i] : i < fixed + jumps ? right[i] - l / 2 : -right[i - jumps] - l / 2
      }
      return try NonnegativeLeastSquares(h, f, bounded: bounded, start: start).solution
    }
    func joined(_ x: [Double]) -> [Double] {
      (0..<fixed + jumps).map { $0 < fixed ? x[$0] : x[$0] - x[$0 + jumps] }
    }
    var estimate: Estimate
    if case .fixed(let l) = regularization {
      let v = joined(try minimiser(l, from: nil))
      estimate = self.estimate(unknowns(v, extra), problem, method: "total variation by exchanges")
      estimate.lambda = l
      estimate.choice = "given"
      estimate.degreesUsed = Double(fixed + v[fixed...].count { $0 != 0 })
      estimate.noise = noise(estimate, problem)
      if level != nil {
        throw SystemsError.undefined("a band of --prior steps needs the jumps found: --regularization auto")
      }
      return estimate
    }
    let top = right[fixed...].reduce(0.0) { max($0, 2 * $1.magnitude) }
    var best: (criterion: Double, chosen: [Int], l: Double)?
    var start: [Double]?
    var seen: Set<[Int]> = []
    for k in 0..<40 {
      let l = top * Double.pow(10, -5 * Double(k) / 39)
      let x = try minimiser(l, from: start)
      start = x
      let v = joined(x)
      let peak = v[fixed...].reduce(0.0) { max($0, $1.magnitude) }
      let jumping = v.indices.filter { $0 >= fixed && v[$0].magnitude > 1e-6 * peak }
      let chosen = [Int](0..<fixed) + jumping
      guard chosen.count * 2 < problem.rows, seen.insert(chosen).inserted else { continue }
      guard let refit = try? heights(columns, chosen, problem) else { continue }
      let residual = max(refit.residual, .leastNormalMagnitude)
      let rows = Double(problem.rows)
      let misfit = problem.knownVariance == nil ? rows * Double.log(residual / rows) : residual
      let criterion = misfit + Double(2 * (chosen.count - fixed) + fixed) * Double.log(rows)
      if best.map({ criterion < $0.criterion }) ?? true { best = (criterion, chosen, l) }
    }
    guard let best else {
      throw SystemsError.tooFew(what: "jumps found from the data", found: problem.rows, needed: 5)
    }
    let refit = try heights(columns, best.chosen, problem)
    var v = [Double](repeating: 0, count: fixed + jumps)
    for (place, j) in best.chosen.enumerated() { v[j] = refit.values[place] }
    estimate = self.estimate(
      unknowns(v, extra), problem,
      method: "total variation by exchanges, heights between \(best.chosen.count - fixed) jumps by least squares")
    estimate.lambda = best.l
    estimate.choice = "Schwarz's criterion"
    estimate.degreesUsed = Double(best.chosen.count)
    let left = problem.rows - best.chosen.count
    let variance = problem.knownVariance ?? refit.residual / Double(left)
    estimate.noise = problem.knownVariance == nil ? variance.squareRoot() : noise(estimate, problem)
    estimate.bandDegrees = problem.knownVariance == nil ? Double(left) : nil
    if level != nil {
      // Levels are sums of the steps so far.
      estimate.deviations = (0..<n).map { k in
        let row = best.chosen.map { j in j == 0 || (j >= fixed && j - extra <= k) ? 1.0 : 0.0 }
        let product = refit.covariance * row
        return (variance * zip(row, product).reduce(0) { $0 + $1.0 * $1.1 }).squareRoot()
      }
    }
    return estimate
  }

  /// Levels from steps.
  private func unknowns(_ v: [Double], _ extra: Int) -> [Double] {
    var values = [v[0]]
    for k in 1..<unknown.knots.count { values.append(values[k - 1] + v[extra + k]) }
    return values + (extra == 1 ? [v[1]] : [])
  }

  /// Least squares in the chosen columns.
  private func heights(
    _ columns: Matrix, _ chosen: [Int], _ problem: DenseProblem
  ) throws -> (values: [Double], residual: Double, covariance: Matrix) {
    var part = Matrix(rows: columns.rowCount, columns: chosen.count)
    for i in 0..<part.rowCount { for (k, j) in chosen.enumerated() { part[i, k] = columns[i, j] } }
    let factors = try QRFactors(part)
    var right = Matrix(rows: chosen.count, columns: 1)
    right.elements = factors.q.transposedTimes(problem.data)
    let values = try factors.r.solvingTriangular(right, .upper).elements
    let inverse = try factors.r.solvingTriangular(.identity(chosen.count), .upper)
    let fit = part * values
    let residual = zip(problem.data, fit).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (values, residual, try Matrix.product(inverse, inverse, transposingSecond: true))
  }
}
