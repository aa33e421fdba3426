internal import NumericalMethods
internal import RealModule

/// A deconvolution of which the restricted likelihood is known for any size of the penalty.
protocol PenalizedProblem {
  /// The problem of a deconvolution; nil where it is not of this structure.
  ///
  /// - Throws: what sampling throws.
  init?(_ problem: Deconvolution) throws
  /// A size of the penalty that neither hides the data nor follows them.
  var usualSize: Double { get }
  /// −2 log of the restricted likelihood; nil where the rows don't tell what has no prior.
  func restricted(_ lambda: Double, knownVariance: Double?) -> Double?
}

/// What every way of solving a smooth deconvolution does with the size of its penalty and with its errors.
extension Deconvolution {
  /// The variance of a row over its error's square, where the errors are known.
  var knownVariance: Double? { measured.errors == nil ? nil : 1 }

  /// The size of the penalty that is given, or the likeliest, and how many were tried for all rows.
  func penalty<Problem: PenalizedProblem>(_ problem: Problem) throws -> (lambda: Double, evaluations: Int) {
    if case .fixed(let size) = regularization { return (size, 0) }
    var place = try beginning(problem)
    // What a part of many rows says lies near what all say: few of all are then enough.
    var reach = 3.0
    if let part: Problem = try first(Self.someRows, of: problem) {
      place = likeliest(part, about: place, reach, tolerance: 1e-2).place
      reach = 0.5
    }
    var (found, evaluations) = likeliest(problem, about: place, reach, tolerance: 1e-4)
    if reach < 3, (found - place).magnitude > 0.9 * reach {
      let again = likeliest(problem, about: found, 3, tolerance: 1e-4)
      (found, evaluations) = (again.place, evaluations + again.evaluations)
    }
    return (Double.exp(found), evaluations)
  }

  /// How many rows say where the search for the penalty of more begins, and of how many its part is that says it better.
  private static let (fewRows, someRows) = (4_000, 64_000)

  /// The likeliest log lambda between two ends.
  private func likeliest(
    _ problem: some PenalizedProblem, about center: Double, _ reach: Double, tolerance: Double
  ) -> (place: Double, evaluations: Int) {
    var evaluations = 0
    let found = Bracket.minimum(from: center - reach, to: center + reach, tolerance: tolerance) {
      evaluations += 1
      return problem.restricted(Double.exp($0), knownVariance: knownVariance) ?? .infinity
    }
    return (found.place, evaluations)
  }

  /// The problem of the first rows; nil where there are not many more.
  private func first<Problem: PenalizedProblem>(_ most: Int, of problem: Problem) throws -> Problem? {
    guard unknown.knots.count > 4 * most || most == Self.fewRows && unknown.knots.count > most else { return nil }
    var copy = self
    copy.unknown = try Unknown(knots: Array(unknown.knots.prefix(most)), shape: unknown.shape)
    let kept = measured.times.prefix { $0 <= copy.unknown.knots[most - 1] }.indices
    copy.measured = measured.rows(Array(kept))
    return kept.count > most / 4 ? try Problem(copy) : nil
  }

  /// log lambda at which a search begins: the best of a coarse grid, for the first rows of many.
  private func beginning<Problem: PenalizedProblem>(_ problem: Problem) throws -> Double {
    let part = try first(Self.fewRows, of: problem) ?? problem
    let center = Double.log(part.usualSize)
    var best: (value: Double, place: Double) = (.infinity, center)
    for k in -16...20 {
      let place = center + 2 * Double(k)
      guard let value = part.restricted(Double.exp(place), knownVariance: knownVariance) else { continue }
      if value < best.value { best = (value, place) }
    }
    return best.place
  }

  /// How much less likely a size of the penalty e times smaller is, and one e times larger.
  func criterion(_ problem: some PenalizedProblem, about lambda: Double, _ here: Double) -> (Double, Double) {
    func change(_ step: Double) -> Double {
      (problem.restricted(Double.exp(Double.log(lambda) + step), knownVariance: knownVariance) ?? .infinity) - here
    }
    return (change(-1), change(1))
  }

  /// The squares of what a fit leaves, over the rows' errors.
  func squares(leftBy fitted: [Double]) -> Double {
    var sum = 0.0
    for ((y, f), factor) in zip(zip(measured.values, fitted), rowFactors) { sum += (y - f) * (y - f) * factor * factor }
    return sum
  }

  /// Says the noise: what the likelihood gives, or, of errors that are known, how large the residuals are over them.
  ///
  /// - Parameters:
  ///   - unit: the likelihood's variance of a row.
  ///   - degrees: the rows less what is not penalised.
  func tellNoise(_ unit: Double, degrees: Int, in estimate: inout Estimate) {
    guard knownVariance != nil else {
      estimate.noise = unit.squareRoot()
      estimate.bandDegrees = Double(max(1, degrees - 1))
      return
    }
    let left = max(1, Double(measured.times.count) - estimate.degreesUsed)
    estimate.noise = (squares(leftBy: estimate.fitted) / left).squareRoot()
  }

  /// Adds to variances what the doubt in the penalty's size adds: the change of each number with log lambda, squared,
  /// over half of the likelihood's second derivative.
  static func widen(
    _ variances: inout [Double], by above: [Double], _ below: [Double], step h: Double, curvature second: Double
  ) {
    guard second > 1e-3 else { return }
    for k in variances.indices {
      let change = (above[k] - below[k]) / (2 * h)
      variances[k] += change * change * 2 / second
    }
  }
}

extension Deconvolution.Measured {
  /// Some of the rows.
  func rows(_ kept: [Int]) -> Deconvolution.Measured {
    .init(
      times: kept.map { times[$0] }, values: kept.map { values[$0] }, errors: errors.map { errors in kept.map { errors[$0] } },
      weights: weights.map { weights in kept.map { weights[$0] } })
  }
}
