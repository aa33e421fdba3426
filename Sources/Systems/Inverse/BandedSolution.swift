internal import NumericalMethods
internal import RealModule

/// The minimiser of a band problem for one size of the penalty, and what its likelihood needs.
struct BandedSolution {
  /// w without its first value.
  var band: [Double]
  /// The numbers of the borders: the first value of w, the baseline.
  var border: [Double]
  /// The least of Σ w (y − fit)^2 + lambda roughness.
  var misfit: Double
  /// log det of the normal equations.
  var logDeterminant: Double
  /// −A^-1 C for each border, where variances are wanted, and the inverse of what is left of the borders.
  var answers: [[Double]] = []
  var inverse: Matrix

  /// Solves the problem; gives the factor to `use` where something more is wanted of it.
  init(
    _ problem: BandedProblem, _ lambda: Double, wantsAnswers: Bool = false,
    use: (borrowing BandedFactor) -> Void = { _ in }
  ) throws {
    let factor = try problem.factor(lambda)
    band = problem.pull
    band.withUnsafeMutableBufferPointer { if let x = $0.baseAddress { factor.forward(x) } }
    // With y = L^-1 c of each column: c' A^-1 d = y' D^-1 z.
    var columns = problem.borderColumns(lambda)
    for a in columns.indices {
      columns[a].withUnsafeMutableBufferPointer { if let x = $0.baseAddress { factor.forward(x) } }
    }
    var rest = problem.rests
    var square = problem.borderSquare(lambda)
    for a in columns.indices {
      rest[a] -= factor.product(columns[a], band)
      for b in columns.indices { square[a, b] -= factor.product(columns[a], columns[b]) }
    }
    logDeterminant = factor.logDeterminant
    inverse = Matrix(rows: columns.count, columns: columns.count)
    border = []
    if !columns.isEmpty {
      let borderFactor = try CholeskyFactor(square)
      logDeterminant += borderFactor.logDeterminant
      inverse = try borderFactor.solve(.identity(columns.count))
      border = inverse * rest
      for (column, value) in zip(columns, border) {
        for k in band.indices { band[k] -= value * column[k] }
      }
    }
    band.withUnsafeMutableBufferPointer { if let x = $0.baseAddress { factor.backward(x) } }
    // From the solution itself: a difference of large squares would lose what little is left.
    misfit = problem.cost(band, border, lambda)
    use(factor)
    guard wantsAnswers else { return }
    for a in columns.indices {
      columns[a].withUnsafeMutableBufferPointer { x in
        if let x = x.baseAddress { factor.backward(x) }
        for k in x.indices { x[k] = -x[k] }
      }
    }
    answers = columns
  }

  /// All of w, the first included.
  func whole(_ problem: BandedProblem) -> [Double] { [problem.hasFirst ? border[0] : 0] + band }

  /// −2 log of the restricted likelihood.
  func restricted(_ problem: BandedProblem, _ lambda: Double, knownVariance: Double?) -> Double {
    let spread = logDeterminant - Double(problem.count - 2) * Double.log(lambda)
    if let knownVariance { return misfit / knownVariance + spread }
    return Double(problem.degrees) * Double.log(max(misfit, .leastNormalMagnitude)) + spread
  }
}

extension BandedProblem {
  /// The rows less what is free.
  var degrees: Int { rows - (hasFirst ? 2 : 1) - (borders.count - (hasFirst ? 1 : 0)) }
}
