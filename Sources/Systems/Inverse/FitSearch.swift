internal import NumericalMethods
internal import RealModule

/// The search for the best parameters: starts, eliminated parameters, weights that depend on the result.
struct FitSearch {
  /// Where a search ended, and with what weights.
  struct Found {
    var solution: VariableProjection.Solution
    /// One over the standard error of each measurement.
    var weights: [Double]
    var projection: VariableProjection
    var made = 1
    var reached = 1
  }

  let model: FitModel
  let measurements: FitMeasurements
  let options: FitOptions
  let starting: FitStarts

  init(_ model: FitModel, _ measurements: FitMeasurements, _ options: FitOptions) {
    self.model = model
    self.measurements = measurements
    self.options = options
    starting = FitStarts(model.parameters, times: measurements.times, seed: options.seed)
  }

  /// The steps that a start may take at first, and how many that have not ended by then go on.
  private static let (briefSteps, mostContinued) = (40, 4)

  private var count: Int { model.parameters.count }

  /// The best of all starts.
  ///
  /// - Throws: `FitError`, `NumericalError`.
  func best() throws -> Found {
    let weights = FitWeights(measurements, options).initial
    var firstStart = starting.first
    let linear = try eliminated(at: &firstStart)
    let projection = self.projection(weights: weights, linear: linear)
    let isGuessed = model.parameters.indices.allSatisfy {
      if case .value = model.parameters[$0].guess { true } else { linear.contains($0) }
    }
    let first = try projection.solve(from: firstStart)
    var ended = first.map { [$0] } ?? []
    var made = ended.count
    let wanted = options.starts ?? (isGuessed && first?.isConverged == true ? 1 : 32)
    if wanted > 1, linear.count < count {
      // A few steps from everywhere tell which places are worth going on from.
      var brief = projection
      brief.method.limit = Self.briefSteps
      var tried: [VariableProjection.Solution] = []
      for start in try chosen(wanted - 1, projection) {
        if let next = try brief.solve(from: start) { tried.append(next) }
      }
      made += tried.count
      tried.sort { $0.sumOfSquares < $1.sumOfSquares }
      for (place, next) in tried.enumerated() {
        if next.isConverged {
          ended.append(next)
        } else if place < Self.mostContinued, let further = try projection.solve(from: next.parameters) {
          ended.append(further)
        }
      }
    }
    let converged = ended.filter(\.isConverged)
    guard let best = converged.min(by: { $0.sumOfSquares < $1.sumOfSquares }) else {
      throw FitError.notConverged(starts: max(made, 1))
    }
    let floor = 1e-20 * measurements.values.reduce(0) { $0 + $1 * $1 }
    let reached = converged.filter { $0.sumOfSquares <= best.sumOfSquares * (1 + 1e-6) + floor }.count
    var found = try settled(best, weights, linear)
    (found.made, found.reached) = (made, reached)
    return options.noise == .white ? found : try correlated(found)
  }

  /// The search once more from given parameters.
  func refined(from start: [Double]) throws -> Found? {
    let weights = FitWeights(measurements, options).initial
    var place = Array(start.prefix(count))
    let linear = try eliminated(at: &place)
    guard let solution = try projection(weights: weights, linear: linear).solve(from: place) else { return nil }
    let found = try settled(solution, weights, linear)
    return options.noise == .white ? found : try correlated(found)
  }

  /// The parameters to eliminate: those without limits in which the values are linear.
  private func eliminated(at start: inout [Double]) throws -> [Int] {
    let candidates = model.parameters.indices.filter {
      model.parameters[$0].limits == -.infinity ... .infinity
    }
    let residuals = ParametricResiduals(count: count) { place, wanted in
      let (values, columns) = try model.evaluate(place, wanted)
      return (values, columns)
    }
    var reason = "the values are not finite"
    for attempt in 0..<50 {
      do {
        let values = try model.evaluate(start, []).values
        if values.allSatisfy(\.isFinite) { return try residuals.linear(at: start, among: candidates) }
      } catch {
        reason = "\(error)"
      }
      start = starting.drawn(attempt)
    }
    throw FitError.noStart(reason)
  }

