/// A problem of a file, with its name; printed as `file: problem`.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as it was given; `-` is standard input.
  public var file: String
  /// What is wrong.
  public var problem: FileProblem

  /// A problem of a file.
  public init(_ file: String, _ problem: FileProblem) {
    self.file = file
    self.problem = problem
  }

  /// What the problem means for the program's exit status.
  public var kind: FileErrorKind { problem.kind }

  /// `file: problem`.
  public var description: String { "\(file): \(problem)" }
}
