internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// How far a solution goes that is printed, and one that only says where to go on.
  private static let (fine, coarse) = (1e-11, 1e-5)

  /// The estimate by transforms and conjugate gradients, on an even grid.
  func transformed(_ problem: ToeplitzProblem) throws -> Estimate {
    func variance(_ solution: ToeplitzProblem.Solution) -> Double {
      knownVariance ?? solution.misfit / Double(max(1, problem.degrees))
    }
    /// The derivative of −2 log of the restricted likelihood by log lambda.
    func slope(_ lambda: Double, _ solution: ToeplitzProblem.Solution) -> Double {
      solution.penalty / variance(solution) - (problem.degreesUsed(lambda) - Double(problem.free))
    }
    var logarithm: Double
    var start: [Double]?
    if case .fixed(let size) = regularization {
      logarithm = Double.log(size)
    } else {
      (logarithm, start) = likeliest(problem, slope)
    }
    let lambda = Double.exp(logarithm)
    let solution = problem.solution(lambda, from: start, tolerance: Deconvolution.fine)
    var estimate = Estimate(
      values: solution.values, baseline: hasBaseline ? solution.baseline : nil,
      fitted: problem.places.map { solution.output[$0] }, degreesUsed: problem.degreesUsed(lambda),
      method: "", choice: regularization == .automatic ? "restricted maximum likelihood" : "given")
    estimate.lambda = lambda
    let unit = variance(solution)
    tellNoise(unit, degrees: problem.degrees, in: &estimate)
    if level != nil {
      var variances = try conditional(problem, lambda).map { unit * $0 }
      if regularization == .automatic {
        let h = 0.1
        let near = [h, -h].map { shift in
          let size = lambda * Double.exp(shift)
          let near = problem.solution(size, from: solution.values, tolerance: 1e-8)
          return (values: near.values, slope: slope(size, near))
        }
        Self.widen(
          &variances, by: near[0].values, near[1].values, step: h, curvature: (near[0].slope - near[1].slope) / (2 * h))
      }
      estimate.deviations = variances.map { max(0, $0).squareRoot() }
    }
    estimate.method = "FFT, \(problem.steps) conjugate gradients"
    if problem.remainder > 1e-7 {
      estimate.notes.append("the conjugate gradients left \(SystemsError.text(problem.remainder)) of the right side")
    }
    return estimate
  }

  /// log lambda at which the likelihood's slope is 0, and the minimiser there.
  private func likeliest(
    _ problem: ToeplitzProblem, _ slope: (Double, ToeplitzProblem.Solution) -> Double
  ) -> (Double, [Double]?) {
    var place = problem.beginning(knownVariance: knownVariance)
    var start: [Double]?
    func value(_ place: Double) -> Double {
      let size = Double.exp(place)
      let solution = problem.solution(size, from: start, tolerance: Deconvolution.coarse)
      start = solution.values
      return slope(size, solution)
    }
    // Downhill from where the frequencies point, until the slope has changed its sign; then between the two.
    var here = value(place)
    let direction = here > 0 ? -1.0 : 1.0
    var (last, lastSlope) = (place, here)
    var width = 0.5
    while here * direction < 0, width < 64 {
      (last, lastSlope) = (place, here)
      place += direction * width
      width *= 2
      here = value(place)
    }
    guard here * direction >= 0 else { return (place, start) }
    var (low, high) = ((last, lastSlope), (place, here))
    for _ in 0..<30 where (high.0 - low.0).magnitude > 2e-3 {
      let share = low.1 / (low.1 - high.1)
      let next = low.0 + (high.0 - low.0) * min(max(share, 0.1), 0.9)
      let found = value(next)
      if found * direction < 0 { low = (next, found) } else { high = (next, found) }
      place = next
    }
    return (place, start)
  }

  /// The variance of each number over sigma^2: the circle's in the middle, that of single solutions towards the ends.
  private func conditional(_ problem: ToeplitzProblem, _ lambda: Double) throws -> [Double] {
    let n = unknown.knots.count
    guard problem.isUniform else {
      throw SystemsError.tooLarge(
        what: "a band where rows are missing, doubled or of unequal weight needs a matrix, which", size: Double(n))
    }
    let middle = problem.middleVariance(lambda)
    var variances = [Double](repeating: middle, count: n)
    // Where every row sees every number a solution costs most: a few must do.
    let isLong = 2 * (problem.reach.upperBound - problem.reach.lowerBound) > n
    for isFirst in [true, false] {
      let part = try end(problem, isFirst: isFirst).flatMap { try ToeplitzProblem($0) } ?? problem
      var points: [(offset: Int, value: Double)] = []
      var offset = 0
      while offset < part.count / 2 {
        let value = part.variance(lambda, at: isFirst ? offset : part.count - 1 - offset)
        points.append((offset, value))
        if offset > 2, (value / middle - 1).magnitude < 0.02 { break }
        offset = offset == 0 ? 1 : max(offset + 1, isLong ? offset * 3 : offset * 3 / 2)
      }
      for (a, b) in zip(points, points.dropFirst()) {
        for k in a.offset..<b.offset {
          let share = Double(k - a.offset) / Double(b.offset - a.offset)
          variances[isFirst ? k : n - 1 - k] = max(a.value, 1e-300) * Double.pow(max(b.value, 1e-300) / max(a.value, 1e-300), share)
        }
      }
    }
    return variances
  }

  /// The problem of the first, or of the last, few thousand knots; nil where it would not be much smaller.
  private func end(_ problem: ToeplitzProblem, isFirst: Bool) throws -> Deconvolution? {
    let most = 1 << 14
    let n = unknown.knots.count
    guard n > 2 * most, 4 * (problem.reach.upperBound - problem.reach.lowerBound) < most else { return nil }
    var copy = self
    copy.unknown = try Unknown(
      knots: Array(isFirst ? unknown.knots.prefix(most) : unknown.knots.suffix(most)), shape: unknown.shape)
    // Rows that only knots of this part reach.
    let kept = problem.places.indices.filter { k in
      isFirst
        ? problem.places[k] <= most - 1 + problem.reach.lowerBound
        : problem.places[k] >= n - most + problem.reach.upperBound
    }
    guard kept.count >= 16 else { return nil }
    copy.measured = measured.rows(kept)
    return copy
  }
}
