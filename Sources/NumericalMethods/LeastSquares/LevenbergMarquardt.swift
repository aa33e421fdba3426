/// The place with the smallest sum of squares, by Levenberg's and Marquardt's method in a box.
///
///     min |J δ + r|² + μ |D δ|²,   D the largest norms so far of the columns of J
///
/// Steps are cut at the box; coordinates at a side of it towards which the sum falls are held. Where rounding
/// hides the sum's change, whole steps are taken as long as they shrink.
///
/// Source: K. Madsen, H. B. Nielsen, O. Tingleff, "Methods for non-linear least squares problems" (2004), with Nielsen's
/// damping; J. J. Moré, "The Levenberg-Marquardt algorithm" (1978), for D.
package struct LevenbergMarquardt: Sendable {
  /// How many steps may be taken.
  package var limit = 500
  /// The relative size of a step that is the last.
  package var tolerance = 1e-12

  package init() {}

  /// Where a search ended.
  package struct Outcome: Sendable {
    package var place: [Double]
    package var residuals: [Double]
    package var steps: Int
    package var isConverged: Bool

    /// The sum of squares.
    package var sumOfSquares: Double { VectorMath.dot(residuals, residuals) }
  }

  /// Searches from a place.
  ///
  /// - Parameters:
  ///   - problem: left at the outcome's place.
  ///   - bounds: the box, a side for each coordinate; infinite where there is none.
  /// - Returns: nil where the start has no residuals.
  /// - Throws: `NumericalError` where a factor can't be had.
  package func minimize(
    _ problem: inout some LeastSquaresProblem, from start: [Double], within bounds: [ClosedRange<Double>]
  ) throws(NumericalError) -> Outcome? {
    var place = zip(start, bounds).map { min(max($0, $1.lowerBound), $1.upperBound) }
    guard var residuals = problem.residuals(at: place), var columns = problem.jacobian() else { return nil }
    var half = VectorMath.dot(residuals, residuals) / 2
    var scales = [Double](repeating: 0, count: place.count)
    var damping = 1e-3
    var growth = 2.0
    var lastFlat = Double.infinity
    var stalls = 0
    for step in 0..<limit {
      func ended(_ isConverged: Bool) -> Outcome {
        Outcome(place: place, residuals: residuals, steps: step, isConverged: isConverged)
      }
      if half == 0 { return ended(true) }
      let norms = columns.map { VectorMath.dot($0, $0).squareRoot() }
      let gradient = columns.map { VectorMath.dot($0, residuals) }
      for k in scales.indices { scales[k] = max(scales[k], norms[k]) }
      let free = place.indices.filter { k in
        norms[k] > 0 && !(place[k] <= bounds[k].lowerBound && gradient[k] > 0)
          && !(place[k] >= bounds[k].upperBound && gradient[k] < 0)
      }
      if free.isEmpty { return ended(true) }
      let factors = try QRFactors(Matrix(columns: free.map { columns[$0] }))
      let turned = factors.q.transposedProduct(residuals)
      var isAccepted = false
      while !isAccepted {
        let way = try Self.step(factors.r, turned, free.map { scales[$0] * damping.squareRoot() })
        var trial = place
        for (j, k) in free.enumerated() {
          trial[k] = min(max(place[k] + way[j], bounds[k].lowerBound), bounds[k].upperBound)
        }
        var expected = residuals
        for k in free where trial[k] != place[k] {
          for i in expected.indices { expected[i] += columns[k][i] * (trial[k] - place[k]) }
        }
        let promised = half - VectorMath.dot(expected, expected) / 2
        let size = zip(place, trial).reduce(0) { max($0, ($1.0 - $1.1).magnitude / ($1.0.magnitude + 1e-3)) }
        if size <= tolerance { return ended(true) }
        let isFlat = promised <= 1e-10 * half
        // Whole steps that no longer shrink are rounding.
        if isFlat, damping <= 1e-3, size >= lastFlat {
          stalls += 1
          if stalls > 2 { return ended(true) }
        }
        let found = problem.residuals(at: trial).map { ($0, VectorMath.dot($0, $0) / 2) }
        if let (values, sum) = found, sum < half || (isFlat && sum <= half * (1 + 1e-9)) {
          let ratio = promised > 0 ? (half - sum) / promised : 1
          guard let next = problem.jacobian() else { return ended(false) }
          columns = next
          (place, residuals, half) = (trial, values, sum)
          if isFlat { lastFlat = size }
          let cube = (2 * ratio - 1) * (2 * ratio - 1) * (2 * ratio - 1)
          damping = max(damping * max(1.0 / 3, 1 - cube), 1e-15)
          if isFlat { damping = min(damping, 1e-6) }
          growth = 2
          isAccepted = true
        } else {
          damping *= growth
          growth *= 2
          guard damping < 1e30 else {
            _ = problem.residuals(at: place)
            return ended(promised <= 1e-12 * half)
          }
        }
      }
    }
    return Outcome(place: place, residuals: residuals, steps: limit, isConverged: false)
  }

  /// The step of `[R; D] δ = −[Qᵀ r; 0]`.
  private static func step(
    _ r: Matrix, _ turned: [Double], _ damped: [Double]
  ) throws(NumericalError) -> [Double] {
    let n = damped.count
    var stacked = Matrix(rows: 2 * n, columns: n)
    for i in 0..<n {
      for j in i..<n { stacked[i, j] = r[i, j] }
      stacked[n + i, i] = damped[i]
    }
    let factors = try QRFactors(stacked)
    let right = factors.q.transposedProduct(turned.map { -$0 } + [Double](repeating: 0, count: n))
    return factors.r.solvingUpper(right)
  }
}
