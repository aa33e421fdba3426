import Glibc

/// Lines that say how much of a sweep's part file counts.
///
///     simulate sweep journal 2 plan=…
///     runs=4096 bytes=123456 xxh64=… line=…
///
/// The first checksum is of the part's bytes since the line before, the second of the line itself: what
/// follows a line that was changed, or has no end, does not count.
final class SweepJournal {
  /// A line.
  struct Entry: Hashable {
    /// How many runs are done.
    var done: Int
    /// How many bytes they take.
    var bytes: Int
    /// The XXH64 of those since the line before.
    var sum: String

    /// The line, with its end.
    var line: String { CheckedLine.text("runs=\(done) bytes=\(bytes) xxh64=\(sum)") }
  }

  private let path: String
  private let name: String
  private let descriptor: Int32

  /// The entries of a journal of this plan; none where there is no such journal.
  static func read(_ path: String, identity: String) -> [Entry] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var content: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      content += buffer[..<count]
    }
    guard let end = content.lastIndex(of: 0x0A) else { return [] }
    let lines = String(decoding: content[..<end], as: UTF8.self).split(separator: "\n")
    guard let first = lines.first, first + "\n" == head(identity) else { return [] }
    var entries: [Entry] = []
    for line in lines.dropFirst() {
      let words = line.split(separator: " ")
      guard words.count == 4, let done = Int(words[0].dropFirst(5)),
        let bytes = Int(words[1].dropFirst(6)),
        case let entry = Entry(done: done, bytes: bytes, sum: String(words[2].dropFirst(6))),
        entry.line == line + "\n", bytes > entries.last?.bytes ?? 0, done >= entries.last?.done ?? 0
      else { break }
      entries.append(entry)
    }
    return entries
  }

  private static func head(_ identity: String) -> String { "simulate sweep journal 2 plan=\(identity)\n" }

  /// Begins a journal with the entries that still count.
  ///
  /// - Throws: `Failure` (73, 74).
  init(_ path: String, named name: String, identity: String, kept: [Entry], isOpen: Bool) throws {
    self.path = path
    self.name = name
    guard isOpen else {
      descriptor = -1
      return
    }
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw Failure(
        .cannotCreate, "\(name): the journal \(path) can't be created: \(String(cString: strerror(errno)))")
    }
    // What counts stays where it is, so that a kill now loses nothing of it.
    let text = Self.head(identity) + kept.map(\.line).joined()
    guard ftruncate(descriptor, kept.isEmpty ? 0 : off_t(text.utf8.count)) == 0 else {
      throw Failure(
        .inputOutput, "\(name): writing the journal stopped: \(String(cString: strerror(errno)))")
    }
    if kept.isEmpty { try write(text) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Adds an entry, on the disk when this returns.
  ///
  /// - Throws: `Failure` (74).
  func add(_ entry: Entry) throws { try write(entry.line) }

  private func write(_ text: String) throws {
    guard Messages.write(text, to: descriptor), fdatasync(descriptor) == 0 else {
      throw Failure(
        .inputOutput, "\(name): writing the journal stopped: \(String(cString: strerror(errno)))")
    }
  }

  /// Removes it.
  func remove() { unlink(path) }
}
