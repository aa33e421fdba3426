/// A number that a fit looks for.
public struct FitParameter: Hashable, Sendable {
  /// Where the search starts.
  public enum Guess: Hashable, Sendable {
    /// Here.
    case value(Double)
    /// Somewhere between, evenly in the logarithm where both ends are above 0.
    case range(Double, Double)
    /// Wherever the measured times let a parameter of this kind show.
    case none
  }

  /// What a parameter without a guess is taken for.
  public enum Kind: Hashable, Sendable {
    /// One over a time.
    case rate
    /// Minus a rate: the real part of a pole.
    case pole
    /// An angular frequency.
    case frequency
    /// A time.
    case time
    /// A number without a unit.
    case plain
    /// The natural logarithm of a rate, of a time, of a number.
    case logarithmOfRate, logarithmOfTime, logarithm
    /// Any of a rate, a time and a number.
    case unknown
  }

  /// Its name.
  public var name: String
  /// Where the search starts.
  public var guess: Guess
  /// The least and the largest value; infinite where there is no limit. A parameter above 0 is searched for by its
  /// logarithm.
  public var limits: ClosedRange<Double>
  /// What it is taken for without a guess.
  public var kind: Kind

  /// Makes a parameter.
  public init(
    _ name: String, guess: Guess = .none, limits: ClosedRange<Double> = -.infinity ... .infinity,
    kind: Kind = .unknown
  ) {
    self.name = name
    self.guess = guess
    self.limits = limits
    self.kind = kind
  }
}
