internal import Files

/// The bytes of a source: a regular file mapped, anything else read to its end.
struct InputBytes {
  private let window: FileWindow?
  /// What was read, where the source is no regular file.
  let read: [UInt8]?

  /// Opens and reads a source.
  ///
  /// - Throws: `CSVError` for what can't be opened or read, and for an endless line that is read.
  init(_ source: Source) throws(CSVError) {
    let stream = try CSVError.of { () throws(FileError) in try source.open() }
    let window = FileWindow.open(stream, length: .max, longestLine: RowScanner.longestLine)
    read = window == nil ? try Self.readAll(source, stream) : nil
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

  private static func readAll(_ source: Source, _ stream: ByteStream) throws(CSVError) -> [UInt8] {
    var bytes: [UInt8] = []
    var filled = 0
    var lineStart = 0
    while true {
      if bytes.count - filled < 1 << 16 {
        // While it grows, the old bytes stand beside the new ones.
        if let objection = Memory.objection(to: Double(bytes.count) * 1.6) {
          throw CSVError(
            FileError(source.name, .tooLarge("what follows \(filled) bytes \(objection)")))
        }
        // Reserved, or an append would take twice as much as there is.
        let room = max(1 << 17, bytes.count / 2)
        bytes.reserveCapacity(bytes.count + room)
        bytes.append(contentsOf: repeatElement(0, count: room))
      }
      let room = bytes.count - filled
      let got = try CSVError.of { () throws(FileError) in
        try bytes.withRoom(from: filled) { (room) throws(FileError) in
          try stream.read(into: room)
        }
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
