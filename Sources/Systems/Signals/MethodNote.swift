/// Which method computed a part of the samples, why, at what cost and with what certainty.
public struct MethodNote: Hashable, Sendable {
  /// How sure a bound is.
  public enum Certainty: String, Hashable, Sendable {
    /// Never below the true error.
    case bound
    /// An estimate by the method itself.
    case estimate
  }

  /// The method's name, such as `discrete convolution by FFT`.
  public var name: String
  /// Why it was chosen.
  public var reason: String
  /// Its cost, in words with numbers.
  public var cost: String
  /// What the printed error is.
  public var certainty: Certainty

  /// Makes a note.
  public init(name: String, reason: String, cost: String, certainty: Certainty) {
    self.name = name
    self.reason = reason
    self.cost = cost
    self.certainty = certainty
  }
}
