internal import CNumberText
public import Files

/// A table that is read block by block, in bounded memory, as its rows arrive.
///
/// A block is what one read gave: from a pipe the rows that are there, of a file four mebibytes.
public struct TableStream: ~Copyable {
  /// What the first row said.
  public let header: Header
  private let source: Source
  private let jobs: Int
  private let parser: RowParser
  private var text: StreamText
  private var pending: CSVError?
  /// Where the last block began in the text.
  private var blockStart = 0

  /// Opens a table and reads as far as its columns' contents can be told.
  ///
  /// - Parameters: as for `Table`; `jobs` is the number of threads that parse a block.
  /// - Throws: `CSVError`; whatever `choose` throws.
  public init(
    reading source: Source, format: TableFormat = TableFormat(), jobs: Int = 1,
    choosing choose: (Header) throws -> [ColumnRequest],
    where conditions: (Header) throws -> [RowCondition] = { _ in [] }
  ) throws {
    var text = StreamText(try CSVError.of { () throws(FileError) in try source.open() })
    let header = try text.retry {
      bytes, isLast throws(Fault) in
      try Header.read(bytes, isLast: isLast, file: source.name, format: format)
    }
    let recognition = ContentRecognition(
      header, try choose(header), header.count > 0 ? try conditions(header) : [], format)
    let parser = try text.retry { bytes, isLast throws(Fault) in
      try recognition.parser(bytes, isLast: isLast)
    }
    text.position = header.dataOffset
    self.header = header
    self.source = source
    self.jobs = max(1, jobs)
    self.text = text
    self.parser = parser
  }

  /// The columns of the next rows, at least one row; nil at the end.
  ///
  /// - Throws: `CSVError`, once the rows before it were returned.
  public mutating func next() throws(CSVError) -> [Column]? {
    if let pending { throw pending }
    while true {
      blockStart = text.position
      let start = blockStart
      let isLast = text.isAtEnd
      let (jobs, parser) = (jobs, parser)
      let result = text.withBytes { bytes in
        ParallelParsing(text: bytes, start: start, isLast: isLast, parser: parser, jobs: jobs)
          .result()
      }
      if let fault = result.fault {
        let name = source.name
        let firstLine = text.firstLine
        pending = text.withBytes { fault.placed(in: $0, of: name, firstLine: firstLine) }
      }
      text.position = result.position
      if result.rowCount > 0 { return result.columns }
      if let pending { throw pending }
      if isLast { return nil }
      try text.refill()
    }
  }

  /// Whether every row was returned, without a fault.
  public var isAtEnd: Bool { pending == nil && text.isAtEnd }

  /// A problem with the table as a whole, such as having too few rows.
  public func error(_ text: String) -> CSVError {
    CSVError(file: source.name, problem: .unusable(text))
  }

  /// A problem at a field of the last block: of a row, of a column by its place among the requests.
  ///
  /// - Parameter text: what must hold, then what was found.
  public func error(row: Int, column: Int, _ text: String) -> CSVError {
    let problem = CSVProblem.unusable(text)
    let unplaced = CSVError(file: source.name, problem: problem)
    let parser = parser
    let (start, name, firstLine) = (blockStart, source.name, self.text.firstLine)
    return self.text.withBytes { bytes in
      parser.fault(problem, row: row, request: column, in: bytes, from: start)?
        .placed(in: bytes, of: name, firstLine: firstLine) ?? unplaced
    }
  }
}