  /// The most promising of many places, by their sums of squares as they are.
  private func chosen(_ wanted: Int, _ projection: VariableProjection) throws -> [[Double]] {
    var scored: [(sum: Double, start: [Double])] = []
    for k in 0..<wanted * 4 {
      let start = starting.drawn(k)
      if let sum = projection.sumOfSquares(at: start) { scored.append((sum, start)) }
    }
    return scored.sorted { $0.sum < $1.sum }.prefix(wanted).map(\.start)
  }

  /// The search for weights that stay as they are.
  private func projection(weights: [Double], linear: [Int]) -> VariableProjection {
    let residuals = ParametricResiduals(count: count) { parameters, wanted in
      let (values, columns) = try model.evaluate(parameters, wanted)
      return (
        values.indices.map { (values[$0] - measurements.values[$0]) * weights[$0] },
        columns.map { column in column.indices.map { column[$0] * weights[$0] } }
      )
    }
    return VariableProjection(residuals, linear: linear, coordinates: coordinates)
  }

  private var coordinates: [Coordinate] {
    model.parameters.map {
      Coordinate(limits: $0.limits, isLogarithmic: $0.limits.lowerBound >= 0 && $0.limits.upperBound > 0)
    }
  }

  /// The same with weights that follow the fitted values and the residuals, until they no longer change anything.
  private func settled(
    _ start: VariableProjection.Solution, _ weights: [Double], _ linear: [Int]
  ) throws -> Found {
    var found = Found(
      solution: start, weights: weights, projection: projection(weights: weights, linear: linear))
    let rule = FitWeights(measurements, options)
    guard rule.followsFit else { return found }
    for _ in 0..<500 {
      let values = try model.evaluate(found.solution.parameters, []).values
      let next = try rule.weights(fitted: values)
      let projection = self.projection(weights: next, linear: linear)
      guard let solution = try projection.solve(from: found.solution.parameters), solution.isConverged else {
        throw FitError.notConverged(starts: 1)
      }
      let moved = zip(solution.parameters, found.solution.parameters).contains {
        ($0 - $1).magnitude > 1e-10 * max($0.magnitude, $1.magnitude)
      }
      found = Found(solution: solution, weights: next, projection: projection)
      if !moved { return found }
    }
    throw FitError.notConverged(starts: 1)
  }

  /// The fit with the correlation time of the errors as one more parameter.
  private func correlated(_ white: Found) throws -> Found {
    let order = ContinuousAutoregression(times: measurements.times)
    let weights = white.weights
    let residuals = ParametricResiduals(count: count + 1) { parameters, wanted in
      let time = parameters[count]
      let own = wanted.filter { $0 < count }
      let (values, columns) = try model.evaluate(Array(parameters.prefix(count)), own)
      let plain = values.indices.map { (values[$0] - measurements.values[$0]) * weights[$0] }
      let factor = order.factor(time: time)
      func whitened(_ column: [Double]) -> [Double] { order.whitened(column, time: time).map { $0 * factor } }
      var next = columns.map { column in whitened(column.indices.map { column[$0] * weights[$0] }) }[...]
      return (
        whitened(plain),
        wanted.map { $0 == count ? order.derivative(plain, time: time) : next.removeFirst() }
      )
    }
    let spacings = order.distances.filter(\.isFinite).sorted()
    let usual = spacings.isEmpty ? 1 : spacings[spacings.count / 2]
    let projection = VariableProjection(
      residuals, linear: white.projection.linear,
      coordinates: coordinates + [Coordinate(limits: 0 ... .infinity, isLogarithmic: true)])
    var best: VariableProjection.Solution?
    for scale in [0.5, 2, 10, 50] {
      let start = white.solution.parameters + [usual * scale]
      guard let next = try projection.solve(from: start), next.isConverged else { continue }
      if next.sumOfSquares < best?.sumOfSquares ?? .infinity { best = next }
    }
    guard let best else { throw FitError.notConverged(starts: 4) }
    return Found(
      solution: best, weights: weights, projection: projection, made: white.made, reached: white.reached)
  }
}
