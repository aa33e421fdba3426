import CSV
import Glibc

/// A whole file as text, for models.
enum TextFile {
  /// Reads at most 1 MiB and a byte.
  ///
  /// - Throws: `Failure` (66) for what can't be read, (65) for what is not UTF-8.
  static func read(_ source: Source) throws -> String {
    let descriptor = open(source.name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(source.name, errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20 + 1)
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes { buffer in
        Glibc.read(descriptor, buffer.baseAddress.map { $0 + filled }, buffer.count - filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(source.name, errno) }
      if count == 0 { break }
      filled += count
    }
    guard let text = String(validating: bytes[..<filled], as: UTF8.self) else {
      throw Failure(.badText, "\(source.name): text must be UTF-8, found other bytes")
    }
    return text
  }

  private static func unreadable(_ name: String, _ reason: Int32) -> Failure {
    let why = reason == EISDIR
      ? "must be a file, not a directory" : "must be a file that can be read: \(String(cString: strerror(reason)))"
    return Failure(.noInput, "\(name): \(why)")
  }
}
