/// Why there is no fit.
public enum FitError: Error, Hashable, Sendable {
  /// Fewer measurements than parameters.
  case tooFew(rows: Int, parameters: Int)
  /// No start had values that are finite; the first one's reason.
  case noStart(String)
  /// A standard error that depends on the fit and is not above 0, and its row.
  case noError(row: Int, found: Double)
  /// No search ended: how many were made.
  case notConverged(starts: Int)
}
