/// Reads a text as a matrix, some rows at a time.
struct MatrixParsing {
  let text: UnsafeBufferPointer<UInt8>
  let file: String

  /// About this many numbers are parsed column by column before they are put in order of rows.
  private static let tile = 1 << 15

  func matrix() throws(Fault) -> Matrix {
    guard let header = try Header.read(text, isLast: true, file: file, format: TableFormat()), header.count > 0 else {
      throw Fault(.unusable("a matrix must have at least one row, found none"), at: 0)
    }
    if let name = header.names?.first {
      throw Fault(
        .unusable(
          "a matrix must be numbers alone, without a header, found \(CSVProblem.quoted(name))"),
        at: firstRowOffset(header))
    }
    let columns = header.count
    let parser = RowParser(
      header,
      columns: (0..<columns).map { ParsedColumn(index: $0, content: .numbers, missing: .byPolicy) })
    let values = try rows(parser, columns)
    return Matrix(rows: values.count / columns, columns: columns, values: values)
  }

  private func rows(_ parser: RowParser, _ columns: Int) throws(Fault) -> [Double] {
    let height = max(1, Self.tile / columns)
    let tile = UnsafeMutablePointer<Double>.allocate(capacity: height * columns)
    defer { tile.deallocate() }
    let pointers = (0..<columns).map { tile + $0 * height }
    var values: [Double] = []
    var position = parser.header.dataOffset
    while true {
      let outcome = parser.parse(
        text, from: position, to: text.count, isLast: true, into: pointers, capacity: height)
      if let fault = outcome.fault { throw Self.worded(fault) }
      if values.count + outcome.rows * columns > Matrix.limit {
        throw Fault(
          .unusable("a matrix must have at most \(Matrix.limit) numbers, found more"),
          at: position)
      }
      for row in 0..<outcome.rows {
        for column in 0..<columns { values.append(tile[column * height + row]) }
      }
      position = outcome.position
      if outcome.rows < height { return values }
    }
  }

  /// Nothing may be missing in a matrix: no option allows it.
  private static func worded(_ fault: Fault) -> Fault {
    switch fault.problem {
    case .number(_, .empty):
      Fault(.unusable("a number must stand here, found an empty field"), at: fault.offset)
    case .number(let text, .missing):
      Fault(
        .unusable("a number must stand here, found \(CSVProblem.quoted(text))"), at: fault.offset)
    default: fault
    }
  }

  private func firstRowOffset(_ header: Header) -> Int {
    let hasMark = text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    var scanner = RowScanner(text, from: hasMark ? 3 : 0, delimiter: header.delimiter)
    _ = try? scanner.next()
    return scanner.fields.first?.start ?? 0
  }
}
