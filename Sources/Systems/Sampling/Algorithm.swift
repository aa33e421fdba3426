/// A way of sampling that a caller may ask for; where it does not fit the data it is passed over.
public enum Algorithm: String, CaseIterable, Hashable, Sendable {
  /// Whichever is expected to be fastest, by `Method`.
  case automatic
  /// The plain definition: every impulse at its lag, for every row.
  case direct
  /// Running sums over all impulses before a row: of weights and moments for held samples and lines, of states
  /// brought to an anchor for exponentials.
  case sums
  /// Impulses split exactly on the grid of uniform rows, and transforms.
  case transform
  /// A function cut once into polynomials, which are read instead of it.
  case panels
}
