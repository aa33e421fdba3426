internal import Glibc

/// What an output's name leads to.
enum OutputPlace {
  /// What this process has open already, by its number: written through, where it stands.
  case open(Int32)
  /// A fifo or a device: written through.
  case device(String)
  /// A regular file, or none yet.
  case file(String, FileStatus?)

  /// Follows symbolic links, of which the last may lead nowhere yet.
  ///
  /// - Throws: what the system says.
  init(_ path: String) throws(SystemFault) {
    var path = path
    for _ in 0..<40 {
      if let number = Self.openNumber(path) {
        self = .open(number)
        return
      }
      guard let link = Self.link(path) else {
        self = try Self.end(path)
        return
      }
      path = link.hasPrefix("/") ? link : FileExchange.directory(of: path) + "/" + link
    }
    throw SystemFault(ELOOP)
  }

  private static func end(_ path: String) throws(SystemFault) -> OutputPlace {
    let status: FileStatus?
    do throws(SystemFault) { status = try FileStatus.of(path) } catch {
      guard error.code == ENOENT else { throw error }
      status = nil
    }
    if status?.kind == .directory || status == nil && path.hasSuffix("/") {
      throw SystemFault(EISDIR)
    }
    guard let status else { return .file(path, nil) }
    guard status.kind == .regular else { return .device(path) }
    // A file that can't be written to isn't replaced either.
    _ = try FileName.withPath(path) { (path) throws(SystemFault) in
      try SystemFault.retrying { access(path, W_OK) }
    }
    return .file(path, status)
  }

  /// The number in `/dev/stdout`, `/dev/fd/3`, `/proc/self/fd/3`.
  private static func openNumber(_ path: String) -> Int32? {
    switch path {
    case "/dev/stdout": return STDOUT_FILENO
    case "/dev/stderr": return STDERR_FILENO
    default: break
    }
    for directory in ["/dev/fd/", "/proc/self/fd/", "/proc/\(getpid())/fd/", "/proc/thread-self/fd/"]
    where path.hasPrefix(directory) {
      return Int32(path.dropFirst(directory.count)).flatMap { $0 >= 0 ? $0 : nil }
    }
    return nil
  }

  private static func link(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = FileName.withPath(path) { readlink($0, &buffer, buffer.count) }
    return count < 0 ? nil : FileName.text(of: buffer[..<count].map(UInt8.init(bitPattern:)))
  }
}
