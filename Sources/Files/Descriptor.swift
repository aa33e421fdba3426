internal import Glibc

/// An open file: each call tries again where a signal came between.
public struct Descriptor: Hashable, Sendable {
  /// The system's number.
  public let number: Int32

  /// What has that number.
  public init(_ number: Int32) { self.number = number }

  /// How a file is opened.
  public enum Use: Sendable {
    /// For reading.
    case reading
    /// For writing into what is there.
    case writing
    /// For both.
    case updating
    /// A new file, for both, where nothing of that name is, with these rights.
    case creating(rights: UInt32)
  }

  /// Opens a file.
  ///
  /// - Throws: what the system says.
  public static func open(_ name: String, _ use: Use) throws(SystemFault) -> Descriptor {
    try open(name, use, adding: 0)
  }

  /// Opens a regular file that is no link; never waits, as opening a fifo does.
  ///
  /// - Throws: what the system says; `ELOOP` for a link, `EINVAL` for anything else.
  public static func openRegular(_ name: String, _ use: Use) throws(SystemFault) -> Descriptor {
    let descriptor = try open(name, use, adding: O_NONBLOCK | O_NOFOLLOW)
    guard let status = try? descriptor.status(), status.kind == .regular else {
      descriptor.close()
      throw SystemFault(EINVAL)
    }
    return descriptor
  }

  private static func open(
    _ name: String, _ use: Use, adding more: Int32
  ) throws(SystemFault) -> Descriptor {
    let flags: Int32
    var rights: UInt32 = 0
    switch use {
    case .reading: flags = O_RDONLY
    case .writing: flags = O_WRONLY
    case .updating: flags = O_RDWR
    case .creating(let given):
      flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW
      rights = given
    }
    return try FileName.withPath(name) { (path) throws(SystemFault) in
      Descriptor(
        try SystemFault.retrying { Glibc.open(path, flags | more | O_CLOEXEC, mode_t(rights)) })
    }
  }

  /// What the system knows of it.
  public func status() throws(SystemFault) -> FileStatus {
    var status = stat()
    try SystemFault.retrying { fstat(number, &status) }
    return FileStatus(status)
  }

  /// Where it stands; nil for what has no place, such as a pipe.
  public var position: Int? {
    let place = lseek(number, 0, Int32(SEEK_CUR))
    return place < 0 ? nil : Int(place)
  }

  /// Moves to a place.
  public func move(to place: Int) throws(SystemFault) {
    try SystemFault.retrying { lseek(number, off_t(place), Int32(SEEK_SET)) }
  }

  /// Reads what is there, at least a byte but at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemFault) -> Int {
    try SystemFault.retrying { Glibc.read(number, buffer.baseAddress, buffer.count) }
  }

  /// Reads from a place as much as there is, without moving.
  public func read(
    into buffer: UnsafeMutableRawBufferPointer, from place: Int
  ) throws(SystemFault) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let got = try SystemFault.retrying {
        pread(number, rest.baseAddress, rest.count, off_t(place + done))
      }
      if got == 0 { break }
      done += got
    }
    return done
  }

  /// Writes all bytes, at a place where one is given.
  public func write(_ bytes: UnsafeRawBufferPointer, at place: Int? = nil) throws(SystemFault) {
    var rest = bytes
    while !rest.isEmpty {
      let count: Int
      do throws(SystemFault) {
        count = try SystemFault.retrying {
          place.map { pwrite(number, rest.baseAddress, rest.count, off_t($0 + bytes.count - rest.count)) }
            ?? Glibc.write(number, rest.baseAddress, rest.count)
        }
      } catch {
        guard error.code == EAGAIN else { throw error }
        // A pipe that its other end made non-blocking.
        var wait = pollfd(fd: number, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
        continue
      }
      if count == 0 { throw SystemFault(EIO) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Cuts it to a length.
  public func truncate(to length: Int) throws(SystemFault) {
    try SystemFault.retrying { ftruncate(number, off_t(length)) }
  }

  /// Waits until what is written is stored; of the rest only what reading it needs.
  public func synchronizeBytes() throws(SystemFault) {
    try SystemFault.retrying { fdatasync(number) }
  }

  /// Waits until all is stored.
  public func synchronize() throws(SystemFault) {
    try SystemFault.retrying { fsync(number) }
  }

  /// Keeps other processes out.
  ///
  /// - Returns: Whether none is in already.
  public func lock() throws(SystemFault) -> Bool {
    do throws(SystemFault) {
      try SystemFault.retrying { flock(number, LOCK_EX | LOCK_NB) }
      return true
    } catch {
      if error.code == EWOULDBLOCK { return false }
      throw error
    }
  }

  /// Gives it the owner, group and rights of another file, as far as this process may.
  ///
  /// Where the group can't be kept, its members are given no more than all others.
  public func take(ownerAndRightsOf old: FileStatus) throws(SystemFault) {
    var rights = old.rights
    let new = try status()
    if new.owner != old.owner || new.group != old.group {
      let isKept =
        fchown(number, old.owner, old.group) == 0 || fchown(number, UInt32.max, old.group) == 0
      if !isKept { rights = rights & ~0o070 | rights & (rights & 0o007) << 3 }
    }
    if try status().rights != rights {
      try SystemFault.retrying { fchmod(number, rights) }
    }
  }

  /// Closes it.
  ///
  /// - Throws: what the system says; it is closed all the same.
  public func checkedClose() throws(SystemFault) {
    if Glibc.close(number) != 0, errno != EINTR { throw SystemFault(errno) }
  }

  /// Closes it; of what was read alone.
  public func close() { _ = Glibc.close(number) }
}
