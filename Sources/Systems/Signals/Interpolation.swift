/// What lies between two samples.
public enum Interpolation: String, CaseIterable, Hashable, Sendable {
  /// Each value is held to the next time, the last one for the last spacing.
  case previous
  /// Straight lines.
  case linear
  /// Steffen's cubic, which has no extremum between samples that the samples don't have.
  case steffen
  /// The natural cubic spline.
  case cubic
  /// Nothing: the samples are impulses themselves.
  case nothing
}
