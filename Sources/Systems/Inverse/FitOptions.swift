/// How a fit is made.
public struct FitOptions: Hashable, Sendable {
  /// What a residual of so many standard errors costs.
  public enum Loss: String, CaseIterable, Hashable, Sendable {
    /// Its square.
    case squares
    /// Its square, beyond 1.345 only in proportion.
    case huber
    /// `log(1 + (z/2.385)²)`.
    case cauchy
    /// Its magnitude.
    case absolute
  }

  /// How errors belong together.
  public enum Noise: String, CaseIterable, Hashable, Sendable {
    /// Each is independent.
    case white
    /// Their correlation decays with their distance in time, e^(−dt/`noise_time`).
    case autoregressive = "ar"
  }

  /// What a residual costs.
  public var loss = Loss.squares
  /// How errors belong together.
  public var noise = Noise.white
  /// From how many places the search starts; nil is one where every parameter has a guess and the search from there
  /// ends, else 32.
  public var starts: Int?
  /// The seed of the places that are drawn.
  public var seed: UInt64 = 1
  /// The level of profile-likelihood intervals; nil for none.
  public var level: Double?

  /// Makes the usual options.
  public init() {}
}
