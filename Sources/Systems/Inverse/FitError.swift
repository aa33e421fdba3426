/// Why there is no fit.
public enum FitError: Error, Hashable, Sendable {
  /// Fewer measurements than parameters.
  case tooFew(rows: Int, parameters: Int)
  /// No start had values that are finite; the first one's reason.
  case noStart(String)
  /// No search ended: how many were made.
  case notConverged(starts: Int)
}
