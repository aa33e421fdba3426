internal import CNumberText
public import Files

/// Writes blocks of rows of numbers as CSV, formatted on several threads; the bytes do not depend
/// on their number.
public struct RowWriter: Sendable {
  /// The columns' names, the parameters' and the time's included.
  public let names: [String]
  /// Significant digits of the values, 1 to 17; nil: the shortest text that reads back.
  public var digits: Int?
  /// The same for times as numbers.
  public var timeDigits: Int?
  /// The number of threads.
  public var jobs: Int

  /// Rows that one thread formats at a time.
  static let piece = 8192

  /// A writer of rows with the given columns.
  ///
  /// - Parameter jobs: the number of threads; nil: one for each processor.
  public init(
    names: [String], digits: Int? = nil, timeDigits: Int? = nil, jobs: Int? = nil
  ) {
    for given in [digits, timeDigits] {
      precondition(given.map { (1...17).contains($0) } ?? true, "digits must be from 1 to 17")
    }
    self.names = names
    self.digits = digits
    self.timeDigits = timeDigits
    self.jobs = max(1, jobs ?? Workers.processors)
  }

  /// Writes the names.
  ///
  /// - Throws: `CSVError` for a control character in a name, and where writing fails.
  public func writeHeader(to output: inout CheckedOutput) throws(CSVError) {
    var line = ""
    for (index, name) in names.enumerated() {
      line += (index == 0 ? "" : ",") + (try FieldText.field(name))
    }
    try CSVError.of { () throws(FileError) in try output.write(line + "\n") }
  }

  /// Writes a row for each time: the prefix, the time, the values.
  ///
  /// - Parameters:
  ///   - times: the times of the rows.
  ///   - columns: the values, a column each as long as the times.
  ///   - prefix: numbers that stand before the time in every row, such as a sweep's parameters.
  /// - Throws: `CSVError` where writing fails, and for the first row with a value that is not
  ///   finite; the rows before it are written.
  /// - Complexity: O(rows · columns).
  public func write(
    _ times: TimeColumn, _ columns: [[Double]], prefix: [Double] = [],
    to output: inout CheckedOutput
  ) throws(CSVError) {
    for column in columns {
      precondition(column.count == times.count, "a column must have a value for each time")
    }
    precondition(
      names.count == prefix.count + 1 + columns.count, "every column must have a name")
    var lead = ""
    for value in prefix { lead += NumberText.text(value) + "," }
    var problem: CSVError?
    PrintedRows.with(times, columns, lead, digits: digits, timeDigits: timeDigits) { rows in
      do throws(FileError) {
        let written = try OrderedPrinting(rows: rows, jobs: jobs).write(to: &output)
        if written < times.count {
          problem = notFinite(written, times, columns, firstColumn: prefix.count)
        }
      } catch {
        problem = CSVError(error)
      }
    }
    if let problem { throw problem }
  }

  private func notFinite(
    _ row: Int, _ times: TimeColumn, _ columns: [[Double]], firstColumn: Int
  ) -> CSVError {
    for (index, column) in columns.enumerated() where !column[row].isFinite {
      return CSVError(
        file: "",
        problem: .notFinite(
          value: "\(column[row])", column: names[firstColumn + 1 + index], time: times.text(row)))
    }
    return CSVError(
      file: "",
      problem: .notFinite(
        value: times.text(row), column: names[firstColumn], time: times.text(row)))
  }
}
