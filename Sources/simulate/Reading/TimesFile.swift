import CSV
import Systems

/// The output times in a file's first column, in any order.
enum TimesFile {
  /// Reads them.
  ///
  /// - Throws: `CSVError`, `Failure`.
  static func read(_ source: Source, reader: inout Reader) throws -> [Double] {
    let table = try Table(reading: source, missing: reader.missing, jobs: reader.jobs) { header in
      header.count == 0 ? [] : [ColumnRequest(0, .times)]
    }
    guard let column = table.columns.first else {
      throw table.error("a table must have at least one row, found none")
    }
    return try reader.axis.times(column, in: source.name)
  }
}
