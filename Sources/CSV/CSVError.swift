public import Files

/// A problem of an input or output file, with its place.
///
/// Printed as `file:line:column: problem`, or `file: problem` where no line is to blame. Lines and
/// columns count from 1, columns in characters; standard input is `-`.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's path as it was given; `-` is standard input; empty where no file is to blame.
  public var file: String
  /// The line, from 1, if one is to blame.
  public var line: Int?
  /// The column in characters, from 1, if a line is to blame.
  public var column: Int?
  /// What is wrong.
  public var problem: CSVProblem

  /// A problem at a place.
  public init(file: String, line: Int? = nil, column: Int? = nil, problem: CSVProblem) {
    self.file = file
    self.line = line
    self.column = column
    self.problem = problem
  }

  /// A problem of the file itself.
  public init(_ error: FileError) { self.init(file: error.file, problem: .file(error.problem)) }

  /// Does what may fail at the file itself.
  static func of<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
  ) throws(CSVError) -> Result {
    do throws(FileError) { return try body() } catch { throw CSVError(error) }
  }

  /// What the problem means for the program's exit status.
  public var kind: FileErrorKind { problem.kind }

  /// `file:line:column: problem`.
  public var description: String {
    file.isEmpty ? problem.description : place + ": " + problem.description
  }

  /// `file:line:column`.
  public var place: String {
    var text = CSVProblem.escaped(file)
    if let line { text += ":\(line)" }
    if let column { text += ":\(column)" }
    return text
  }
}
