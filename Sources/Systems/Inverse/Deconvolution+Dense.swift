internal import NumericalMethods
internal import RealModule

/// A deconvolution as a weighted matrix.
struct DenseProblem {
  /// The columns of the unknown, rows divided by their errors; then one of the baseline.
  var matrix: Matrix
  /// The data, divided alike.
  var data: [Double]
  /// What rows were multiplied by.
  var factors: [Double]
  /// Whether the last column is a baseline.
  var hasBaseline: Bool
  /// The variance of a row, where it is known.
  var knownVariance: Double?

  /// A triangle that stands for many more rows than columns: |A u − y|^2 = |R u − Q'y|^2 + rest.
  var triangle: (matrix: Matrix, data: [Double], rest: Double)?

  /// The number of rows.
  var rows: Int { data.count }

  /// The roots of a prior of the unknown, with the baseline free.
  func roots(_ prior: PriorRoots) -> PriorRoots {
    guard hasBaseline else { return prior }
    let n = prior.root.rowCount
    var root = Matrix(rows: n + 1, columns: prior.root.columnCount)
    root.elements.replaceSubrange(0..<prior.root.elements.count, with: prior.root.elements)
    let columns = prior.free.columnCount
    var free = Matrix(rows: n + 1, columns: columns + 1)
    for i in 0..<n { for j in 0..<columns { free[i, j] = prior.free[i, j] } }
    free[n, columns] = 1
    return PriorRoots(root: root, free: free)
  }

  /// The problem in standard form.
  func form(_ prior: PriorRoots) throws -> RegularizedLeastSquares {
    let roots = roots(prior)
    do {
      if let triangle {
        return try RegularizedLeastSquares(
          triangle.matrix, triangle.data, root: roots.root, free: roots.free, reduced: (rows, triangle.rest))
      }
      return try RegularizedLeastSquares(matrix, data, root: roots.root, free: roots.free)
    } catch NumericalError.noFactor {
      let what = roots.free.columnCount - (hasBaseline ? 1 : 0) > 0 ? "a straight line" : "a constant"
      throw SystemsError.undefined(
        "the rows must tell \(what)\(hasBaseline ? " and a baseline" : "") of the unknown, and don't: "
          + "\(rows) row\(rows == 1 ? "" : "s")")
    }
  }
}

extension DenseProblem {
  /// Brings many more rows than columns to a triangle, some at a time.
  mutating func reduce() throws {
    let n = matrix.columnCount
    guard rows > 2 * n else { return }
    var stacked = Matrix(rows: 0, columns: n + 1)
    for start in stride(from: 0, to: rows, by: 4 * n) {
      let end = min(start + 4 * n, rows)
      var next = Matrix(rows: stacked.rowCount + end - start, columns: n + 1)
      next.elements.replaceSubrange(0..<stacked.elements.count, with: stacked.elements)
      for i in start..<end {
        let place = (stacked.rowCount + i - start) * (n + 1)
        next.elements.replaceSubrange(place..<place + n, with: matrix.elements[i * n..<(i + 1) * n])
        next.elements[place + n] = data[i]
      }
      stacked = next.rowCount > n ? try QRFactors.triangle(next) : next
    }
    var triangle = Matrix(rows: n, columns: n)
    for i in 0..<n { for j in i..<n { triangle[i, j] = stacked[i, j] } }
    self.triangle = (triangle, (0..<n).map { stacked[$0, n] }, stacked[n, n] * stacked[n, n])
  }
}

extension Deconvolution {
  /// The matrix, its rows over their errors.
  func dense() throws -> DenseProblem {
    let width = unknown.knots.count
    var matrix = Matrix(rows: measured.times.count, columns: width)
    for (own, rows) in Self.ranges(of: measured.times, between: resets) {
      let part = try ForwardMatrix.make(known: own ?? known, unknown: unknown, rows: Array(measured.times[rows]), jobs: jobs)
      matrix.elements.replaceSubrange(rows.lowerBound * width..<rows.upperBound * width, with: part.elements)
    }
    if hasBaseline {
      var wider = Matrix(rows: matrix.rowCount, columns: matrix.columnCount + 1)
      for i in 0..<matrix.rowCount {
        for j in 0..<matrix.columnCount { wider[i, j] = matrix[i, j] }
        wider[i, matrix.columnCount] = 1
      }
      matrix = wider
    }
    let factors = rowFactors
    for i in 0..<matrix.rowCount where factors[i] != 1 {
      for j in 0..<matrix.columnCount { matrix[i, j] *= factors[i] }
    }
    var problem = DenseProblem(
      matrix: matrix, data: zip(measured.values, factors).map { $0 * $1 }, factors: factors,
      hasBaseline: hasBaseline, knownVariance: knownVariance)
    try problem.reduce()
    return problem
  }

  /// 1 over the error of each row, or the root of its weight.
  var rowFactors: [Double] {
    if let errors = measured.errors { return errors.map { 1 / $0 } }
    if let weights = measured.weights { return weights.map { $0.squareRoot() } }
    return [Double](repeating: 1, count: measured.times.count)
  }

  /// The prior's roots at a decay.
  func priorRoots(decay: Double) throws -> PriorRoots {
    switch prior {
    case .decaying:
      return try PriorRoots.decaying(
        unknown.knots, rate: decay, startsAtZero: startsAtZero, endsAtZero: endsAtZero)
    case .smooth:
      return PriorRoots.smooth(unknown.knots, startsAtZero: startsAtZero, endsAtZero: endsAtZero)
    case .none, .steps:
      let n = unknown.knots.count
      var roots = PriorRoots.none(n)
      if startsAtZero { roots.root[0, 0] = 0 }
      if endsAtZero { roots.root[n - 1, n - 1] = 0 }
      return roots
    }
  }

  /// Rates at which a decaying prior may die out: from a third of the span to the spacing of the knots.
  var decays: [Double] {
    let knots = unknown.knots
    let span = knots[knots.count - 1] - knots[0]
    let spacing = span / Double(max(knots.count - 1, 1))
    let (low, high) = (0.2 / span, max(0.5 / spacing, 1 / span))
    let count = 16
    return (0..<count).map { low * Double.pow(high / low, Double($0) / Double(count - 1)) }
  }
}
