import CSV
import Glibc

/// A sweep's output while it is being computed: `FILE.part`, and `FILE.journal`, which says how much
/// of it counts.
///
/// Killed at any moment, the same command goes on behind the last line of the journal; what stands
/// behind it in the part is cut off. At the end the part takes the file's name.
final class PartFile {
  /// How many runs are done.
  private(set) var done = 0
  /// How many bytes they take.
  private(set) var bytes = 0
  /// Whether an earlier call had finished everything but the clearing up.
  private(set) var isFinished = false

  private let target: String
  private let name: String
  private let count: Int
  private let descriptor: Int32
  private let journal: SweepJournal
  private var sum = XXHash64()
  private var marked = Clock.now
  private var pending = 0

  private var part: String { target + ".part" }

  /// The seconds between two lines of the journal.
  private static let interval = 0.5

  /// Where a path leads: a regular file, or none yet; nil for a device, a fifo, a directory.
  static func target(_ path: String) -> String? {
    var status = stat()
    if stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFREG, access(path, W_OK) == 0,
        let resolved = realpath(path, nil)
      else { return nil }
      defer { free(resolved) }
      return String(cString: resolved)
    }
    var link = stat()
    // A link that leads nowhere is left to the plain output.
    guard errno == ENOENT, lstat(path, &link) != 0, !path.hasSuffix("/") else { return nil }
    return path
  }

  /// Opens the part of a file, and goes on where an earlier call of the same plan stopped.
  ///
  /// - Throws: `Failure` (73) where it can't be opened or another process writes it.
  init(_ target: String, named name: String, identity: String, count: Int) throws {
    self.target = target
    self.name = name
    self.count = count
    let path = target + ".part"
    let found = SweepJournal.read(target + ".journal", identity: identity).filter { $0.done <= count }
    if let last = found.last, last.done == count, access(path, F_OK) != 0,
      PartFile.verified(target, found).last == last, PartFile.size(target) == last.bytes
    {
      unlink(target + ".journal")
      isFinished = true
    }
    descriptor = isFinished ? -1 : open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
    guard isFinished || descriptor >= 0 else { throw PartFile.cannot(name, errno) }
    if !isFinished, flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let reason = errno
      close(descriptor)
      guard reason != EWOULDBLOCK else {
        throw Failure(.cannotCreate, "\(name): one process must write it, found another at work on \(path)")
      }
      throw PartFile.cannot(name, reason)
    }
    let kept = isFinished ? [] : PartFile.verified(path, found)
    done = kept.last?.done ?? 0
    bytes = kept.last?.bytes ?? 0
    do {
      journal = try SweepJournal(
        target + ".journal", named: name, identity: identity, kept: kept, isOpen: !isFinished)
    } catch {
      if descriptor >= 0 { close(descriptor) }
      throw error
    }
    guard !isFinished else { return }
    guard ftruncate(descriptor, off_t(bytes)) == 0, lseek(descriptor, off_t(bytes), Int32(SEEK_SET)) >= 0
    else { throw PartFile.cannot(name, errno) }
    var status = stat()
    if stat(target, &status) == 0 { fchmod(descriptor, status.st_mode & 0o7777) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private static func cannot(_ name: String, _ reason: Int32) -> Failure {
    Failure(.cannotCreate, "\(name): the output can't be created: \(String(cString: strerror(reason)))")
  }

  private static func size(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// The entries of a journal up to the first whose bytes are not what it says.
  private static func verified(_ path: String, _ entries: [SweepJournal.Entry]) -> [SweepJournal.Entry] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var at = 0
    for (k, entry) in entries.enumerated() {
      var sum = XXHash64()
      while at < entry.bytes {
        let count = buffer.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, min($0.count, entry.bytes - at)) }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return Array(entries[..<k]) }
        buffer.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        at += count
      }
      if sum.finish() != entry.sum { return Array(entries[..<k]) }
    }
    return entries
  }

  /// Writes bytes; where they end with a run, a line of the journal may follow.
  ///
  /// - Throws: `Failure` (74).
  func write(_ added: UnsafeRawBufferPointer, done: Int?) throws {
    var rest = added
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw stopped(errno) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
    sum.update(added)
    bytes += added.count
    pending += added.count
    guard let done else { return }
    self.done = done
    if Clock.now - marked > PartFile.interval, done < count { try mark() }
  }

  /// Writes text.
  func write(_ text: String, done: Int) throws {
    try Array(text.utf8).withUnsafeBytes { try write($0, done: done) }
  }

  /// Makes what is written count.
  private func mark() throws {
    guard pending > 0 else { return }
    guard fdatasync(descriptor) == 0 else { throw stopped(errno) }
    try journal.add(SweepJournal.Entry(done: done, bytes: bytes, sum: sum.finish()))
    sum = XXHash64()
    pending = 0
    marked = Clock.now
  }

  private func stopped(_ reason: Int32) -> Failure {
    Failure(
      .inputOutput, "\(name): writing stopped: \(String(cString: strerror(reason))); what is finished "
        + "stays in \(part), and the same command goes on from there")
  }

  /// Gives the whole part the file's name.
  ///
  /// - Throws: `Failure` (74).
  func finish() throws {
    try mark()
    guard fsync(descriptor) == 0, rename(part, target) == 0 else { throw stopped(errno) }
    let folder = target.lastIndex(of: "/").map { String(target[...$0]) } ?? "."
    let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if directory >= 0 {
      let status = fsync(directory)
      let reason = errno
      close(directory)
      if status != 0, reason != EINVAL, reason != ENOTSUP { throw stopped(reason) }
    }
    journal.remove()
  }

  /// Removes part and journal.
  func discard() {
    unlink(part)
    journal.remove()
  }
}
