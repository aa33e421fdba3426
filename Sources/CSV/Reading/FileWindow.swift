internal import Glibc

/// A part of a regular file in memory, or all of it: it moves along the file, nothing is copied, and no
/// more is held than the part.
final class FileWindow {
  private let descriptor: Int32
  /// The offset of the file's end, and that of the first byte of `text`.
  private let end: Int
  private var start: Int
  private var length: Int
  private var mapping: Mapping?

  /// Pages of a file, and the bytes in them that count.
  private struct Mapping {
    var pages: UnsafeMutableRawBufferPointer
    var text: UnsafeBufferPointer<UInt8>

    private static let mostAtOnce = 1 << 27

    init?(_ descriptor: Int32, _ bytes: Range<Int>) {
      let page = Int(sysconf(Int32(_SC_PAGESIZE)))
      let first = bytes.lowerBound / page * page
      let count = bytes.upperBound - first
      guard let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, first),
        address != UnsafeMutableRawPointer(bitPattern: -1)
      else { return nil }
      // All pages at once cost a fraction of one after another; but an endless line must be refused
      // before all of it is read.
      if count <= Self.mostAtOnce, memchr(address, 0x0A, min(count, RowScanner.longestLine)) != nil {
        madvise(address, count, MADV_POPULATE_READ)
      }
      pages = UnsafeMutableRawBufferPointer(start: address, count: count)
      text = UnsafeBufferPointer(
        start: (address + (bytes.lowerBound - first)).assumingMemoryBound(to: UInt8.self),
        count: bytes.count)
    }
  }

  /// A window at the place where a descriptor stands; nil for anything but a regular file that has bytes
  /// from there on and can be mapped.
  static func open(_ descriptor: Int32, length: Int) -> FileWindow? {
    var status = stat()
    let start = lseek(descriptor, 0, Int32(SEEK_CUR))
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, start >= 0,
      Int(status.st_size) > start
    else { return nil }
    let end = Int(status.st_size)
    guard let mapping = Mapping(descriptor, start..<start + min(length, end - start)) else {
      return nil
    }
    return FileWindow(
      descriptor: descriptor, end: end, start: start, length: length, mapping: mapping)
  }

  private init(descriptor: Int32, end: Int, start: Int, length: Int, mapping: Mapping) {
    self.descriptor = descriptor
    self.end = end
    self.start = start
    self.length = length
    self.mapping = mapping
  }

  deinit {
    if let pages = mapping?.pages { munmap(pages.baseAddress, pages.count) }
  }

  /// The bytes of the part.
  var text: UnsafeBufferPointer<UInt8> { mapping?.text ?? UnsafeBufferPointer(start: nil, count: 0) }

  /// Whether the part ends the file.
  var isAtEnd: Bool { start + text.count == end }

  /// Moves on by what is used up; where nothing is, the part grows.
  ///
  /// - Throws: what the system says.
  func move(by used: Int) throws(SystemFault) {
    if used == 0 { length *= 2 }
    if let pages = mapping?.pages { munmap(pages.baseAddress, pages.count) }
    start += used
    mapping = Mapping(descriptor, start..<start + min(length, end - start))
    if mapping == nil { throw SystemFault(errno) }
  }
}
