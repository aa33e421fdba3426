import Files
import Glibc

/// A shard as it lies in its directory.
struct ShardFile {
  /// Its path.
  let path: String
  /// What it says it is.
  let label: ShardLabel

  /// Reads a file's last line.
  ///
  /// - Returns: nil where there is no such file, or it doesn't end as a shard does.
  init?(_ path: String) {
    guard let descriptor = try? Descriptor.openRegular(path, .reading) else { return nil }
    defer { descriptor.close() }
    guard let size = try? descriptor.status().size else { return nil }
    let length = min(size, ShardLabel.longest)
    var bytes = [UInt8](repeating: 0, count: length)
    let read = try? bytes.withRoom { (room) throws(SystemFault) in
      try descriptor.read(into: room, from: size - length)
    }
    guard read == length, bytes.last == 0x0A else { return nil }
    bytes.removeLast()
    let start = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    guard let label = ShardLabel(String(decoding: bytes[start...], as: UTF8.self)),
      size - label.line.utf8.count == label.bytes
    else { return nil }
    self.path = path
    self.label = label
  }

  /// Hands over its bytes, the label left out, and compares their checksum and the number of lines.
  ///
  /// - Returns: Whether they are what the label says.
  /// - Throws: `Failure` (66, 74) where it can't be read, what `body` throws.
  func read(_ body: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool {
    let descriptor: Descriptor
    do throws(SystemFault) { descriptor = try Descriptor.openRegular(path, .reading) } catch {
      throw Failure(.noInput, "\(path): must be a file that can be read: \(error.reason)")
    }
    defer { descriptor.close() }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    var sum = ShardSum()
    var left = label.bytes
    while left > 0 {
      let count: Int
      do throws(SystemFault) {
        count = try descriptor.read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)]))
      } catch {
        throw Failure(.inputOutput, "\(path): reading stopped: \(error.reason)")
      }
      if count == 0 { return false }
      let bytes = UnsafeRawBufferPointer(rebasing: buffer[..<count])
      sum.add(bytes)
      try body(bytes)
      left -= count
    }
    return sum.sum == label.sum && sum.rows == label.rows + 1
  }

  /// Whether its bytes are what the label says.
  ///
  /// - Throws: `Failure` (66, 74).
  func isWhole() throws -> Bool { try read { _ in } }
}
