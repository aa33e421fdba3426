/// A column asked for, once the first rows are known.
struct ParsedColumn: Hashable, Sendable {
  /// Its index in the file, from 0.
  var index: Int
  var content: ParsedContent
  var missing: ColumnRequest.Missing
}

/// What a request has become once the first rows are known.
enum ParsedContent: Hashable, Sendable {
  case numbers, checkedNumbers, numericTimes, text
  case dates(ParsedDates)

  /// Whether its fields become numbers.
  var isNumeric: Bool {
    switch self {
    case .numbers, .checkedNumbers, .numericTimes: true
    case .text, .dates: false
    }
  }
}

/// How the dates of a column are written.
enum ParsedDates: Hashable, Sendable {
  case iso, basic
  case form(DateForm)
}
