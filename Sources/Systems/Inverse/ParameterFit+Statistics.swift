internal import NumericalMethods
internal import RealModule

extension ParameterFit {
  /// What a search's end says of the parameters.
  init(
    _ found: FitSearch.Found, _ search: FitSearch, _ model: FitModel, _ measurements: FitMeasurements,
    _ options: FitOptions
  ) throws {
    let count = model.parameters.count
    let all = found.solution.parameters
    let own = Array(all.prefix(count))
    let (values, columns) = try model.evaluate(own, Array(0..<count))
    let weighted = try found.projection.model.evaluate(all, Array(all.indices))
    var residuals = weighted.residuals
    var jacobian = weighted.columns
    if options.noise != .white {
      let factor = ContinuousAutoregression(times: measurements.times).factor(time: all[count])
      residuals = residuals.map { $0 / factor }
      jacobian = jacobian.map { $0.map { $0 / factor } }
    }
    let n = values.count
    let p = all.count
    let sum = VectorMath.dot(residuals, residuals)
    let freedom = n - p
    var variance: Double? = measurements.isAbsolute ? 1 : freedom > 0 ? sum / Double(freedom) : nil
    if options.loss != .squares {
      let rule = FitWeights(measurements, options)
      let base = try rule.base(fitted: values)
      jacobian = columns.map { column in column.indices.map { column[$0] * base[$0] } }
      variance = try rule.variance(fitted: values, parameters: p)
    }
    let rank = try FitRank(jacobian)
    let names = model.parameters.map(\.name) + (options.noise == .white ? [] : ["noise_time"])
    undetermined = rank.groups.map { $0.map { names[$0] } }
    let unknown = Set(rank.groups.joined())
    covariance = unknown.isEmpty
      ? variance.map { v in rank.inverse.map { $0.map { $0 * v } } } : nil
    estimates = names.indices.map { k in
      Estimate(
        name: names[k], value: all[k],
        standardError: unknown.contains(k) ? nil : variance.map { ($0 * rank.inverse[k][k]).squareRoot() })
    }
    fitted = values
    self.jacobian = columns
    condition = rank.condition
    starts = (found.made, found.reached)
    exchangeable = try Self.exchanged(found, model)
    eliminated = found.projection.linear.map { names[$0] }
    atLimit = model.parameters.indices.filter { k in
      let limits = model.parameters[k].limits
      let span = max(all[k].magnitude, limits.upperBound.isFinite ? limits.upperBound.magnitude : 0) * 1e-9
      return all[k] <= limits.lowerBound + span && limits.lowerBound.isFinite
        && (limits.lowerBound != 0 || all[k] < 1e-200) || all[k] >= limits.upperBound - span
    }.map { model.parameters[$0].name }
    let tail = options.level.map { (1 + $0) / 2 } ?? 0.975
    quantile = freedom > 0 || measurements.isAbsolute
      ? Distributions.studentQuantile(tail, freedom: measurements.isAbsolute ? .infinity : Double(freedom))
      : .infinity
    let spread = measurements.isAbsolute ? 1 : freedom > 0 ? (sum / Double(freedom)).squareRoot() : 1
    standardized = residuals.map { spread > 0 ? -$0 / spread : 0 }
    goodness = Goodness(
      rows: n, parameters: p, sumOfSquares: sum,
      residualError: freedom > 0 ? (sum / Double(freedom)).squareRoot() : nil,
      determination: Self.determination(values, measurements.values, found.weights),
      criterion: Self.criterion(sum: found.solution.sumOfSquares, n: n, p: p, isAbsolute: measurements.isAbsolute),
      autocorrelation: Self.autocorrelation(residuals), runsProbability: Self.runs(residuals))
  }

