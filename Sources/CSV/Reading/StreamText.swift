internal import CNumberText
internal import Files

/// The part of a stream's text that is in memory: of a regular file a window, of anything else what was
/// read.
struct StreamText {
  private let stream: ByteStream
  private let window: FileWindow?
  private var bytes: [UInt8] = []
  private var filled = 0
  /// The offset of the first byte that isn't used up.
  var position = 0
  /// The line of the first byte in memory.
  private(set) var firstLine = 1
  /// Whether the text in memory ends the stream.
  private(set) var isAtEnd = false

  /// The start of a text.
  init(_ stream: ByteStream) {
    self.stream = stream
    window = FileWindow.open(stream, length: 1 << 22, longestLine: RowScanner.longestLine)
    isAtEnd = window?.isAtEnd ?? false
    if window == nil { bytes = [UInt8](repeating: 0, count: 1 << 18) }
  }

  /// Calls `body` with the text in memory.
  func withBytes<Result, Problem: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    if let window { return try body(window.text) }
    return try bytes.withUnsafeBufferPointer { (buffer) throws(Problem) in
      try body(UnsafeBufferPointer(rebasing: buffer[..<filled]))
    }
  }

  /// Drops what is used up and takes more: of a file the next part, else what is there.
  mutating func refill() throws(CSVError) {
    let used = position
    firstLine += withBytes { text in
      text.withMemoryRebound(to: CChar.self) { cnt_count_lines($0.baseAddress, used) }
    }
    position = 0
    if let window {
      try CSVError.of { () throws(FileError) in try window.move(by: used) }
      isAtEnd = window.isAtEnd
    } else {
      try read(dropping: used)
    }
  }

  private mutating func read(dropping used: Int) throws(CSVError) {
    if used > 0 {
      bytes.removeSubrange(0..<used)
      filled -= used
      bytes.append(contentsOf: repeatElement(0, count: used))
    }
    if bytes.count - filled < bytes.count / 2 {
      // A row is longer than half of the room; the scanner bounds rows.
      bytes.append(contentsOf: repeatElement(0, count: bytes.count / 2))
    }
    let start = filled
    let got = try CSVError.of { () throws(FileError) in
      try bytes.withRoom(from: start) { (room) throws(FileError) in
        try stream.read(into: room)
      }
    }
    filled += got
    isAtEnd = got == 0
  }

  /// Calls `attempt` with more and more of the text until it gives a result.
  mutating func retry<Result>(
    _ attempt: (UnsafeBufferPointer<UInt8>, Bool) throws(Fault) -> Result?
  ) throws(CSVError) -> Result {
    while true {
      let isLast = isAtEnd
      do throws(Fault) {
        let result = try withBytes { (buffer) throws(Fault) in try attempt(buffer, isLast) }
        if let result { return result }
      } catch {
        throw withBytes { error.placed(in: $0, of: stream.name) }
      }
      precondition(!isAtEnd, "a whole text gives a result")
      try refill()
    }
  }
}
