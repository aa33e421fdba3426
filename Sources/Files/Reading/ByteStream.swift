internal import Glibc

/// The bytes of an opened source, in order: the first may be looked at before they are read, and what
/// gzip has packed comes out unpacked.
public final class ByteStream {
  /// The name for messages.
  public let name: String
  /// What is read.
  let descriptor: Descriptor
  /// Whether it is a file that can be read at any place.
  private let isRegular: Bool
  private let isOwned: Bool
  private var inflation: Inflation?
  /// Bytes that were looked at and not read yet.
  private var ahead: [UInt8] = []
  private var taken = 0

  /// Opens a name; `-` is standard input.
  ///
  /// - Throws: `FileError` where it can't be opened, and where packed bytes are damaged at once.
  init(opening name: String) throws(FileError) {
    self.name = name
    isOwned = name != "-"
    do throws(SystemFault) {
      descriptor = isOwned ? try Descriptor.open(name, .reading) : Descriptor(STDIN_FILENO)
    } catch {
      throw FileError(name, .noSuchInput(reason: error.reason))
    }
    let status: FileStatus
    do throws(SystemFault) {
      status = try descriptor.status()
    } catch {
      // Closed standard input, for one.
      if isOwned { descriptor.close() }
      throw FileError(name, .noSuchInput(reason: error.reason))
    }
    isRegular = status.kind == .regular
    if status.kind == .directory { throw FileError(name, .inputIsDirectory) }
    // No more is waited for than tells gzip from anything else.
    guard try peek(1).first == 0x1F, try peek(2).last == 0x8B else { return }
    packed = ahead
    ahead = []
    inflation = Inflation()
  }

  /// Packed bytes that were read and not unpacked yet.
  private var packed: [UInt8] = []

  deinit { if isOwned { descriptor.close() } }

  /// Whether it can be opened again and read from the same place on: a file by its name, or what is stored in
  /// standard input as it is; what has been unpacked of that is gone.
  public var canBeOpenedAgain: Bool { isRegular && (isOwned || inflation == nil) }

  /// Whether the file's bytes are what is read, so that they may be mapped.
  var isPlainFile: Bool { isRegular && inflation == nil }

  /// The bytes of a plain file from where it stands on; nil for anything else.
  public var plainSize: Int? {
    guard isPlainFile, let status = try? descriptor.status(), let position = descriptor.position else {
      return nil
    }
    return max(0, status.size - position)
  }

  /// Looks at the next bytes, at most so many, without reading them.
  ///
  /// - Throws: `FileError` (74) where reading fails.
  public func peek(_ count: Int) throws(FileError) -> ArraySlice<UInt8> {
    if isPlainFile, ahead.isEmpty {
      var bytes = [UInt8](repeating: 0, count: count)
      guard let place = descriptor.position else { return [] }
      let got = try stopping { () throws(SystemFault) in
        try bytes.withRoom { (buffer) throws(SystemFault) in
          try descriptor.read(into: buffer, from: place)
        }
      }
      return bytes[..<got]
    }
    while ahead.count - taken < count {
      var bytes = [UInt8](repeating: 0, count: 1 << 12)
      let got = try bytes.withRoom { (buffer) throws(FileError) in
        try readFurther(into: buffer)
      }
      if got == 0 { break }
      ahead += bytes[..<got]
    }
    return ahead[taken..<min(ahead.count, taken + count)]
  }

  /// Reads what is there, at least a byte but at the end.
  ///
  /// - Throws: `FileError` (74) where reading fails, (65) where packed bytes are damaged.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard taken < ahead.count else { return try readFurther(into: buffer) }
    let count = min(buffer.count, ahead.count - taken)
    buffer.copyBytes(from: ahead[taken..<taken + count])
    taken += count
    if taken == ahead.count {
      ahead = []
      taken = 0
    }
    return count
  }

  /// Reads as many bytes as there is room for, unless the stream ends before.
  public func readFully(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var done = 0
    while done < buffer.count {
      let got = try read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      if got == 0 { break }
      done += got
    }
    return done
  }

  private func readFurther(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard inflation != nil else { return try readStored(into: buffer) }
    while true {
      let wasEmpty = packed.isEmpty
      if wasEmpty {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let got = try bytes.withRoom { (room) throws(FileError) in
          try readStored(into: room)
        }
        packed = Array(bytes[..<got])
      }
      let isLast = packed.isEmpty
      do throws(FileProblem) {
        guard let count = try inflation?.unpack(&packed, isLast: isLast, into: buffer) else { return 0 }
        if count > 0 || isLast { return count }
      } catch {
        throw FileError(name, error)
      }
    }
  }

  private func readStored(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try stopping { () throws(SystemFault) in try descriptor.read(into: buffer) }
  }

  private func stopping<Result>(
    _ body: () throws(SystemFault) -> Result
  ) throws(FileError) -> Result {
    do throws(SystemFault) { return try body() } catch {
      throw FileError(name, .readingStopped(reason: error.reason))
    }
  }
}
