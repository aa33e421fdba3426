internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// The estimate by a filter through states and the way back, where the response is a sum of exponentials.
  ///
  /// - Throws: `SystemsError.undefined` where the rows don't tell a straight line.
  func filtered(_ problem: StateSpaceProblem) throws -> Estimate {
    let (lambda, evaluations) = try penalty(problem)
    let solution = try StateSpaceSolution(problem, lambda, smooths: true, wantsVariances: level != nil)
    let here = solution.restricted(problem, knownVariance: knownVariance)
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
    let variance = knownVariance ?? solution.misfit / Double(max(1, problem.degrees))
    tellNoise(variance, degrees: problem.degrees, in: &estimate)
    if regularization == .automatic { estimate.criterion = criterion(problem, about: lambda, here) }
    guard level != nil else { return estimate }
    var variances = solution.variances.map { variance * $0 }
    if isSpread {
      let sides = near.map { $0.restricted(problem, knownVariance: knownVariance) }
      Self.widen(
        &variances, by: near[0].values, near[1].values, step: h, curvature: (sides[0] - 2 * here + sides[1]) / (h * h))
    }
    estimate.deviations = variances.map { max(0, $0).squareRoot() }
    return estimate
  }
}

extension StateSpaceProblem: PenalizedProblem {
  func restricted(_ lambda: Double, knownVariance: Double?) -> Double? {
    (try? StateSpaceSolution(self, lambda))?.restricted(self, knownVariance: knownVariance)
  }
}
