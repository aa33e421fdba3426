import CSV
import Files
import Systems

/// The output times in a file's column, in any order.
enum TimesFile {
  /// Reads them.
  ///
  /// - Parameter column: its name or number; nil is a column `time`, `t`, `onset` or `date`, else the only
  ///   one, without a header the first one.
  /// - Throws: `CSVError`, `Failure`.
  static func read(_ source: Source, column: String?, reader: inout Reader) throws -> [Double] {
    var unit: String?
    let table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let index = try index(column, in: header)
      let name = header.names.map { ColumnName($0[index]) }
      unit = name?.unit
      let isDated = name.map { EventColumns.Meaning.dateNames.contains($0.word) } ?? false
      return [ColumnRequest(index, isDated ? .datedTimes : .times)]
    }
    guard let times = table.columns.first else {
      throw table.error("a table must have at least one row, found none")
    }
    try reader.tell(table)
    if let unit, times.dates == nil { try reader.axis.meet(unit: unit, in: source.name) }
    return try reader.times(table, column: 0)
  }

  private static func index(_ column: String?, in header: Header) throws -> Int {
    if let column { return try header.index(of: column) }
    guard let names = header.names else { return 0 }
    let words = names.map { ColumnName($0).word }
    let found = words.indices.filter { EventColumns.Meaning.time.names.contains(words[$0]) }
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      let shown = found.map { "'\(names[$0])'" }.joined(separator: " and ")
      throw header.error("one column must hold the times, found \(shown); --times-column says which")
    }
    let named = words.indices.filter { !words[$0].isEmpty }
    if named.count == 1 { return named[0] }
    throw header.missing("time", mend: "--times-column says which it is")
  }
}
