/// What is wrong with a file's bytes, or with getting at them, apart from where.
public enum FileProblem: Error, Hashable, Sendable, CustomStringConvertible {
  // Reading.
  case noSuchInput(reason: String)
  case inputIsDirectory
  case notRegular
  case readingStopped(reason: String)
  case tooLarge(String)
  // Writing.
  case outputIsDirectory
  case cannotCreate(reason: String)
  case writingStopped(reason: String)
  /// A content that a format doesn't allow: what must hold, then what was found.
  case unusable(String)
  /// A library of the system that is needed and not there.
  case unavailable(String)

  /// What the problem means for the program's exit status.
  public var kind: FileErrorKind {
    switch self {
    case .noSuchInput, .inputIsDirectory: .missing
    case .notRegular, .outputIsDirectory, .cannotCreate: .cannotCreate
    case .readingStopped, .writingStopped: .inputOutput
    case .tooLarge: .tooLarge
    case .unusable: .data
    case .unavailable: .unavailable
    }
  }

  /// The message: what must hold, then what was found.
  public var description: String {
    switch self {
    case .noSuchInput(let reason): "must be a file that can be read: \(reason)"
    case .inputIsDirectory: "must be a file, not a directory"
    case .notRegular: "must be a regular file, found a directory, a link, a fifo or a device"
    case .readingStopped(let reason): "reading stopped: \(reason)"
    case .outputIsDirectory: "output must be a file, not a directory"
    case .cannotCreate(let reason): "output must be a file that can be created: \(reason)"
    case .writingStopped(let reason): "writing stopped: \(reason)"
    case .tooLarge(let text), .unusable(let text), .unavailable(let text): text
    }
  }
}
