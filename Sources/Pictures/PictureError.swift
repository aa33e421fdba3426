/// Why a file is not a picture, with the place; the file's name comes first in every message.
public enum PictureError: Error, Equatable, Sendable {
  /// The first bytes are those of no known kind of picture.
  case unknownKind(file: String)
  /// A kind that is known and not read.
  case unreadKind(file: String, kind: String)
  /// More pixels than `Picture.pixelLimit`.
  case tooLarge(file: String, width: Int, height: Int)
  /// The file is shorter than its header says.
  case endsEarly(file: String, kind: String, size: Int)
  /// The file goes on after its picture.
  case goesOn(file: String, kind: String, end: Int, size: Int)
  /// A PNG that contradicts itself, in libpng's words.
  case unsound(file: String, byte: Int, problem: String)
  /// A binary sample above the greatest value.
  case sampleAbove(maximum: Int, found: Int, file: String, byte: Int)
  /// Text that is not what a PGM or PPM holds there.
  case text(expected: String, found: String, file: String, line: Int, column: Int)
  /// The picture does not fit into memory.
  case noMemory(file: String, size: Int)
}

extension PictureError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownKind(let file):
      "\(file): a picture must be a PNG, PGM or PPM, found none of their signatures"
    case .unreadKind(let file, let kind):
      "\(file): a picture must be a PNG, PGM (P2, P5) or PPM (P3, P6), found \(kind)"
    case .tooLarge(let file, let width, let height):
      "\(file): a picture must have at most \(Picture.pixelLimit) pixels, found \(width) × \(height)"
    case .endsEarly(let file, let kind, let size):
      "\(file): the \(kind) must be complete, found its end after \(size) bytes"
    case .goesOn(let file, let kind, let end, let size):
      "\(file): the \(kind) must end after \(end) bytes, found \(size - end) more"
    case .unsound(let file, let byte, let problem):
      "\(file): the PNG must be sound, found at byte \(byte): \(problem)"
    case .sampleAbove(let maximum, let found, let file, let byte):
      "\(file): a sample must be at most \(maximum), found \(found) at byte \(byte)"
    case .text(let expected, let found, let file, let line, let column):
      "\(file):\(line):\(column): \(expected), found \(found)"
    case .noMemory(let file, let size):
      "\(file): the picture needs \(size) bytes of memory, found fewer"
    }
  }
}
