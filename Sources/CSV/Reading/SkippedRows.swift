/// The rows that a table left out because a needed field was missing.
public struct SkippedRows: Hashable, Sendable {
  /// How many.
  public var count: Int
  /// The place of the first missing field, `file:line:column`; nil where there is none.
  public var firstPlace: String?

  init(count: Int, first: CSVError?) {
    self.count = count
    firstPlace = first?.place
  }
}
