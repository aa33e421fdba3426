internal import Glibc

/// The bytes of a source: a regular file mapped, anything else read to its end.
struct InputBytes {
  private let window: FileWindow?
  /// What was read, where the source is no regular file.
  let read: [UInt8]?

  /// Opens and reads a source.
  ///
  /// - Throws: `CSVError` for what can't be opened or read, and for an endless line that is read.
  init(_ source: Source) throws(CSVError) {
    let descriptor = try source.open()
    defer { if !source.isStandardInput { close(descriptor) } }
    let window = FileWindow.open(descriptor, length: .max)
    read = window == nil ? try Self.readAll(source, descriptor) : nil
    if let window { Memory.prepare(forFileOf: window.text.count) }
    self.window = window
  }

  /// Calls `body` with the bytes.
  func withBytes<Result, Problem: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    if let window { return try body(window.text) }
    let bytes = read ?? []
    return try bytes.withUnsafeBufferPointer { (buffer) throws(Problem) in try body(buffer) }
  }

  private static func readAll(_ source: Source, _ descriptor: Int32) throws(CSVError) -> [UInt8] {
    var bytes: [UInt8] = []
    var filled = 0
    var lineStart = 0
    while true {
      if bytes.count - filled < 1 << 16 {
        // While it grows, the old bytes stand beside the new ones.
        if let objection = Memory.objection(to: Double(bytes.count) * 1.6) {
          throw CSVError(
            file: source.name, problem: .tooLarge("what follows \(filled) bytes \(objection)"))
        }
        // Reserved, or an append would take twice as much as there is.
        let room = max(1 << 17, bytes.count / 2)
        bytes.reserveCapacity(bytes.count + room)
        bytes.append(contentsOf: repeatElement(0, count: room))
      }
      let room = bytes.count - filled
      let got = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(CSVError) in
        try source.read(
          descriptor,
          into: UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: buffer[filled...])))
      }
      if got == 0 { break }
      precondition(got <= room)
      if let feed = bytes[filled..<filled + got].lastIndex(of: UInt8(ascii: "\n")) {
        lineStart = feed + 1
      }
      filled += got
      if filled - lineStart > RowScanner.longestLine {
        let nul = bytes[lineStart..<filled].firstIndex(of: 0)
        let fault = nul.map { Fault(.nulByte, at: $0) } ?? Fault(.endlessLine, at: lineStart)
        throw bytes.withUnsafeBufferPointer { fault.placed(in: $0, of: source.name) }
      }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }
}

extension Source {
  /// Opens the source for reading.
  func open() throws(CSVError) -> Int32 {
    let descriptor = isStandardInput ? 0 : Glibc.open(name, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw CSVError(file: name, problem: .noSuchInput(reason: systemReason(errno)))
    }
    var status = stat()
    if fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      if !isStandardInput { close(descriptor) }
      throw CSVError(file: name, problem: .inputIsDirectory)
    }
    return descriptor
  }

  /// Reads what is there, at least a byte but at the end.
  func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer
  ) throws(CSVError) -> Int {
    while true {
      let got = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if got >= 0 { return got }
      if errno != EINTR { throw readingStopped(errno) }
    }
  }

  func readingStopped(_ code: Int32) -> CSVError {
    CSVError(file: name, problem: .readingStopped(reason: systemReason(code)))
  }
}

/// The C library's words for an error code, beginning in lower case.
func systemReason(_ code: Int32) -> String {
  guard let words = strerror(code) else { return "error \(code)" }
  let text = String(cString: words)
  return text.prefix(1).lowercased() + text.dropFirst()
}
