/// The columns that were asked for of a table in a file.
public struct Table: Sendable {
  /// What the first row said.
  public let header: Header
  /// The columns, in the order of the requests.
  public let columns: [Column]
  /// The number of rows kept.
  public let rowCount: Int

  private let source: Source
  private let parser: RowParser
  /// The whole text where the source can't be read twice.
  private let text: [UInt8]?

  /// Reads a table.
  ///
  /// - Parameters:
  ///   - source: the file, or standard input.
  ///   - missing: what becomes of missing fields in the columns asked for.
  ///   - jobs: the number of threads; the result does not depend on it.
  ///   - choose: says which columns are wanted, once the header is known.
  /// - Throws: `CSVError`, the first in the file; whatever `choose` throws.
  /// - Complexity: O(bytes).
  public init(
    reading source: Source, missing: MissingPolicy = .refuse, jobs: Int? = nil,
    choosing choose: (Header) throws -> [ColumnRequest]
  ) throws {
    let bytes = try InputBytes(source)
    let read = try bytes.withBytes { text throws in
      let (header, parser) = try Self.prepare(text, source, missing, choose)
      guard let parser else { return (header, parser, [Column](), 0) }
      let parallel = ParallelParsing(
        text: text, start: header.dataOffset, isLast: true, parser: parser,
        jobs: max(1, jobs ?? Workers.processors))
      let result = parallel.result()
      if let fault = result.fault { throw fault.placed(in: text, of: source.name) }
      return (header, parser, result.columns, result.rowCount)
    }
    header = read.0
    self.parser =
      read.1 ?? RowParser(read.0, indices: [], contents: [], missing: missing)
    columns = read.2
    rowCount = read.3
    self.source = source
    text = bytes.read
  }

  private static func prepare(
    _ text: UnsafeBufferPointer<UInt8>, _ source: Source, _ missing: MissingPolicy,
    _ choose: (Header) throws -> [ColumnRequest]
  ) throws -> (Header, RowParser?) {
    do {
      guard let header = try Header.read(text, isLast: true, file: source.name) else {
        preconditionFailure("a whole text has a header or none")
      }
      let requests = try choose(header)
      let contents = try ContentRecognition(header, requests, missing).contents(text, isLast: true)
      return (
        header,
        contents.map {
          RowParser(header, indices: requests.map(\.index), contents: $0, missing: missing)
        }
      )
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

  private func error(row: Int, column: Int, _ problem: CSVProblem) -> CSVError {
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
