public import Files

/// The columns that were asked for of a table in a file.
public struct Table: Sendable {
  /// What the first row said.
  public let header: Header
  /// The columns, in the order of the requests.
  public let columns: [Column]
  /// The number of rows kept.
  public let rowCount: Int
  /// The rows skipped for a missing field.
  public let skipped: SkippedRows

  /// The file's name.
  public var name: String { source.name }

  private let source: Source
  private let parser: RowParser
  /// The whole text where the source can't be read twice.
  private let text: [UInt8]?
  /// Whether rows have lines.
  private let isText: Bool

  /// Reads a table: finds the columns, then chooses the rows, then reads the fields asked for.
  ///
  /// - Parameters:
  ///   - source: the file, or standard input.
  ///   - format: how its text is written.
  ///   - jobs: the number of threads; the result does not depend on it.
  ///   - choose: says which columns are wanted, once the header is known.
  ///   - conditions: say which rows are wanted; all of them must be met.
  /// - Throws: `CSVError`, the first in the file; whatever `choose` and `conditions` throw.
  /// - Complexity: O(bytes).
  public init(
    reading source: Source, format: TableFormat = TableFormat(), jobs: Int? = nil,
    choosing choose: (Header) throws -> [ColumnRequest],
    where conditions: (Header) throws -> [RowCondition] = { _ in [] }
  ) throws {
    var source = source
    switch try CSVError.of({ () throws(FileError) in try source.content() }) {
    case .array:
      self = try Table(array: source, choosing: choose)
      guard try header.count == 0 || conditions(header).isEmpty else {
        throw error("a table of text is needed to choose rows of, found an array")
      }
      return
    case .sound:
      throw CSVError(file: source.name, problem: .unusable("a table is needed here, found a sound"))
    case .text: break
    }
    let bytes = try InputBytes(source)
    let jobs = max(1, jobs ?? Workers.processors)
    let (header, parser, result, first) = try bytes.withBytes { text in
      let (header, parser) = try Self.prepare(text, source, format, choose, conditions)
      let parallel = ParallelParsing(
        text: text, start: header.dataOffset, isLast: true, parser: parser, jobs: jobs)
      let result = parallel.result()
      if let fault = result.fault { throw fault.placed(in: text, of: source.name) }
      let first = result.firstSkipped.map { Fault(.empty, at: $0).placed(in: text, of: source.name) }
      return (header, parser, result, first)
    }
    skipped = SkippedRows(count: result.skipped, first: first)
    self.header = header
    self.parser = parser
    columns = result.columns
    rowCount = result.rowCount
    self.source = source
    text = bytes.read
    isText = true
  }

  /// The columns of NumPy's array: numbers without names.
  private init(array source: Source, choosing choose: (Header) throws -> [ColumnRequest]) throws {
    let arrays = try CSVError.of { () throws(FileError) in try ArrayReader.columns(source) }
    let rows = arrays[0].count
    header = Header(
      names: nil, count: rows == 0 ? 0 : arrays.count, delimiter: .comma,
      firstRow: rows == 0 ? nil : arrays.map { NumberText.text($0[0]) }, commentedNames: nil,
      file: source.name, line: nil, dataOffset: 0)
    columns = try choose(header).map { request in
      let values = arrays[request.index]
      return request.content == .text ? .text(values.map { NumberText.text($0) }) : .numbers(values)
    }
    parser = RowParser(header, columns: [])
    rowCount = columns.isEmpty ? 0 : rows
    self.source = source
    text = nil
    isText = false
    skipped = SkippedRows(count: 0, first: nil)
  }

  private static func prepare(
    _ text: UnsafeBufferPointer<UInt8>, _ source: Source, _ format: TableFormat,
    _ choose: (Header) throws -> [ColumnRequest], _ conditions: (Header) throws -> [RowCondition]
  ) throws -> (Header, RowParser) {
    do {
      guard let header = try Header.read(text, isLast: true, file: source.name, format: format) else {
        preconditionFailure("a whole text has a header or none")
      }
      let recognition = ContentRecognition(
        header, try choose(header), header.count > 0 ? try conditions(header) : [], format)
      guard let parser = try recognition.parser(text, isLast: true) else {
        preconditionFailure("a whole text has its first row or none")
      }
      return (header, parser)
    } catch let fault as Fault {
      throw fault.placed(in: text, of: source.name)
    }
  }

  /// A problem at a field: of a row kept, of a column by its place among the requests.
  ///
  /// - Parameter text: what must hold, then what was found.
  /// - Complexity: O(bytes): the place is looked up in the file.
  public func error(row: Int, column: Int, _ text: String) -> CSVError {
    error(row: row, column: column, .unusable(text))
  }

  /// A problem with the table as a whole, such as having too few rows.
  public func error(_ text: String) -> CSVError {
    CSVError(file: source.name, problem: .unusable(text))
  }

  /// The different texts of a column of the file, in all its rows, in the order in which they first appear.
  ///
  /// - Complexity: O(bytes).
  public func distinct(_ index: Int, atMost limit: Int) -> (values: [String], hasMore: Bool) {
    func found(_ text: UnsafeBufferPointer<UInt8>) -> (values: [String], hasMore: Bool) {
      var scanner = RowScanner(text, from: header.dataOffset, delimiter: header.delimiter)
      var values: [String] = []
      while let outcome = try? scanner.next(), outcome == .row {
        guard index < scanner.fields.count else { break }
        let value = scanner.fields[index].string(of: text)
        if values.contains(value) { continue }
        if values.count == limit { return (values, true) }
        values.append(value)
      }
      return (values, false)
    }
    if let text { return text.withUnsafeBufferPointer(found) }
    return (try? InputBytes(source))?.withBytes(found) ?? ([], false)
  }

  private func error(row: Int, column: Int, _ problem: CSVProblem) -> CSVError {
    guard isText else {
      return CSVError(file: source.name, problem: .unusable("row \(row + 1): \(problem)"))
    }
    let unplaced = CSVError(file: source.name, problem: problem)
    func placed(_ text: UnsafeBufferPointer<UInt8>) -> CSVError {
      parser.fault(problem, row: row, request: column, in: text, from: header.dataOffset)?
        .placed(in: text, of: source.name) ?? unplaced
    }
    if let text { return text.withUnsafeBufferPointer(placed) }
    guard let bytes = try? InputBytes(source) else { return unplaced }
    return bytes.withBytes(placed)
  }
}
