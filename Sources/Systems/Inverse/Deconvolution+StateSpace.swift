internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// The estimate by a filter through states and the way back, where the response is a sum of exponentials.
  ///
  /// - Throws: `SystemsError.undefined` where the rows don't tell a straight line.
  func filtered(_ problem: StateSpaceProblem) throws -> Estimate {
    let known: Double? = measured.errors == nil ? nil : 1
    func criterion(_ logarithm: Double) -> Double {
      guard let solution = try? StateSpaceSolution(problem, Double.exp(logarithm)) else { return .infinity }
      return solution.restricted(problem, knownVariance: known)
    }
    var logarithm: Double
    var evaluations = 0
    if case .fixed(let size) = regularization {
      logarithm = Double.log(size)
    } else {
      let start = try beginning(problem)
      logarithm = Bracket.minimum(from: start - 3, to: start + 3, tolerance: 1e-4) {
        evaluations += 1
        return criterion($0)
      }.place
    }
    let lambda = Double.exp(logarithm)
    let solution = try StateSpaceSolution(problem, lambda, smooths: true, wantsVariances: level != nil)
    let here = solution.restricted(problem, knownVariance: known)
    let h = 0.05
    let isSpread = level != nil && regularization == .automatic
    let near = try [h, -h].map {
      try StateSpaceSolution(problem, lambda * Double.exp($0), smooths: isSpread)
    }
    var fitted = try ForwardMatrix.values(self.known.convolved(with: unknown.signal(solution.values)), measured.times)
    for k in fitted.indices { fitted[k] += solution.baseline }
    var estimate = Estimate(
      values: solution.values, baseline: hasBaseline ? solution.baseline : nil, fitted: fitted,
      degreesUsed: Double(problem.free) - (near[0].logDeterminant - near[1].logDeterminant) / (2 * h),
      method: "Kalman smoother, O(N), \(problem.order) states, \(evaluations + 3) passes",
      choice: regularization == .automatic ? "restricted maximum likelihood" : "given")
    estimate.lambda = lambda
    let variance = known ?? solution.misfit / Double(max(1, problem.degrees))
    if known == nil {
      estimate.noise = variance.squareRoot()
      estimate.bandDegrees = Double(max(1, problem.degrees - 1))
    } else {
      var sum = 0.0
      for ((y, f), factor) in zip(zip(measured.values, estimate.fitted), rowFactors) {
        sum += (y - f) * (y - f) * factor * factor
      }
      estimate.noise = (sum / max(1, Double(measured.times.count) - estimate.degreesUsed)).squareRoot()
    }
    if regularization == .automatic {
      estimate.criterion = (criterion(logarithm - 1) - here, criterion(logarithm + 1) - here)
    }
    guard level != nil else { return estimate }
    var variances = solution.variances.map { variance * $0 }
    if isSpread {
      let second =
        (near[0].restricted(problem, knownVariance: known) - 2 * here
          + near[1].restricted(problem, knownVariance: known)) / (h * h)
      if second > 1e-3 {
        for k in variances.indices {
          let change = (near[0].values[k] - near[1].values[k]) / (2 * h)
          variances[k] += change * change * 2 / second
        }
      }
    }
    estimate.deviations = variances.map { max(0, $0).squareRoot() }
    return estimate
  }

  /// log lambda at which a search begins: the best of a coarse grid, for the first rows of many.
  private func beginning(_ problem: StateSpaceProblem) throws -> Double {
    let most = 4_000
    var part = problem
    if unknown.knots.count > most {
      var copy = self
      copy.unknown = try Unknown(knots: Array(unknown.knots.prefix(most)), shape: unknown.shape)
      let kept = measured.times.indices.filter { measured.times[$0] <= copy.unknown.knots[most - 1] }
      copy.measured = Measured(
        times: kept.map { measured.times[$0] }, values: kept.map { measured.values[$0] },
        errors: measured.errors.map { errors in kept.map { errors[$0] } },
        weights: measured.weights.map { weights in kept.map { weights[$0] } })
      if kept.count > most / 4, let first = try StateSpaceProblem(copy) { part = first }
    }
    let known: Double? = measured.errors == nil ? nil : 1
    var best: (value: Double, place: Double) = (.infinity, Double.log(part.usualSize))
    for k in -16...20 {
      let place = Double.log(part.usualSize) + 2 * Double(k)
      guard let solution = try? StateSpaceSolution(part, Double.exp(place)) else { continue }
      let value = solution.restricted(part, knownVariance: known)
      if value < best.value { best = (value, place) }
    }
    return best.place
  }
}
