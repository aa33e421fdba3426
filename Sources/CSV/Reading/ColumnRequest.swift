/// A column to be read, and what its fields must be; all other columns are left alone.
public struct ColumnRequest: Hashable, Sendable {
  /// What the fields of a column must be.
  public enum Content: Hashable, Sendable {
    /// Numbers.
    case numbers
    /// Numbers of which only the syntax and the zeros count: each is read as 1, or 0 for 0, in a third of
    /// the time.
    case checkedNumbers
    /// All numbers or all dates, as the first row has it.
    case times
    /// The same, and eight digits are a date, as in `20100130`.
    case datedTimes
    /// Any text; kept as it stands, without quotes.
    case text

    /// Whether its fields may be dates.
    var isTimes: Bool { self == .times || self == .datedTimes }
  }

  /// What a missing field of a column of numbers is.
  public enum Missing: Hashable, Sendable {
    /// What the table's policy says.
    case byPolicy
    /// 0 for `.` and an empty field, as NONMEM reads them; else what the policy says.
    case zero
    /// NaN, which no field can be: the column is optional.
    case absent
  }

  /// The column's index in the file, from 0.
  public var index: Int
  /// What its fields must be.
  public var content: Content
  /// What a missing field is.
  public var missing: Missing

  /// Asks for the column with the given index, from 0.
  public init(_ index: Int, _ content: Content, missing: Missing = .byPolicy) {
    self.index = index
    self.content = content
    self.missing = missing
  }
}
