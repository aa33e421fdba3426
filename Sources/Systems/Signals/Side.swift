/// Which value a row exactly at a jump shows.
public enum Side: String, CaseIterable, Hashable, Sendable {
  /// The limit from the right: an impulse at this very time counts.
  case after
  /// The limit from the left: it does not yet.
  case before
}
