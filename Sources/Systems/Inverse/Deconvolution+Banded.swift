internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// The estimate in O(N), where the response is a sum of exponentials on an even grid.
  func banded(_ problem: BandedProblem) throws -> Estimate {
    let (lambda, evaluations) = try penalty(problem)
    var variances = [Double](repeating: 0, count: level == nil ? 0 : problem.count)
    let solution = try BandedSolution(problem, lambda, wantsAnswers: level != nil) { factor in
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
    let variance = knownVariance ?? solution.misfit / Double(max(1, problem.degrees))
    let here = solution.restricted(problem, lambda, knownVariance: knownVariance)
    // The trace of the smoother, from the change of log det with log lambda.
    let h = 0.05
    let (above, below) = (
      try BandedSolution(problem, lambda * Double.exp(h)), try BandedSolution(problem, lambda * Double.exp(-h))
    )
    let slope = (above.logDeterminant - below.logDeterminant) / (2 * h)
    estimate.degreesUsed = Double(unknown.knots.count - (startsAtZero ? 1 : 0) + (hasBaseline ? 1 : 0)) - slope
    tellNoise(variance, degrees: problem.degrees, in: &estimate)
    if regularization == .automatic { estimate.criterion = criterion(problem, about: lambda, here) }
    if level != nil {
      addBorders(solution, problem, to: &variances)
      for k in variances.indices { variances[k] *= variance }
      if regularization == .automatic {
        let (up, down) = (
          above.restricted(problem, lambda * Double.exp(h), knownVariance: knownVariance),
          below.restricted(problem, lambda * Double.exp(-h), knownVariance: knownVariance)
        )
        Self.widen(
          &variances, by: problem.values(above.whole(problem)), problem.values(below.whole(problem)), step: h,
          curvature: (up - 2 * here + down) / (h * h))
      }
      estimate.deviations = variances.map { max(0, $0).squareRoot() }
    }
    if isNonnegative, values.contains(where: { $0 < 0 }) {
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
    let left = Double(problem.rows) - estimate.degreesUsed
    estimate.noise = left >= 1 ? (squares(leftBy: estimate.fitted) / left).squareRoot() : nil
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
}

extension BandedProblem: PenalizedProblem {
  var usualSize: Double {
    let size = numerator.reduce(0) { max($0, $1.magnitude) }
    return size * size / roughnessScale
  }

  func restricted(_ lambda: Double, knownVariance: Double?) -> Double? {
    (try? BandedSolution(self, lambda))?.restricted(self, lambda, knownVariance: knownVariance)
  }
}
