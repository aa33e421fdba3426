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
  /// −A^-1 C for each border, and the inverse of what is left of the borders.
  var answers: [[Double]]
  var inverse: Matrix

  /// Solves the problem; gives the factor to `use` where something more is wanted of it.
  init(
    _ problem: BandedProblem, _ lambda: Double, use: (borrowing BandedFactor) -> Void = { _ in }
  ) throws {
    let factor = try problem.factor(lambda)
    let weighted = zip(problem.data, problem.weights).map { $0 * $1 }
    band = problem.backward(weighted)
    let columns = problem.borderColumns(lambda)
    let right = band
    _ = band.withUnsafeMutableBufferPointer { $0.baseAddress.map { factor.solve($0) } ?? 0 }
    var rest = problem.borders.map { border in
      zip(border, weighted).reduce(0) { $0 + $1.0 * $1.1 }
    }
    var square = problem.borderSquare(lambda)
    answers = []
    for (a, column) in columns.enumerated() {
      var answer = column
      _ = answer.withUnsafeMutableBufferPointer { $0.baseAddress.map { factor.solve($0) } ?? 0 }
      rest[a] -= zip(answer, right).reduce(0) { $0 + $1.0 * $1.1 }
      for b in columns.indices {
        square[a, b] -= zip(answer, columns[b]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      answers.append(answer.map { -$0 })
    }
    logDeterminant = factor.logDeterminant
    inverse = Matrix(rows: columns.count, columns: columns.count)
    border = []
    if !columns.isEmpty {
      let borderFactor = try CholeskyFactor(square)
      logDeterminant += borderFactor.logDeterminant
      inverse = try borderFactor.solve(.identity(columns.count))
      border = inverse * rest
      for (answer, value) in zip(answers, border) {
        for k in band.indices { band[k] += value * answer[k] }
      }
    }
    // From the solution itself: a difference of large squares would lose what little is left.
    misfit = problem.cost(band, border, lambda)
    use(factor)
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
