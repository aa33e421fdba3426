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
    guard let names else { return nil }
    for candidate in candidates {
      if let index = names.firstIndex(of: candidate) { return index }
    }
    let lowered = candidates.map { $0.lowercased() }
    return names.firstIndex { lowered.contains($0.lowercased()) }
  }

  /// The problem that a column is needed but not there.
  public func missing(_ name: String) -> CSVError {
    CSVError(
      file: file, line: line, column: line.map { _ in 1 },
      problem: .missingColumn(name, present: names, count: count))
  }

  /// A problem of the header's own, at its line.
  public func error(_ text: String) -> CSVError {
    CSVError(file: file, line: line, column: line.map { _ in 1 }, problem: .unusable(text))
  }

  /// Reads the first row of a text; nil where more of the text is needed.
  static func read(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool, file: String
  ) throws(Fault) -> Header? {
    if text.count < 4 && !isLast { return nil }
    var start = 0
    if text.count >= 2 {
      let (first, second) = (text[0], text[1])
      let hasMark = (first == 0xFF && second == 0xFE) || (first == 0xFE && second == 0xFF)
      if hasMark || (first == 0 && second != 0) || (first != 0 && second == 0) {
        throw Fault(.encodedAsUTF16, at: 0)
      }
      if text.count >= 3, first == 0xEF, second == 0xBB, text[2] == 0xBF { start = 3 }
    }
    var scanner = RowScanner(text, from: start, delimiter: .comma, isLast: isLast)
    switch try scanner.skipToRow() {
    case .incomplete: return nil
    case .end:
      return Header(
        names: nil, count: 0, delimiter: .comma, firstRow: nil, file: file, line: nil,
        dataOffset: text.count)
    case .row: break
    }
    let rowStart = scanner.rowStart
    let limit = min(text.count, rowStart + RowScanner.longestLine)
    let rowEnd = text[rowStart..<limit].firstIndex(of: UInt8(ascii: "\n"))
    if rowEnd == nil, limit == text.count, !isLast { return nil }
    let delimiter = Delimiter.recognised(
      in: UnsafeBufferPointer(rebasing: text[rowStart..<(rowEnd ?? limit)]))
    scanner = RowScanner(text, from: rowStart, delimiter: delimiter, isLast: isLast)
    if case .incomplete = try scanner.next() { return nil }
    let fields = scanner.fields
    let line = Fault(.empty, at: rowStart).placed(in: text, of: file).line
    let strings = fields.map { $0.string(of: text) }
    let firstWord = fields.first { !$0.isMissing(in: text) }
    guard let firstWord, !NumberSyntax.looksNumeric(firstWord.bytes(of: text)) else {
      return Header(
        names: nil, count: fields.count, delimiter: delimiter, firstRow: strings, file: file,
        line: line, dataOffset: rowStart)
    }
    for (index, name) in strings.enumerated() where !name.isEmpty {
      if strings[..<index].contains(name) {
        throw Fault(.doubledColumn(name), at: fields[index].start)
      }
    }
    let dataOffset = scanner.position
    var firstRow: [String]?
    switch try scanner.next() {
    case .incomplete: return nil
    case .row: firstRow = scanner.fields.map { $0.string(of: text) }
    case .end: break
    }
    return Header(
      names: strings, count: fields.count, delimiter: delimiter, firstRow: firstRow, file: file,
      line: line, dataOffset: dataOffset)
  }
}
