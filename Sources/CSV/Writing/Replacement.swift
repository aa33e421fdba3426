internal import CTemporaryFiles
internal import Glibc

/// A temporary file that takes a file's place once it is whole.
struct Replacement {
  private let target: String
  private let directory: String
  private let temporary: String
  private let slot: Int32
  private let targetExists: Bool

  /// Opens what a path leads to for writing: a replacement for a regular file or none, anything
  /// else itself.
  static func open(
    _ path: String
  ) throws(CSVError) -> (descriptor: Int32, replacement: Replacement?) {
    do throws(SystemFault) {
      let target = try resolved(path)
      var status = stat()
      let exists = stat(target, &status) == 0
      if !exists, errno != ENOENT { throw SystemFault(errno) }
      if exists, status.st_mode & S_IFMT == S_IFDIR {
        throw SystemFault(EISDIR)
      }
      if exists, status.st_mode & S_IFMT != S_IFREG {
        let descriptor = Glibc.open(target, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw SystemFault(errno) }
        return (descriptor, nil)
      }
      if target.hasSuffix("/") { throw SystemFault(EISDIR) }
      // A file that can't be written to isn't replaced either.
      if exists, access(target, W_OK) != 0 { throw SystemFault(errno) }
      return try create(target, exists ? status : nil)
    } catch {
      throw CSVError(
        file: path,
        problem: error.code == EISDIR
          ? .outputIsDirectory : .cannotCreate(reason: systemReason(error.code)))
    }
  }

  private static func create(
    _ target: String, _ old: stat?
  ) throws(SystemFault) -> (descriptor: Int32, replacement: Replacement?) {
    let directory = Self.directory(of: target)
    for _ in 0..<100 {
      // The name is short whatever the target's is, and no other process or moment has it.
      var moment = timespec()
      clock_gettime(CLOCK_REALTIME, &moment)
      let unique = String(
        UInt64(moment.tv_sec) &* 1_000_000_000 &+ UInt64(moment.tv_nsec), radix: 36)
      let temporary = directory + "/.csv-\(getpid())-\(unique).tmp"
      let slot = ctf_register(temporary)
      // Without the file's mode the umask applies.
      let descriptor = Glibc.open(
        temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
      if descriptor < 0 {
        let code = errno
        ctf_forget(slot)
        if code == EEXIST || code == EINTR { continue }
        throw SystemFault(code)
      }
      let replacement = Replacement(
        target: target, directory: directory, temporary: temporary, slot: slot,
        targetExists: old != nil)
      if let old {
        // Only root can keep another's file that other's.
        if old.st_uid != geteuid() { _ = fchown(descriptor, old.st_uid, old.st_gid) }
        if fchmod(descriptor, old.st_mode & 0o7777) != 0 {
          let code = errno
          close(descriptor)
          replacement.discard()
          throw SystemFault(code)
        }
      }
      return (descriptor, replacement)
    }
    throw SystemFault(EEXIST)
  }

  /// Waits until the file's bytes are stored.
  func synchronize(_ descriptor: Int32) throws(SystemFault) {
    while fsync(descriptor) != 0 {
      if errno != EINTR { throw SystemFault(errno) }
    }
  }

  /// Puts the closed file in its place; where the directory can't be stored, the old one back.
  func commit() throws(SystemFault) {
    let backup = temporary + "~"
    let backupSlot = ctf_register(backup)
    defer { ctf_forget(backupSlot) }
    let hasBackup = targetExists && link(target, backup) == 0
    guard rename(temporary, target) == 0 else {
      let code = errno
      if hasBackup { unlink(backup) }
      throw SystemFault(code)
    }
    ctf_forget(slot)
    do throws(SystemFault) {
      try synchronizeDirectory()
    } catch {
      if hasBackup {
        rename(backup, target)
      } else if !targetExists {
        unlink(target)
      }
      throw error
    }
    if hasBackup { unlink(backup) }
  }

  private func synchronizeDirectory() throws(SystemFault) {
    let descriptor = Glibc.open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A directory that may be written to but not read can't be synchronised.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    while fsync(descriptor) != 0 {
      switch errno {
      case EINTR: continue
      case EINVAL, ENOTSUP: return
      default: throw SystemFault(errno)
      }
    }
  }

  /// Removes the temporary file, if it is still there.
  func discard() {
    unlink(temporary)
    ctf_forget(slot)
  }

  /// The path behind symbolic links, the last of which may lead nowhere yet.
  private static func resolved(_ path: String) throws(SystemFault) -> String {
    var path = path
    for _ in 0..<40 {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = readlink(path, &buffer, buffer.count)
      if count < 0 { return path }
      let link = String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      path = link.hasPrefix("/") ? link : directory(of: path) + "/" + link
    }
    throw SystemFault(ELOOP)
  }

  private static func directory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
