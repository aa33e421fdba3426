/// A column to be read, and what its fields must be; all other columns are left alone.
public struct ColumnRequest: Hashable, Sendable {
  /// What the fields of a column must be.
  public enum Content: Hashable, Sendable {
    /// Numbers.
    case numbers
    /// Numbers of which only the syntax and the zeros count: each is read as 1, or 0 for 0, in a third of
    /// the time.
    case checkedNumbers
    /// All numbers or all ISO 8601 dates, as the first row has it.
    case times
    /// Any text; kept as it stands, without quotes.
    case text
  }

  /// The column's index in the file, from 0.
  public var index: Int
  /// What its fields must be.
  public var content: Content

  /// Asks for the column with the given index, from 0.
  public init(_ index: Int, _ content: Content) {
    self.index = index
    self.content = content
  }
}
