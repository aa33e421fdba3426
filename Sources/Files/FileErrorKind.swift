/// The classes of problems that a program tells apart by its exit status, the raw value.
public enum FileErrorKind: Int32, Hashable, Sendable {
  /// More is asked for than can be held.
  case tooLarge = 64
  /// The content of a file is not what it must be.
  case data = 65
  /// An input is missing or unreadable.
  case missing = 66
  /// A library of the system is missing.
  case unavailable = 69
  /// An output can't be created.
  case cannotCreate = 73
  /// Reading or writing failed.
  case inputOutput = 74
}
