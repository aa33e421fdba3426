internal import CNumberText

/// Looks below lines of prose for the line in which a table begins.
struct TableSearch {
  let text: UnsafeBufferPointer<UInt8>
  /// The offset of the line that was taken for the first one.
  let firstRow: Int
  let isLast: Bool

  /// No table is looked for below this many lines.
  private static let most = 1000
  /// So many lines alike, the first of them perhaps a header, are a table.
  private static let alike = 3

  /// The number of lines from the first one to a better one; nil where the first one is good.
  ///
  /// - Parameters:
  ///   - first: the line taken for a header.
  ///   - second: the line below it.
  func betterStart(than first: TableLine, _ second: TableLine?, _ delimiter: Delimiter) -> Int? {
    guard let second else { return nil }
    let isRagged = second.fields.count != first.fields.count && !first.lacksRowNames(of: second)
    guard isRagged || second.isAllText else { return nil }
    let lines = self.lines()
    for start in lines.indices.dropFirst() {
      guard let begin = begins(at: start, lines) else { continue }
      // Rows of the same form may be this table's own, below one of text.
      return begin.delimiter == delimiter && begin.count == first.fields.count ? nil : start
    }
    return nil
  }

  /// Whether the lines up to an offset, which are to be passed over, are the first of a table's own.
  func holdsTable(upTo end: Int) -> Bool {
    let lines = self.lines()
    guard let first = lines.first, let base = text.baseAddress, let start = first.baseAddress else { return false }
    precondition(start >= base)
    // The last line that is passed over, with two that are not.
    let last = lines.lastIndex { line in line.baseAddress.map { $0 - base < end } ?? false }
    return last.map { begins(at: $0, lines) != nil && !isNumber(lines[$0], above: lines.dropFirst($0 + 1).first) } ?? false
  }

  /// Whether a line is a number alone, as prose may end in, above rows of another kind.
  private func isNumber(
    _ line: UnsafeBufferPointer<UInt8>, above next: UnsafeBufferPointer<UInt8>?
  ) -> Bool {
    guard let next else { return true }
    let delimiter = Delimiter.recognised(in: next)
    return row(line, delimiter)?.fields.count != row(next, delimiter)?.fields.count
  }

  /// Whether a table begins at a line, and of what form it is.
  private func begins(
    at start: Int, _ lines: [UnsafeBufferPointer<UInt8>]
  ) -> (delimiter: Delimiter, count: Int)? {
    let last = min(start + Self.alike, lines.count)
    guard last - start >= 2, last - start == Self.alike || isLast else { return nil }
    let delimiter = Delimiter.recognised(in: lines[start])
    let rows = lines[start..<last].compactMap { row($0, delimiter) }
    guard rows.count == last - start, rows.allSatisfy({ $0.fields.count == rows[0].fields.count }) else {
      return nil
    }
    let hasHeader = rows[0].isAllText
    let body = hasHeader ? rows.dropFirst() : rows[...]
    // A line of prose may begin with a number; of a table's rows every column that has one keeps it.
    for column in rows[0].fields.indices {
      let kinds = Set(body.map { $0.kinds[column] }).subtracting([.missing])
      if kinds.count > 1 { return nil }
    }
    guard body.allSatisfy({ $0.kinds.contains(.number) }) else { return nil }
    return (delimiter, rows[0].fields.count)
  }

  private func row(_ line: UnsafeBufferPointer<UInt8>, _ delimiter: Delimiter) -> TableLine? {
    var scanner = RowScanner(line, from: 0, delimiter: delimiter)
    guard case .row? = try? scanner.next(), scanner.position == line.count else { return nil }
    return TableLine(scanner.fields, line)
  }

  /// The lines from the first one on, as far as they are looked at.
  private func lines() -> [UnsafeBufferPointer<UInt8>] {
    var lines: [UnsafeBufferPointer<UInt8>] = []
    var start = firstRow
    while lines.count < Self.most, start < text.count, start - firstRow < RowScanner.longestLine {
      guard let feed = text[start...].firstIndex(of: UInt8(ascii: "\n")) else {
        if isLast { lines.append(UnsafeBufferPointer(rebasing: text[start...])) }
        break
      }
      lines.append(UnsafeBufferPointer(rebasing: text[start...feed]))
      start = feed + 1
    }
    return lines
  }
}
