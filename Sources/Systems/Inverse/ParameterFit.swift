internal import NumericalMethods
internal import RealModule

/// Parameters that bring a model nearest to measurements, and what is known of them.
///
///     min Σ ((yᵢ − f(tᵢ; θ))/σᵢ)²
///
/// Parameters in which the values are linear are eliminated; the others are searched for by Levenberg's and
/// Marquardt's method from one place or from many.
public struct ParameterFit: Sendable {
  /// One parameter's result.
  public struct Estimate: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: Double
    /// `√(s² (JᵀJ)⁻¹)`; nil where the measurements do not determine it, or leave nothing to tell their errors by.
    public var standardError: Double?
    /// The ends of the profile-likelihood interval; nil where not asked for, or where there is none.
    public var low: Double?
    public var high: Double?
  }

  /// The results in the order of the parameters; after them `noise_time` where the errors are correlated.
  public internal(set) var estimates: [Estimate]
  /// The fitted values, one for each measurement.
  public internal(set) var fitted: [Double]
  /// The residuals over their standard errors: independent and of variance 1 where the model is right.
  public internal(set) var standardized: [Double]
  /// `s² (JᵀJ)⁻¹`, a row for each estimate; nil where something is not determined.
  public internal(set) var covariance: [[Double]]?
  /// The derivatives of the fitted values, a column for each parameter.
  public internal(set) var jacobian: [[Double]]
  /// How good the fit is.
  public internal(set) var goodness: Goodness
  /// Parameters of which only a combination is determined, each list by itself.
  public internal(set) var undetermined: [[String]]
  /// Parameters that ended at a limit.
  public internal(set) var atLimit: [String]
  /// Pairs of rates, or of times, not both guessed, that fit as well exchanged.
  public internal(set) var exchangeable: [[String]]
  /// The condition number of the Jacobian with columns of length 1.
  public internal(set) var condition: Double
  /// From how many places was searched, and how many searches ended at the result.
  public internal(set) var starts: (made: Int, reached: Int)
  /// The parameters that were eliminated.
  public internal(set) var eliminated: [String]
  /// The quantile that makes a standard error the half-width of an interval.
  public internal(set) var quantile: Double

  /// The parameters' values, without `noise_time`.
  public var parameters: [Double] { estimates.prefix(jacobian.count).map(\.value) }

  /// Fits a model to measurements.
  ///
  /// - Throws: `FitError`; `SystemsError` where an equation can't be solved.
  public init(_ model: FitModel, to measurements: FitMeasurements, options: FitOptions = .init()) throws {
    let count = model.parameters.count + (options.noise == .white ? 0 : 1)
    guard measurements.values.count >= count else {
      throw FitError.tooFew(rows: measurements.values.count, parameters: count)
    }
    let search = FitSearch(model, measurements, options)
    var found = try search.best()
    try self.init(found, search, model, measurements, options)
    guard let level = options.level else { return }
    // A profile may come by a better place: then the fit begins anew from there.
    for _ in 0..<5 {
      guard let better = try addIntervals(found, level: level, options, measurements) else { return }
      guard let next = try search.refined(from: better) else { return }
      found = next
      try self.init(found, search, model, measurements, options)
    }
  }
}

extension ParameterFit {
  /// How good a fit is.
  public struct Goodness: Hashable, Sendable {
    /// The number of measurements and of parameters.
    public var rows: Int
    public var parameters: Int
    /// Σ of the weighted squares.
    public var sumOfSquares: Double
    /// The residual standard error, in units of a standard error where those are given; nil where no freedom is left.
    public var residualError: Double?
    /// 1 − Σ residuals²/Σ (values − mean)², weighted; nil for constant measurements.
    public var determination: Double?
    /// Akaike's criterion for small samples, `n log(S/n) + 2K + 2K(K+1)/(n−K−1)` with K − 1 parameters; with given
    /// errors `S + 2K + 2K(K+1)/(n−K−1)` with K parameters; nil where n ≤ K + 1.
    public var criterion: Double?
    /// The correlation of neighbouring residuals.
    public var autocorrelation: Double
    /// The probability of so few, or so many, changes of the residuals' sign if they were independent.
    public var runsProbability: Double?
  }
}
