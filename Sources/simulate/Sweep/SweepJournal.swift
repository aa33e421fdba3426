import Files
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
  private let descriptor: Descriptor?

  /// The entries of a journal of this plan, none where there is no such journal, and whether there is one
  /// of any plan.
  ///
  /// - Throws: `Failure` (73) where something else has its name, (74) where it can't be read.
  static func read(
    _ path: String, named name: String, identity: String
  ) throws -> (entries: [Entry], isThere: Bool) {
    let content: [UInt8]
    do throws(SystemFault) {
      content = try whole(path)
    } catch {
      switch error.code {
      case ENOENT: return ([], false)
      case ELOOP, EINVAL: throw another(path, name)
      default: throw Failure(.inputOutput, "\(name): reading \(path) stopped: \(error.reason)")
      }
    }
    guard content.starts(with: kind.utf8) || kind.utf8.starts(with: content) else {
      throw another(path, name)
    }
    guard let end = content.lastIndex(of: 0x0A) else { return ([], true) }
    let lines = String(decoding: content[..<end], as: UTF8.self).split(separator: "\n")
    guard let first = lines.first, first + "\n" == head(identity) else { return ([], true) }
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
    return (entries, true)
  }

  private static func whole(_ path: String) throws(SystemFault) -> [UInt8] {
    let descriptor = try Descriptor.openRegular(path, .reading)
    defer { descriptor.close() }
    var content = [UInt8](repeating: 0, count: min(try descriptor.status().size, longest))
    let count = try content.withRoom { (room) throws(SystemFault) in
      try descriptor.read(into: room, from: 0)
    }
    return Array(content[..<count])
  }

  /// More than the lines of a sweep of many days.
  private static let longest = 1 << 26

  private static func another(_ path: String, _ name: String) -> Failure {
    Failure(
      .cannotCreate, "\(name): \(path) must be a sweep's journal or not there, found another file")
  }

  /// What every journal begins with.
  private static let kind = "simulate sweep journal "

  private static func head(_ identity: String) -> String { "\(kind)2 plan=\(identity)\n" }

  /// Begins a journal with the entries that still count.
  ///
  /// - Throws: `Failure` (73, 74).
  init(
    _ path: String, named name: String, identity: String, kept: [Entry], isOpen: Bool, rights: UInt32
  ) throws {
    self.path = path
    self.name = name
    guard isOpen else {
      descriptor = nil
      return
    }
    let descriptor: Descriptor
    do throws(SystemFault) {
      // What `read` has seen is there still, or nothing is.
      if let there = try? Descriptor.openRegular(path, .writing) {
        descriptor = there
      } else {
        descriptor = try Descriptor.open(path, .creating(rights: rights))
      }
    } catch {
      throw Failure(
        .cannotCreate, "\(name): the journal \(path) can't be created: \(error.reason)")
    }
    self.descriptor = descriptor
    // What counts stays where it is, so that a kill now loses nothing of it.
    let text = Self.head(identity) + kept.map(\.line).joined()
    do {
      let length = kept.isEmpty ? 0 : text.utf8.count
      try storing { descriptor throws(SystemFault) in
        try descriptor.truncate(to: length)
        try descriptor.move(to: length)
      }
      if kept.isEmpty { try write(text) }
    } catch {
      if kept.isEmpty { remove() }
      throw error
    }
  }

  deinit { descriptor?.close() }

  /// Adds an entry, on the disk when this returns.
  ///
  /// - Throws: `Failure` (74).
  func add(_ entry: Entry) throws { try write(entry.line) }

  private func write(_ text: String) throws {
    try storing { descriptor throws(SystemFault) in
      try Array(text.utf8).withRawBytes { (bytes) throws(SystemFault) in try descriptor.write(bytes) }
      try descriptor.synchronizeBytes()
    }
  }

  private func storing(_ body: (Descriptor) throws(SystemFault) -> Void) throws {
    guard let descriptor else { return }
    do throws(SystemFault) { try body(descriptor) } catch {
      throw Failure(.inputOutput, "\(name): writing the journal stopped: \(error.reason)")
    }
  }

  /// Removes it.
  func remove() { FileRemoval.remove(path) }
}
