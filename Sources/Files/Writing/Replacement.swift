internal import CTemporaryFiles
internal import Glibc

/// A temporary file that takes a file's place once it is whole.
struct Replacement {
  private let target: String
  private let temporary: String
  private let slot: Int32

  /// Opens what a path leads to for writing: a replacement for a regular file or none, anything
  /// else itself.
  ///
  /// - Throws: `FileError` of the kind `cannotCreate`.
  static func open(
    _ path: String
  ) throws(FileError) -> (descriptor: Descriptor, replacement: Replacement?) {
    do throws(SystemFault) {
      switch try OutputPlace(path) {
      case .open(let number):
        return (Descriptor(try SystemFault.retrying { fcntl(number, F_DUPFD_CLOEXEC, 3) }), nil)
      case .device(let name): return (try Descriptor.open(name, .writing), nil)
      case .file(let name, let old): return try create(name, old)
      }
    } catch {
      throw FileError(
        path, error.code == EISDIR ? .outputIsDirectory : .cannotCreate(reason: error.reason))
    }
  }

  private static func create(
    _ target: String, _ old: FileStatus?
  ) throws(SystemFault) -> (descriptor: Descriptor, replacement: Replacement?) {
    let directory = FileExchange.directory(of: target)
    for _ in 0..<100 {
      // The name is short whatever the target's is, and no other process or moment has it.
      var moment = timespec()
      clock_gettime(CLOCK_REALTIME, &moment)
      let unique = String(
        UInt64(moment.tv_sec) &* 1_000_000_000 &+ UInt64(moment.tv_nsec), radix: 36)
      let temporary = directory + "/.csv-\(getpid())-\(unique).tmp"
      let slot = FileName.withPath(temporary) { ctf_register($0) }
      let descriptor: Descriptor
      do throws(SystemFault) {
        // Never more open than the old file, not for a moment; of a new one the umask decides.
        descriptor = try Descriptor.open(
          temporary, .creating(rights: old.map { $0.rights & 0o777 } ?? 0o666))
      } catch {
        ctf_forget(slot)
        if error.code == EEXIST { continue }
        throw error
      }
      let replacement = Replacement(target: target, temporary: temporary, slot: slot)
      do throws(SystemFault) {
        if let old { try descriptor.take(ownerAndRightsOf: old) }
      } catch {
        descriptor.close()
        replacement.discard()
        throw error
      }
      return (descriptor, replacement)
    }
    throw SystemFault(EEXIST)
  }

  /// Puts the closed file in its place; where the directory can't be stored, the old one back.
  func commit() throws(SystemFault) {
    try FileExchange.put(temporary, inPlaceOf: target)
    ctf_forget(slot)
  }

  /// Removes the temporary file, if it is still there.
  func discard() {
    FileRemoval.remove(temporary)
    ctf_forget(slot)
  }
}
