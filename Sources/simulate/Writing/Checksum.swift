import Files
import Glibc

/// The SHA-256 of a source, read once more.
enum Checksum {
  /// The checksum of a file; nil for what can't be read twice, a pipe.
  ///
  /// - Throws: `Failure` (66) where the file has gone, (74) where it can't be read to its end.
  static func of(_ source: Source) throws -> String? {
    let descriptor: Descriptor
    do throws(SystemFault) {
      descriptor = source.isStandardInput
        ? Descriptor(STDIN_FILENO) : try Descriptor.open(source.name, .reading)
    } catch {
      throw Failure(
        .noInput, "\(source.name): must be a file that can be read a second time: \(error.reason)")
    }
    defer { if !source.isStandardInput { descriptor.close() } }
    guard let status = try? descriptor.status(), status.kind == .regular else { return nil }
    var sum = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var place = 0
    do throws(SystemFault) {
      while true {
        let count = try buffer.withRoom { (room) throws(SystemFault) in
          try descriptor.read(into: room, from: place)
        }
        if count == 0 { return sum.finish() }
        buffer.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        place += count
      }
    } catch {
      throw Failure(.inputOutput, "\(source.name): reading stopped: \(error.reason)")
    }
  }
}
