/// How much each measurement counts: one over its standard error, and less where a loss forgives it.
struct FitWeights {
  let measurements: FitMeasurements
  let options: FitOptions

  init(_ measurements: FitMeasurements, _ options: FitOptions) {
    self.measurements = measurements
    self.options = options
  }

  /// Whether the weights depend on the fitted values.
  var followsFit: Bool {
    if case .ofValue = measurements.errors { return true }
    return options.loss != .squares
  }

  /// The weights before anything is fitted.
  var initial: [Double] { base(fitted: measurements.values) }

  private func base(fitted: [Double]) -> [Double] {
    switch measurements.errors {
    case .equal: return [Double](repeating: 1, count: fitted.count)
    case .weights(let weights): return weights.map { $0.squareRoot() }
    case .known(let errors): return errors.map { 1 / $0 }
    case .ofValue(let error):
      // A value near 0 would count for everything.
      let errors = fitted.map { error($0) }
      let floor = 1e-3 * (errors.filter(\.isFinite).max() ?? 1)
      return errors.map { 1 / ($0.isFinite ? max($0, floor) : floor) }
    }
  }

  /// The weights for fitted values.
  func weights(fitted: [Double]) -> [Double] {
    let base = base(fitted: fitted)
    guard options.loss != .squares else { return base }
    let residuals = fitted.indices.map { (measurements.values[$0] - fitted[$0]) * base[$0] }
    let scale = measurements.isAbsolute ? 1 : Self.scale(residuals)
    guard scale > 0 else { return base }
    return residuals.indices.map { base[$0] * factor((residuals[$0] / scale).magnitude).squareRoot() }
  }

  /// 1.4826 times the median magnitude: the standard deviation of normal errors, whatever a few others are.
  private static func scale(_ residuals: [Double]) -> Double {
    let sorted = residuals.map(\.magnitude).sorted()
    let n = sorted.count
    return 1.482602218505602 * (n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2)
  }

  private func factor(_ z: Double) -> Double {
    switch options.loss {
    case .squares: 1
    case .huber: z <= 1.345 ? 1 : 1.345 / z
    case .cauchy: 1 / (1 + (z / 2.385) * (z / 2.385))
    case .absolute: 1 / max(z, 1e-8)
    }
  }
}
