/// What a table's first row says: the columns, their names if it has any, and the delimiter.
public struct Header: Hashable, Sendable {
  /// The columns' names; nil where the table has no header.
  public let names: [String]?
  /// The number of columns.
  public let count: Int
  /// What separates the fields.
  public let delimiter: Delimiter
  /// The fields of the first row of data; nil where there is none.
  public let firstRow: [String]?
  /// Names in a comment right above a table without a header; what asks for a column by its name finds it.
  public let commentedNames: [String]?
  /// The file's name, for messages.
  public let file: String
  /// The line of the first row, from 1; nil where there is no row at all.
  let line: Int?
  /// The offset after the header, or of the first row where there is none.
  let dataOffset: Int

  /// The index from 0 of a column given by its number from 1 or its name.
  ///
  /// A text of digits is a number; an exact name wins over one that differs in case alone.
  /// - Throws: `CSVError` that says what is there.
  public func index(of designation: String) throws(CSVError) -> Int {
    if !designation.isEmpty, designation.utf8.allSatisfy(Instant.isDigit) {
      guard let number = Int(designation), number >= 1, number <= count else {
        if let index = names?.firstIndex(of: designation) { return index }
        throw CSVError(
          file: file, line: line, column: line.map { _ in 1 },
          problem: .missingColumnNumber(designation, count: count))
      }
      return number - 1
    }
    if let index = firstIndex(named: [designation]) { return index }
    throw missing(designation)
  }

  /// The index from 0 of the column that has one of the names; exact case first, then any case.
  public func firstIndex(named candidates: [String]) -> Int? {
    guard let names = names ?? commentedNames else { return nil }
    for candidate in candidates {
      if let index = names.firstIndex(of: candidate) { return index }
    }
    let lowered = candidates.map { $0.lowercased() }
    return names.firstIndex { lowered.contains($0.lowercased()) }
  }

  /// The problem that a column is needed but not there.
  ///
  /// - Parameter mend: what the user can do, if anything.
  public func missing(_ name: String, mend: String? = nil) -> CSVError {
    let problem = CSVProblem.missingColumn(name, present: names ?? commentedNames, count: count)
    return CSVError(
      file: file, line: line, column: line.map { _ in 1 },
      problem: mend.map { .unusable("\(problem); \($0)") } ?? problem)
  }

  /// A problem of the header's own, at its line.
  public func error(_ text: String) -> CSVError {
    CSVError(file: file, line: line, column: line.map { _ in 1 }, problem: .unusable(text))
  }
}
