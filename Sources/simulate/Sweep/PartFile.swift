import CSV
import Files
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
  private let descriptor: Descriptor?
  private let journal: SweepJournal
  private var sum = XXHash64()
  private var marked = Clock.now
  private var pending = 0

  private var part: String { target + ".part" }

  /// The seconds between two lines of the journal.
  private static let interval = 0.5

  /// Where a path leads: a regular file, or none yet; nil for a device, a fifo, a directory.
  static func target(_ path: String) -> String? {
    do throws(SystemFault) {
      // What is open already, a fifo, a device: written through.
      guard try FileStatus.of(path).kind == .regular, !path.hasPrefix("/dev/"), !path.hasPrefix("/proc/")
      else { return nil }
      return FileName.withPath(path) { path in
        guard access(path, W_OK) == 0, let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return FileName.text(resolved)
      }
    } catch {
      // A link that leads nowhere is left to the plain output.
      let isLink = (try? FileStatus.of(path, followingLinks: false)) != nil
      return error.code == ENOENT && !isLink && !path.hasSuffix("/") ? path : nil
    }
  }

  /// Opens the part of a file, and goes on where an earlier call of the same plan stopped.
  ///
  /// - Throws: `Failure` (73) where it can't be opened or another process writes it.
  init(_ target: String, named name: String, identity: String, count: Int) throws {
    self.target = target
    self.name = name
    self.count = count
    let path = target + ".part"
    let journalPath = target + ".journal"
    let (entries, hasJournal) = try SweepJournal.read(journalPath, named: name, identity: identity)
    let found = entries.filter { $0.done <= count }
    let hasPart = (try? FileStatus.of(path, followingLinks: false)) != nil
    if let last = found.last, last.done == count, !hasPart,
      PartFile.verified(target, found).last == last, (try? FileStatus.of(target))?.size == last.bytes
    {
      FileRemoval.remove(journalPath)
      isFinished = true
      descriptor = nil
      journal = try SweepJournal(
        journalPath, named: name, identity: identity, kept: [], isOpen: false, rights: 0)
      return
    }
    let old = try? FileStatus.of(target)
    let descriptor = try PartFile.open(path, named: name, isOurs: hasJournal, beside: old)
    self.descriptor = descriptor
    let kept = PartFile.verified(path, found)
    done = kept.last?.done ?? 0
    bytes = kept.last?.bytes ?? 0
    do {
      journal = try SweepJournal(
        journalPath, named: name, identity: identity, kept: kept, isOpen: true,
        rights: old.map { $0.rights & 0o777 } ?? 0o666)
    } catch {
      descriptor.close()
      if !hasPart { FileRemoval.remove(path) }
      throw error
    }
    do throws(SystemFault) {
      try descriptor.truncate(to: bytes)
      try descriptor.move(to: bytes)
      if let old { try descriptor.take(ownerAndRightsOf: old) }
    } catch {
      descriptor.close()
      if kept.isEmpty { discard() }
      throw PartFile.cannot(name, error)
    }
  }

  deinit { descriptor?.close() }

  /// Opens the part, or makes it: never what is behind a link, and never another program's file, which is
  /// one that bytes are in and no journal stands beside.
  private static func open(
    _ path: String, named name: String, isOurs: Bool, beside old: FileStatus?
  ) throws -> Descriptor {
    do throws(SystemFault) {
      for _ in 0..<100 {
        do throws(SystemFault) {
          return try locked(
            try Descriptor.open(path, .creating(rights: old.map { $0.rights & 0o777 } ?? 0o666)))
        } catch {
          guard error.code == EEXIST else { throw error }
        }
        let descriptor: Descriptor
        do throws(SystemFault) {
          descriptor = try Descriptor.openRegular(path, .updating)
        } catch {
          // Another process has just finished with it.
          if error.code == ENOENT { continue }
          throw error
        }
        if try descriptor.status().size > 0, !isOurs {
          descriptor.close()
          throw SystemFault(EEXIST)
        }
        return try locked(descriptor)
      }
      throw SystemFault(EEXIST)
    } catch {
      switch error.code {
      case EWOULDBLOCK:
        throw Failure(
          .cannotCreate, "\(name): one process must write it, found another at work on \(path)")
      case EEXIST, EINVAL, ELOOP:
        throw Failure(
          .cannotCreate, "\(name): \(path) must be a sweep's unfinished output or not there, found another file")
      default: throw cannot(name, error)
      }
    }
  }

  private static func locked(_ descriptor: Descriptor) throws(SystemFault) -> Descriptor {
    do throws(SystemFault) {
      if try descriptor.lock() { return descriptor }
      throw SystemFault(EWOULDBLOCK)
    } catch {
      descriptor.close()
      throw error
    }
  }

  private static func cannot(_ name: String, _ fault: SystemFault) -> Failure {
    Failure(.cannotCreate, "\(name): the output can't be created: \(fault.reason)")
  }

  /// The entries of a journal up to the first whose bytes are not what it says.
  private static func verified(_ path: String, _ entries: [SweepJournal.Entry]) -> [SweepJournal.Entry] {
    guard let descriptor = try? Descriptor.openRegular(path, .reading) else { return [] }
    defer { descriptor.close() }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    var at = 0
    for (k, entry) in entries.enumerated() {
      var sum = XXHash64()
      while at < entry.bytes {
        let room = min(buffer.count, entry.bytes - at)
        let count = buffer.withUnsafeMutableBytes { bytes in
          try? descriptor.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<room]))
        }
        guard let count, count > 0 else { return Array(entries[..<k]) }
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
    try storing { descriptor throws(SystemFault) in try descriptor.write(added) }
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
    try storing { descriptor throws(SystemFault) in try descriptor.synchronizeBytes() }
    try journal.add(SweepJournal.Entry(done: done, bytes: bytes, sum: sum.finish()))
    sum = XXHash64()
    pending = 0
    marked = Clock.now
  }

  /// Does something to the part; where that fails before anything counts, nothing is left of it.
  private func storing(_ body: (Descriptor) throws(SystemFault) -> Void) throws {
    guard let descriptor else { return }
    do throws(SystemFault) { try body(descriptor) } catch {
      let text = "\(name): writing stopped: \(error.reason)"
      guard hasMarked else {
        discard()
        throw Failure(.inputOutput, text)
      }
      throw Failure(
        .inputOutput, "\(text); what is finished stays in \(part), and the same command goes on from there")
    }
  }

  /// Whether a line of the journal says that something counts.
  private var hasMarked: Bool { bytes > pending }

  /// Gives the whole part the file's name.
  ///
  /// - Throws: `Failure` (74).
  func finish() throws {
    try mark()
    let (part, target) = (part, target)
    try storing { descriptor throws(SystemFault) in
      try descriptor.synchronize()
      try FileExchange.put(part, inPlaceOf: target)
    }
    journal.remove()
  }

  /// Removes part and journal.
  func discard() {
    FileRemoval.remove(part)
    journal.remove()
  }
}
