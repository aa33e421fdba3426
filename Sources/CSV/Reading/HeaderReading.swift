internal import CNumberText

extension Header {
  /// Reads the first row of a text, and the second where the first may be a header; nil where more of
  /// the text is needed.
  static func read(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool, file: String, format: TableFormat
  ) throws(Fault) -> Header? {
    let skipped = format.skippedLinesByFile[file] ?? format.skippedLines
    guard let start = try tableStart(text, isLast: isLast, skipped: skipped) else { return nil }
    var scanner = RowScanner(text, from: start, delimiter: .comma, isLast: isLast)
    switch try scanner.skipToRow() {
    case .incomplete: return nil
    case .end:
      return Header(
        names: nil, count: 0, delimiter: .comma, firstRow: nil, commentedNames: nil, file: file,
        line: nil, dataOffset: text.count)
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
    let first = TableLine(scanner.fields, text)
    let line = Fault(.empty, at: rowStart).placed(in: text, of: file).line
    func bare() -> Header {
      Header(
        names: nil, count: first.fields.count, delimiter: delimiter, firstRow: first.strings(text),
        commentedNames: commentedNames(text, before: rowStart, delimiter, count: first.fields.count),
        file: file, line: line, dataOffset: rowStart)
    }
    guard first.mayBeHeader else { return bare() }
    var dataOffset = scanner.position
    var second: TableLine?
    switch try scanner.next() {
    case .incomplete: return nil
    case .row: second = TableLine(scanner.fields, text)
    case .end: break
    }
    if let line = second, delimiter == .tab, line.areWidths(text) {
      // The USGS's tables tell the width and kind of each column in a line below the names.
      dataOffset = scanner.position
      second = nil
      switch try scanner.next() {
      case .incomplete: return nil
      case .row: second = TableLine(scanner.fields, text)
      case .end: break
      }
    }
    let search = TableSearch(text: text, firstRow: rowStart, isLast: isLast)
    if let begin = search.betterStart(than: first, second, delimiter), let line {
      throw Fault(.proseBeforeTable(line: line + begin, skipped: line + begin - 1), at: rowStart)
    }
    guard first.isHeader(before: second) else { return bare() }
    var names = first.strings(text)
    if let second, first.lacksRowNames(of: second) { names.insert("", at: 0) }
    // What pandas makes of row numbers that it has written and read again.
    if names.count > 1, names[0] == "Unnamed: 0" { names[0] = "" }
    var seen: Set<String> = []
    for (index, name) in names.enumerated() where !name.isEmpty {
      if !seen.insert(name).inserted {
        throw Fault(.doubledColumn(name), at: first.fields[index - names.count + first.fields.count].start)
      }
    }
    return Header(
      names: names, count: names.count, delimiter: delimiter, firstRow: second?.strings(text),
      commentedNames: nil, file: file, line: line, dataOffset: dataOffset)
  }

  /// The offset after a mark and the lines to be passed over; nil where more of the text is needed.
  private static func tableStart(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool, skipped: Int
  ) throws(Fault) -> Int? {
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
    if let other = OtherFormat(text) { throw Fault(.otherFormat(other), at: 0) }
    let begin = start
    for line in 0..<skipped {
      guard let feed = text[start...].firstIndex(of: UInt8(ascii: "\n")) else {
        if isLast { throw Fault(.tooFewLines(found: line, skipped: skipped), at: start) }
        return nil
      }
      start = feed + 1
    }
    let search = TableSearch(text: text, firstRow: begin, isLast: isLast)
    if skipped > 0, search.holdsTable(upTo: start) {
      throw Fault(.tableInSkippedLines(skipped: skipped), at: begin)
    }
    return start
  }

  /// The names in a comment right above the first row, where there are as many as columns.
  private static func commentedNames(
    _ text: UnsafeBufferPointer<UInt8>, before rowStart: Int, _ delimiter: Delimiter, count: Int
  ) -> [String]? {
    guard rowStart > 1 else { return nil }
    let start = (text[..<(rowStart - 1)].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    guard let mark = text[start..<rowStart].firstIndex(where: { $0 != 0x20 && $0 != 0x09 }),
      text[mark] == UInt8(ascii: "#")
    else { return nil }
    var scanner = RowScanner(
      UnsafeBufferPointer(rebasing: text[..<rowStart]), from: mark + 1, delimiter: delimiter)
    guard case .row? = try? scanner.next() else { return nil }
    let line = TableLine(scanner.fields, text)
    guard line.fields.count == count, line.isAllText else { return nil }
    return line.strings(text)
  }
}
