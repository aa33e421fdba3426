import CSV
import Files

/// A whole file as text, for models.
enum TextFile {
  /// Reads at most 1 MiB and a byte.
  ///
  /// - Throws: `FileError` for what can't be read, `Failure` (65) for what is not UTF-8.
  static func read(_ source: Source) throws -> String {
    let stream = try source.open()
    var bytes = [UInt8](repeating: 0, count: 1 << 20 + 1)
    let count = try bytes.withRoom { (room) throws(FileError) in try stream.readFully(into: room) }
    guard let text = String(validating: bytes[..<count], as: UTF8.self) else {
      throw Failure(.badText, "\(source.name): text must be UTF-8, found other bytes")
    }
    return text
  }
}