  /// Pairs of one kind, not both guessed, whose exchange leaves the sum of squares as it is, the others at their best.
  private static func exchanged(_ found: FitSearch.Found, _ model: FitModel) throws -> [[String]] {
    let all = found.solution.parameters
    let kinds: Set<FitParameter.Kind> = [.rate, .time, .logarithmOfRate, .logarithmOfTime]
    let places = model.parameters.indices.filter {
      kinds.contains(model.parameters[$0].kind) && !found.projection.linear.contains($0)
    }
    // Each pair is a search.
    guard places.count <= 6 else { return [] }
    func isGuessed(_ k: Int) -> Bool { if case .value = model.parameters[k].guess { true } else { false } }
    var pairs: [[String]] = []
    for (i, a) in places.enumerated() {
      for b in places[..<i] where model.parameters[a].kind == model.parameters[b].kind && all[a] != all[b] {
        if isGuessed(a), isGuessed(b) { continue }
        let isAllowed = model.parameters[a].limits.contains(all[b]) && model.parameters[b].limits.contains(all[a])
        var other = all
        other.swapAt(a, b)
        guard isAllowed, let next = try found.projection.solve(from: other),
          next.sumOfSquares <= found.solution.sumOfSquares * (1 + 1e-9),
          (next.parameters[a] - all[b]).magnitude <= 1e-4 * all[b].magnitude,
          (next.parameters[b] - all[a]).magnitude <= 1e-4 * all[a].magnitude
        else { continue }
        pairs.append([model.parameters[b].name, model.parameters[a].name])
      }
    }
    return pairs
  }

  private static func determination(_ fitted: [Double], _ values: [Double], _ weights: [Double]) -> Double? {
    let squares = weights.map { $0 * $0 }
    let mean = VectorMath.dot(squares, values) / squares.reduce(0, +)
    let total = values.indices.reduce(0) { $0 + squares[$1] * (values[$1] - mean) * (values[$1] - mean) }
    let rest = values.indices.reduce(0) {
      $0 + squares[$1] * (values[$1] - fitted[$1]) * (values[$1] - fitted[$1])
    }
    return total > 0 ? 1 - rest / total : nil
  }

  private static func criterion(sum: Double, n: Int, p: Int, isAbsolute: Bool) -> Double? {
    let k = Double(isAbsolute ? p : p + 1)
    let rows = Double(n)
    guard rows > k + 1 else { return nil }
    let correction = 2 * k + 2 * k * (k + 1) / (rows - k - 1)
    return isAbsolute ? sum + correction : sum > 0 ? rows * Double.log(sum / rows) + correction : -.infinity
  }

  private static func autocorrelation(_ residuals: [Double]) -> Double {
    let sum = VectorMath.dot(residuals, residuals)
    let products = zip(residuals, residuals.dropFirst()).reduce(0) { $0 + $1.0 * $1.1 }
    return sum > 0 ? products / sum : 0
  }

  /// Wald's and Wolfowitz's test, by the normal approximation.
  private static func runs(_ residuals: [Double]) -> Double? {
    let signs = residuals.filter { $0 != 0 }.map { $0 > 0 }
    let plus = Double(signs.filter { $0 }.count)
    let minus = Double(signs.count) - plus
    guard plus > 0, minus > 0 else { return nil }
    let n = plus + minus
    let mean = 1 + 2 * plus * minus / n
    let variance = (mean - 1) * (mean - 2) / (n - 1)
    guard variance > 0 else { return nil }
    let runs = 1 + zip(signs, signs.dropFirst()).filter { $0 != $1 }.count
    return Distributions.normalTails((Double(runs) - mean) / variance.squareRoot())
  }

  /// Adds profile-likelihood intervals; returns better parameters where a profile came by them.
  mutating func addIntervals(
    _ found: FitSearch.Found, level: Double, _ options: FitOptions, _ measurements: FitMeasurements
  ) throws -> [Double]? {
    if options.loss != .squares {
      // Weights that depend on the residuals have no likelihood to profile.
      for k in estimates.indices {
        guard let error = estimates[k].standardError, quantile.isFinite else { continue }
        (estimates[k].low, estimates[k].high) = (
          estimates[k].value - quantile * error, estimates[k].value + quantile * error
        )
      }
      return nil
    }
    let least = found.solution.sumOfSquares
    let freedom = Double(goodness.rows - goodness.parameters)
    let unit = measurements.isAbsolute ? 1 : least / freedom
    guard unit > 0, quantile.isFinite else { return nil }
    // The sum is flat at its least: this is enough for all of its digits.
    var projection = found.projection
    projection.method.tolerance = 1e-7
    let profile = ProfileLikelihood(
      projection, best: found.solution.parameters, least: least, reach: quantile * unit.squareRoot())
    for k in estimates.indices {
      guard let error = estimates[k].standardError else { continue }
      let ends = try profile.ends(of: k, step: quantile * error)
      if let better = ends.better { return better }
      (estimates[k].low, estimates[k].high) = (ends.low, ends.high)
    }
    return nil
  }
}
