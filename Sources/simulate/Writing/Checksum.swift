import CSV
import Glibc

/// The SHA-256 of a source, read once more.
enum Checksum {
  /// The checksum of a file; nil for what can't be read twice, a pipe.
  ///
  /// - Throws: `Failure` (66) where the file has gone, (74) where reading it stops.
  static func of(_ source: Source) throws -> String? {
    let descriptor = source.isStandardInput ? dup(STDIN_FILENO) : open(source.name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw Failure(.noInput, "\(source.name): must be a file that can be read a second time")
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      lseek(descriptor, 0, Int32(SEEK_SET)) == 0
    else { return nil }
    var sum = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Failure(
          .inputOutput, "\(source.name): reading it a second time stopped: \(String(cString: strerror(errno)))")
      }
      if count == 0 { break }
      buffer.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    return sum.finish()
  }
}
