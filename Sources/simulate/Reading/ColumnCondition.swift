import CSV

/// A condition of `--where` on one column: a field is one of some texts, or none of them.
struct ColumnCondition: Hashable {
  /// The column, by name or number.
  var column: String
  /// The texts; the field must be one of them, or, where `isExclusion`, none.
  var texts: Set<String>
  var isExclusion: Bool
  /// As it was typed, for messages.
  var typed: String

  /// Reads `COLUMN=VALUE` and `COLUMN!=VALUE`; for the same column any of the values will do, different columns
  /// must all hold.
  ///
  /// - Throws: `Failure` (64).
  static func list(_ options: [String]) throws -> [ColumnCondition] {
    var result: [ColumnCondition] = []
    for option in options {
      let (name, value) = try Bindings.pair(option, option: "--where")
      let isExclusion = name.hasSuffix("!")
      let column = isExclusion ? name.dropLast().trimmingSpaces : name[...].trimmingSpaces
      guard !column.isEmpty else { throw Failure.option("--where", "COLUMN=VALUE is needed, found '\(option)'") }
      if let k = result.firstIndex(where: { $0.column == column && $0.isExclusion == isExclusion }) {
        result[k].texts.insert(value[...].trimmingSpaces)
        result[k].typed += " or \(option)"
      } else {
        result.append(
          ColumnCondition(
            column: column, texts: [value[...].trimmingSpaces], isExclusion: isExclusion, typed: option))
      }
    }
    return result
  }

  /// The condition on rows of a table.
  ///
  /// - Throws: `CSVError` where there is no such column.
  func condition(in header: Header) throws -> RowCondition {
    let index = try header.index(of: column)
    return isExclusion ? .column(index, isNotAmong: texts) : .column(index, isAmong: texts)
  }
}
