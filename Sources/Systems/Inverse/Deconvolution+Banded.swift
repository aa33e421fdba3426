internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// The estimate in O(N), where the response is a sum of exponentials on an even grid.
  func banded(_ problem: BandedProblem) throws -> Estimate {
    let known: Double? = measured.errors == nil ? nil : 1
    func criterion(_ logarithm: Double) -> Double {
      let lambda = Double.exp(logarithm)
      guard let solution = try? BandedSolution(problem, lambda) else { return .infinity }
      return solution.restricted(problem, lambda, knownVariance: known)
    }
    let lambda: Double
    var evaluations = 0
    if case .fixed(let size) = regularization {
      lambda = size
    } else {
      let start = try beginning(problem)
      let found = Bracket.minimum(from: start - 3, to: start + 3, tolerance: 1e-4) {
        evaluations += 1
        return criterion($0)
      }
      lambda = Double.exp(found.place)
    }
    var variances = [Double](repeating: 0, count: level == nil ? 0 : problem.count)
    let solution = try BandedSolution(problem, lambda) { factor in
      guard level != nil else { return }
      variances.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { factor.variances(of: problem.denominator, into: base + 1) }
      }
    }
    let values = problem.values(solution.whole(problem))
    let places = measured.times.map { Int((($0 - unknown.knots[0]) / (unknown.knots[1] - unknown.knots[0])).rounded()) }
    let fit = problem.fit(solution.band, solution.border)
    var estimate = Estimate(
      values: values, baseline: hasBaseline ? solution.border.last : nil, fitted: places.map { fit[$0] },
      degreesUsed: 0,
      method: "band matrix of half width \(problem.width) for \(problem.denominator.count - 1) "
        + "exponential\(problem.denominator.count == 2 ? "" : "s"), O(N), \(evaluations + 1) factors",
      choice: regularization == .automatic ? "restricted maximum likelihood" : "given")
    estimate.lambda = lambda
    let variance = known ?? solution.misfit / Double(max(1, problem.degrees))
    if known == nil {
      estimate.noise = variance.squareRoot()
      estimate.bandDegrees = Double(max(1, problem.degrees - 1))
    }
    let logarithm = Double.log(lambda)
    let here = solution.restricted(problem, lambda, knownVariance: known)
    // The trace of the smoother, from the change of log det with log lambda.
    let h = 0.05
    let (above, below) = (
      try BandedSolution(problem, lambda * Double.exp(h)), try BandedSolution(problem, lambda * Double.exp(-h))
    )
    let slope = (above.logDeterminant - below.logDeterminant) / (2 * h)
    estimate.degreesUsed = Double(unknown.knots.count - (startsAtZero ? 1 : 0) + (hasBaseline ? 1 : 0)) - slope
    if known != nil {
      var sum = 0.0
      for ((y, f), factor) in zip(zip(measured.values, estimate.fitted), rowFactors) {
        sum += (y - f) * (y - f) * factor * factor
      }
      estimate.noise = (sum / max(1, Double(problem.rows) - estimate.degreesUsed)).squareRoot()
    }
    if regularization == .automatic {
      estimate.criterion = (criterion(logarithm - 1) - here, criterion(logarithm + 1) - here)
    }
    if level != nil {
      addBorders(solution, problem, to: &variances)
      for k in variances.indices { variances[k] *= variance }
      if regularization == .automatic {
        let (up, down) = (
          above.restricted(problem, lambda * Double.exp(h), knownVariance: known),
          below.restricted(problem, lambda * Double.exp(-h), knownVariance: known)
        )
        let second = (up - 2 * here + down) / (h * h)
        if second > 1e-3 {
          let (a, b) = (problem.values(above.whole(problem)), problem.values(below.whole(problem)))
          for k in variances.indices {
            let change = (a[k] - b[k]) / (2 * h)
            variances[k] += change * change * 2 / second
          }
        }
      }
      estimate.deviations = variances.map { max(0, $0).squareRoot() }
    }
    if isNonnegative {
      let bounded = try InteriorPoint(problem, lambda: lambda, start: values)
      estimate.values = bounded.values
      let fit = problem.fit(bounded.band, bounded.border)
      estimate.fitted = places.map { fit[$0] }
      if hasBaseline { estimate.baseline = bounded.border.last }
      estimate.method += "; bounds by an interior point, \(bounded.iterations) factors"
      if bounded.gap > 1e-8 {
        estimate.notes.append("the bounds' solution is the best reached, a relative gap of \(bounded.gap) is left")
      }
    }
    return estimate
  }

  /// Numbers of which nothing is believed but that none is negative.
  func bounded(_ problem: BandedProblem) throws -> Estimate {
    // A penalty that nobody sees keeps the band definite where rows are missing.
    let size = problem.numerator.reduce(0) { max($0, $1.magnitude) }
    let lambda = 1e-14 * size * size / problem.roughnessScale
    let found = try InteriorPoint(
      problem, lambda: lambda, start: problem.data.map { $0 / max(size, .leastNormalMagnitude) })
    let places = measured.times.map { Int((($0 - unknown.knots[0]) / (unknown.knots[1] - unknown.knots[0])).rounded()) }
    let fit = problem.fit(found.band, found.border)
    var estimate = Estimate(
      values: found.values, baseline: hasBaseline ? found.border.last : nil, fitted: places.map { fit[$0] }, degreesUsed: 0,
      method: "band matrix of half width \(problem.width), O(N); bounds by an interior point, \(found.iterations) factors",
      choice: "none")
    estimate.degreesUsed = freeNumbers(estimate)
    var sum = 0.0
    for ((y, f), factor) in zip(zip(measured.values, estimate.fitted), rowFactors) { sum += (y - f) * (y - f) * factor * factor }
    let left = Double(problem.rows) - estimate.degreesUsed
    estimate.noise = left >= 1 ? (sum / left).squareRoot() : nil
    if found.gap > 1e-8 {
      estimate.notes.append("the bounds' solution is the best reached, a relative gap of \(SystemsError.text(found.gap)) is left")
    }
    return estimate
  }

  /// What the borders add to the variance: those of the first value and of a baseline.
  private func addBorders(
    _ solution: BandedSolution, _ problem: BandedProblem, to variances: inout [Double]
  ) {
    let answers = solution.answers.enumerated().map { index, answer in
      problem.values([problem.hasFirst && index == 0 ? 1 : 0] + answer)
    }
    for k in variances.indices {
      for a in answers.indices {
        for b in answers.indices { variances[k] += answers[a][k] * answers[b][k] * solution.inverse[a, b] }
      }
    }
  }

  /// log lambda at which a search begins: the best of a coarse grid, for the first rows of many.
  private func beginning(_ problem: BandedProblem) throws -> Double {
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
      if kept.count > most / 4, let first = try BandedProblem(copy) { part = first }
    }
    let known: Double? = measured.errors == nil ? nil : 1
    let size = part.numerator.reduce(0) { max($0, $1.magnitude) }
    let center = Double.log(size * size / part.roughnessScale)
    var best: (value: Double, place: Double) = (.infinity, center)
    for k in -16...20 {
      let place = center + 2 * Double(k)
      guard let solution = try? BandedSolution(part, Double.exp(place)) else { continue }
      let value = solution.restricted(part, Double.exp(place), knownVariance: known)
      if value < best.value { best = (value, place) }
    }
    return best.place
  }
}
