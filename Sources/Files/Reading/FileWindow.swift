internal import CTemporaryFiles
internal import Glibc

/// A part of a regular file in memory, or all of it: it moves along the file, nothing is copied, and no
/// more is held than the part.
///
/// A file that another process cuts short meanwhile ends the program, exit 74, with the place.
public final class FileWindow {
  private let stream: ByteStream
  /// The offset of the file's end, and that of the first byte of `text`.
  private let end: Int
  private var start: Int
  private var length: Int
  private let longestLine: Int
  private var mapping: Mapping?

  /// Pages of a file, and the bytes in them that count.
  private struct Mapping {
    var pages: UnsafeMutableRawBufferPointer
    var text: UnsafeBufferPointer<UInt8>
    var watch: Int32

    private static let mostAtOnce = 1 << 27

    init?(_ stream: ByteStream, _ bytes: Range<Int>, longestLine: Int) {
      let descriptor = stream.descriptor.number
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      let first = bytes.lowerBound / page * page
      let count = bytes.upperBound - first
      guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, first),
        address != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      watch = ctf_watch(address, count, descriptor, FileName.shown(stream.name))
      // All pages at once cost a fraction of one after another; but an endless line must be refused
      // before all of it is read.
      if count <= Self.mostAtOnce, memchr(address, 0x0A, min(count, longestLine)) != nil {
        madvise(address, count, MADV_POPULATE_READ)
      }
      pages = UnsafeMutableRawBufferPointer(start: address, count: count)
      text = UnsafeBufferPointer(
        start: (address + (bytes.lowerBound - first)).assumingMemoryBound(to: UInt8.self),
        count: bytes.count)
    }

    func close() {
      ctf_unwatch(watch)
      munmap(pages.baseAddress, pages.count)
    }
  }

  /// A window at the place where a stream stands; nil for anything but a regular file that has bytes
  /// from there on and can be mapped.
  ///
  /// - Parameter longestLine: how far a line's end is looked for before all pages are read at once.
  public static func open(_ stream: ByteStream, length: Int, longestLine: Int) -> FileWindow? {
    guard let size = stream.plainSize, size > 0, let start = stream.descriptor.position else {
      return nil
    }
    ctf_handle_signals()
    let range = start..<start + min(length, size)
    guard let mapping = Mapping(stream, range, longestLine: longestLine) else { return nil }
    return FileWindow(
      stream, end: start + size, start: start, length: length, longestLine: longestLine, mapping)
  }

  private init(
    _ stream: ByteStream, end: Int, start: Int, length: Int, longestLine: Int, _ mapping: Mapping
  ) {
    self.stream = stream
    self.end = end
    self.start = start
    self.length = length
    self.longestLine = longestLine
    self.mapping = mapping
  }

  deinit { mapping?.close() }

  /// The bytes of the part.
  public var text: UnsafeBufferPointer<UInt8> {
    mapping?.text ?? UnsafeBufferPointer(start: nil, count: 0)
  }

  /// Whether the part ends the file.
  public var isAtEnd: Bool { start + text.count == end }

  /// Moves on by what is used up; where nothing is, the part grows.
  ///
  /// - Throws: `FileError` (74).
  public func move(by used: Int) throws(FileError) {
    if used == 0 { length *= 2 }
    mapping?.close()
    start += used
    mapping = Mapping(
      stream, start..<start + min(length, end - start), longestLine: longestLine)
    if mapping == nil {
      throw FileError(stream.name, .readingStopped(reason: SystemFault(errno).reason))
    }
  }
}
