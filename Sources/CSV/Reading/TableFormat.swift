/// How the text of a table is written, apart from what its columns mean.
public struct TableFormat: Hashable, Sendable {
  /// How dates are written.
  public enum Dates: Hashable, Sendable {
    /// ISO 8601; its basic form, `20100130`, under a name of dates.
    case recognised
    /// No digits are dates: `20100130` is a number everywhere.
    case none
    /// In a form of the user's own; ISO 8601 too.
    case form(DateForm)
  }

  /// What becomes of missing fields.
  public var missing: MissingPolicy
  /// The number of lines before the table that are passed over, in every file.
  public var skippedLines: Int
  /// The same in files of these names.
  public var skippedLinesByFile: [String: Int] = [:]
  /// Whether numbers between semicolons or tabs have a decimal comma.
  public var hasDecimalComma: Bool
  /// How dates are written.
  public var dates: Dates

  /// A table from the first line on, with decimal points and ISO 8601 dates, nothing missing.
  public init(
    missing: MissingPolicy = .refuse, skippedLines: Int = 0, hasDecimalComma: Bool = false,
    dates: Dates = .recognised
  ) {
    precondition(skippedLines >= 0, "no fewer lines than none can be passed over")
    self.missing = missing
    self.skippedLines = skippedLines
    self.hasDecimalComma = hasDecimalComma
    self.dates = dates
  }
}
