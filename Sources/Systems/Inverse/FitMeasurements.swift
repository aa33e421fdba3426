/// What was measured, and how well.
public struct FitMeasurements {
  /// What is known of the measurements' errors.
  public enum Errors {
    /// They are equally large; how large, the residuals say.
    case equal
    /// Variances in the ratio of one over these weights; how large, the residuals say.
    case weights([Double])
    /// These standard errors.
    case known([Double])
    /// Standard errors that depend on the fitted values: those of all rows for these, each above 0.
    case ofFit((_ fitted: [Double]) throws -> [Double])
  }

  /// When was measured; only a correlation of the errors looks at it.
  public var times: [Double]
  /// The values.
  public var values: [Double]
  /// How well they are known.
  public var errors: Errors

  /// Makes measurements.
  public init(times: [Double], values: [Double], errors: Errors = .equal) {
    precondition(times.count == values.count, "each measurement has a time and a value")
    self.times = times
    self.values = values
    self.errors = errors
  }

  /// Whether the size of the errors is given, so that nothing is rescaled.
  var isAbsolute: Bool {
    switch errors {
    case .equal, .weights: false
    case .known, .ofFit: true
    }
  }
}
