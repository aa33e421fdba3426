internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// Least squares without a penalty; of several solutions the smoothest, which is said.
  func plain(_ problem: DenseProblem) throws -> Estimate {
    var roots = try Deconvolution.unpenalised(self).priorRoots(decay: 0)
    var form = try problem.form(roots)
    let unknowns = unknown.knots.count - (startsAtZero ? 1 : 0) - (endsAtZero ? 1 : 0)
    let told = form.squares.count { $0 > 1e-26 * form.largest }
    var notes: [String] = []
    if told < unknowns, !isNonnegative || isDecreasing {
      notes.append(
        "\(unknowns) unknowns can't be told from \(problem.rows) rows: of the least-squares solutions the "
          + (unknown.shape == .impulses ? "smallest" : "smoothest") + " is given")
      if unknown.shape != .impulses {
        roots = PriorRoots.smooth(unknown.knots, startsAtZero: startsAtZero, endsAtZero: endsAtZero)
        if let smooth = try? problem.form(roots) { form = smooth }
      }
    }
    var estimate = self.estimate(
      form.solution(0), problem,
      method: "dense matrix of \(problem.rows) rows and \(unknown.knots.count) knots, singular values")
    estimate.notes = notes
    estimate.degreesUsed = Double(min(told, unknowns) + (hasBaseline ? 1 : 0))
    estimate.condition = condition(form)
    estimate.choice = "none"
    if isNonnegative || isDecreasing {
      try bound(&estimate, problem, penalty: nil, lambda: 0)
      estimate.degreesUsed = freeNumbers(estimate)
    }
    let left = Double(problem.rows) - estimate.degreesUsed
    let variance = problem.knownVariance
      ?? (left >= 1 ? weightedResidual(estimate, problem) / left : nil)
    estimate.noise = problem.knownVariance == nil ? variance?.squareRoot() : noise(estimate, problem)
    if problem.knownVariance == nil { estimate.bandDegrees = left }
    if level != nil {
      if let variance, told >= unknowns {
        estimate.deviations = form.variance(0).prefix(unknown.knots.count)
          .map { max(0, variance * $0).squareRoot() }
      } else {
        throw SystemsError.undefined(
          "--intervals need more rows than unknowns where nothing is believed of the unknown: "
            + "found \(problem.rows) rows for \(unknowns) unknowns")
      }
    }
    if wantsResolution { estimate.resolution = try resolution(form, 0, problem) }
    return estimate
  }

  /// The numbers that no bound holds: those above 0, or the levels of a response that falls, and a baseline.
  func freeNumbers(_ estimate: Estimate) -> Double {
    let values = estimate.values
    let own = isDecreasing
      ? values.indices.count { values[$0] != 0 && ($0 == 0 || values[$0] != values[$0 - 1]) }
      : values.count { $0 != 0 }
    return Double(own + (hasBaseline ? 1 : 0))
  }

  private static func unpenalised(_ problem: Deconvolution) -> Deconvolution {
    var copy = problem
    copy.prior = .none
    return copy
  }

  /// Solves again with the bounds, the penalty's size as it is.
  func bound(
    _ estimate: inout Estimate, _ problem: DenseProblem, penalty: Matrix?, lambda: Double
  ) throws {
    let n = unknown.knots.count
    let columns = problem.matrix.columnCount
    var h = try Matrix.product(problem.matrix, problem.matrix, transposingFirst: true)
    let f = problem.matrix.transposedTimes(problem.data)
    if let penalty {
      for i in 0..<n { for j in 0..<n { h[i, j] += lambda * penalty[i, j] } }
    }
    let kept = (0..<columns).filter {
      !(startsAtZero && $0 == 0) && !(endsAtZero && $0 == n - 1)
    }
    guard isDecreasing else {
      let solution = try nonnegative(h, f, kept: kept, from: estimate.values, map: nil, peak: 0)
      finish(solution.values, gap: solution.gap, problem, into: &estimate)
      return
    }
    // After the peak the unknown is a sum of steps down: u = map v with v not negative. Where the peak is,
    // the sum of squares says: from the unbounded one's on, as long as a neighbour is better.
    var peak = estimate.values.indices.max { estimate.values[$0] < estimate.values[$1] } ?? 0
    var best = try nonnegative(h, f, kept: kept, from: estimate.values, map: n, peak: peak)
    var tried: Set<Int> = [peak]
    while true {
      let next = [peak - 1, peak + 1].filter { (0..<n).contains($0) && tried.insert($0).inserted }
      var better = false
      for candidate in next {
        let solution = try nonnegative(h, f, kept: kept, from: estimate.values, map: n, peak: candidate)
        if solution.cost < best.cost {
          best = solution
          peak = candidate
          better = true
        }
      }
      if !better { break }
    }
    finish(best.values, gap: best.gap, problem, into: &estimate)
  }

  private func finish(
    _ values: [Double], gap: Double, _ problem: DenseProblem, into estimate: inout Estimate
  ) {
    let n = unknown.knots.count
    estimate.values = Array(values.prefix(n))
    estimate.baseline = hasBaseline ? values[n] : nil
    estimate.fitted = fitted(values, problem)
    estimate.method += "; bounds by Lawson and Hanson's exchanges"
    if gap > 1e-9 {
      estimate.notes.append("the bounds' solution is the best reached, a gradient of \(gap) is left")
    }
  }

  /// The bounded minimiser, with steps down after a peak where `map` is the number of knots.
  private func nonnegative(
    _ h: Matrix, _ f: [Double], kept: [Int], from start: [Double], map n: Int?, peak: Int
  ) throws -> (values: [Double], gap: Double, cost: Double) {
    // transform: full unknowns x variables.
    var transform = Matrix(rows: h.rowCount, columns: kept.count)
    var bounded: [Bool] = []
    var first = [Double](repeating: 0, count: kept.count)
    for (place, j) in kept.enumerated() {
      let isBaseline = hasBaseline && j == unknown.knots.count
      if let n, j >= peak, !isBaseline {
        for i in peak...j where kept.contains(i) { transform[i, place] = 1 }
        let last = kept.last { $0 < n } ?? j
        bounded.append(j < last || isNonnegative || endsAtZero)
        let next = j < last ? start[j + 1] : 0
        first[place] = bounded[place] ? max(0, start[j] - next) : start[j]
      } else {
        transform[j, place] = 1
        bounded.append(isNonnegative && !isBaseline)
        first[place] = isBaseline ? 0 : start[j]
      }
    }
    let part = try Matrix.product(h, transform)
    var reduced = try Matrix.product(transform, part, transposingFirst: true)
    // What the data don't tell at all stays where it is.
    let size = (0..<kept.count).reduce(0) { max($0, reduced[$1, $1]) }
    for i in 0..<kept.count where !bounded[i] { reduced[i, i] += 1e-15 * size }
    let right = transform.transposedTimes(f)
    let found = try NonnegativeLeastSquares(reduced, right, bounded: bounded, start: first)
    let values = transform * found.solution
    let curved = h * values
    var cost = 0.0
    for i in values.indices { cost += values[i] * (curved[i] / 2 - f[i]) }
    return (values, found.gap, cost)
  }

  /// The penalty u'P u of the prior.
  func penaltyMatrix(decay: Double) throws -> Matrix {
    let n = unknown.knots.count
    guard prior == .decaying else { return Deconvolution.roughness(unknown.knots) }
    let roots = try PriorRoots.decaying(unknown.knots, rate: decay, startsAtZero: false, endsAtZero: false)
    let inverse = try roots.root.solvingTriangular(.identity(n), .lower)
    return try Matrix.product(inverse, inverse, transposingFirst: true)
  }

  /// The matrix of the roughness: Σ (change of slope)^2 / width.
  static func roughness(_ knots: [Double]) -> Matrix {
    let n = knots.count
    var result = Matrix(rows: n, columns: n)
    for k in 1..<max(n - 1, 1) {
      let (before, after) = (knots[k] - knots[k - 1], knots[k + 1] - knots[k])
      let row = [1 / before, -1 / before - 1 / after, 1 / after]
      let width = (before + after) / 2
      for a in 0..<3 { for b in 0..<3 { result[k - 1 + a, k - 1 + b] += row[a] * row[b] / width } }
    }
    return result
  }
}
