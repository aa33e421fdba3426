/// What becomes of `NA`, `n/a` and empty fields where a number must stand.
public enum MissingPolicy: String, CaseIterable, Hashable, Sendable {
  /// They are refused.
  case refuse
  /// Their row is left out.
  case skip
  /// They count as 0.
  case zero
}
