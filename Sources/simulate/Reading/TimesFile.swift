import CSV
import Files
import Systems

/// The output times in a file's column, in any order; of all rows, or of each group's.
struct TimesFile {
  private let times: [Double]
  /// The groups of the rows; nil where the file serves every group.
  let groups: RowGroups?
  private var others: [String: (place: Int, values: [Double])] = [:]
  private let table: Table

  /// Reads them.
  ///
  /// - Parameters:
  ///   - column: its name or number; nil is a column `time`, `t`, `onset` or `date`, else the only one, without
  ///     a header the first one.
  ///   - columns: the columns that are asked for beside the times.
  /// - Throws: `CSVError`, `Failure`.
  init(_ source: Source, column: String?, columns: GroupColumns, reader: inout Reader) throws {
    var unit: String?
    var further: [String] = []
    var hasGroups = false
    table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let group = columns.by.flatMap { header.firstIndex(named: [$0]) }
      let index = try Self.index(column, in: header, but: group)
      let name = header.names.map { ColumnName($0[index]) }
      unit = name?.unit
      let isDated = name.map { EventColumns.Meaning.dateNames.contains($0.word) } ?? false
      hasGroups = group != nil
      further = columns.numbers.filter { header.names?.contains($0) == true }
      return try [ColumnRequest(index, isDated ? .datedTimes : .times)]
        + further.map { ColumnRequest(try header.index(of: $0), .numbers) }
        + (group.map { [ColumnRequest($0, .text)] } ?? [])
    }
    guard let column = table.columns.first else {
      throw table.error("a table must have at least one row, found none")
    }
    try reader.tell(table)
    if let unit, column.dates == nil { try reader.axis.meet(unit: unit, in: source.name) }
    times = try reader.times(table, column: 0)
    for (k, name) in further.enumerated() { others[name] = (k + 1, table.columns[k + 1].numbers) }
    groups = hasGroups ? table.columns.last.map { RowGroups($0.text) } : nil
  }

  /// The times of a group; of all rows where the file has no groups.
  func times(of group: String?) -> [Double] {
    guard let group, let groups else { return times }
    return groups.rows(of: group).map { times[$0] }
  }

  /// Gives a covariate the file's values, where it has the column.
  ///
  /// - Throws: `CSVError`.
  func tell(_ covariate: inout Covariate) throws {
    guard let (place, numbers) = others[covariate.column] else { return }
    try covariate.take(numbers, groups) { table.error(row: $0, column: place, $1) }
  }

  private static func index(_ column: String?, in header: Header, but group: Int?) throws -> Int {
    if let column { return try header.index(of: column) }
    guard let names = header.names else { return 0 }
    let words = names.map { ColumnName($0).word }
    let found = words.indices.filter { EventColumns.Meaning.time.names.contains(words[$0]) }
    if found.count == 1 { return found[0] }
    if found.count > 1 {
      let shown = found.map { "'\(names[$0])'" }.joined(separator: " and ")
      throw header.error("one column must hold the times, found \(shown); --times-column says which")
    }
    let named = words.indices.filter { !words[$0].isEmpty && $0 != group }
    if named.count == 1 { return named[0] }
    throw header.missing("time", mend: "--times-column says which it is")
  }
}
