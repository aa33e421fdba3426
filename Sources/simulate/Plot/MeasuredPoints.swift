import CSV
import Files

/// Points that were measured, to be drawn over curves.
struct MeasuredPoints {
  /// A row for each: time and value.
  let lines: [String]

  /// Reads a table: a column named as time and the first other, or those of `--measured-columns`.
  ///
  /// - Throws: `CSVError`, `Failure`.
  init(_ path: String, columns: String?) throws {
    let table = try Table(reading: Source(path), jobs: 1) { header in
      try SampleColumns(header, columns, option: "--measured-columns", isSpaced: false).requests
    }
    guard table.rowCount > 0 else { throw table.error("a measured output needs at least one row, found none") }
    lines = (0..<table.rowCount).map { row in
      table.columns.map { column in
        switch column {
        case .numbers(let values): CSV.NumberText.text(values[row])
        case .dates(let dates): dates[row].text(dates[row].isMidnight ? .day : .second)
        case .text(let words): words[row]
        }
      }.joined(separator: ",")
    }
  }
}
