internal import RealModule

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
    if case .ofFit = measurements.errors { return true }
    return options.loss != .squares
  }

  /// The weights before anything is fitted: equal ones where the measured values have no errors, as below 0.
  var initial: [Double] {
    (try? base(fitted: measurements.values)) ?? [Double](repeating: 1, count: measurements.values.count)
  }

  /// One over each standard error, whatever a loss makes of it.
  ///
  /// - Throws: `FitError.noError`, what the errors throw.
  func base(fitted: [Double]) throws -> [Double] {
    switch measurements.errors {
    case .equal: return [Double](repeating: 1, count: fitted.count)
    case .weights(let weights): return weights.map { $0.squareRoot() }
    case .known(let errors): return errors.map { 1 / $0 }
    case .ofFit(let rule):
      return try rule(fitted).enumerated().map { row, error in
        guard error > 0, error.isFinite else { throw FitError.noError(row: row, found: error) }
        return 1 / error
      }
    }
  }

  /// The weights for fitted values.
  ///
  /// - Throws: as `base`.
  func weights(fitted: [Double]) throws -> [Double] {
    let base = try base(fitted: fitted)
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

  /// The variance `v` that makes `v (JᵀJ)⁻¹` the estimates' covariance under a loss other than squares, J of the errors
  /// themselves; nil where no freedom is left.
  ///
  ///     v = σ² E ψ²/(E ψ′)²;   of the absolute loss 1/(4 f(0)²)
  ///
  /// σ is 1.4826 median |r|, the expectations are means over the residuals, and f(0) is the slope of their quantiles
  /// about the median, over Hall's and Sheather's width. Where errors are given the residuals are taken for normal.
  ///
  /// Source: P. J. Huber, "Robust regression: asymptotics, conjectures and Monte Carlo" (1973); R. Koenker,
  /// "Quantile regression" (2005), section 3.4.
  func variance(fitted: [Double], parameters: Int) throws -> Double? {
    let base = try base(fitted: fitted)
    let residuals = fitted.indices.map { (measurements.values[$0] - fitted[$0]) * base[$0] }
    let freedom = residuals.count - parameters
    // The asymptotic efficiencies for normal errors.
    if measurements.isAbsolute { return options.loss == .absolute ? Double.pi / 2 : 1 / 0.95 }
    guard freedom > 0 else { return nil }
    let scale = Self.scale(residuals)
    guard scale > 0 else { return 0 }
    if options.loss == .absolute {
      // As many as there are parameters are 0 by themselves.
      let sorted = Array(residuals.sorted { $0.magnitude < $1.magnitude }.dropFirst(parameters)).sorted()
      let n = Double(residuals.count)
      let width = min(0.4, 0.9717 * Double.pow(n, -1.0 / 3))
      func quantile(_ p: Double) -> Double {
        let place = p * Double(sorted.count - 1)
        let low = Int(place)
        let next = min(low + 1, sorted.count - 1)
        return sorted[low] + (place - Double(low)) * (sorted[next] - sorted[low])
      }
      let slope = (quantile(0.5 + width) - quantile(0.5 - width)) / (2 * width)
      return slope * slope / 4
    }
    var (squares, slopes) = (0.0, 0.0)
    for residual in residuals {
      let z = (residual / scale).magnitude
      let pull = z * factor(z)
      squares += pull * pull
      switch options.loss {
      case .huber: slopes += z <= 1.345 ? 1 : 0
      default:
        let share = (z / 2.385) * (z / 2.385)
        slopes += (1 - share) / ((1 + share) * (1 + share))
      }
    }
    let mean = slopes / Double(residuals.count)
    return mean > 0 ? scale * scale * squares / Double(freedom) / (mean * mean) : nil
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
