internal import CNumberText

/// The part of a stream's text that is in memory.
struct StreamText {
  private var bytes: [UInt8]
  private var filled = 0
  /// The offset of the first byte that isn't used up.
  var position = 0
  /// The line of the first byte in memory.
  private(set) var firstLine = 1
  /// Whether the text in memory ends the stream.
  private(set) var isAtEnd = false

  /// A text that takes at least so many bytes at a time.
  init(capacity: Int) { bytes = [UInt8](repeating: 0, count: capacity) }

  /// Calls `body` with the text in memory.
  func withBytes<Result, Problem: Error>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    try bytes.withUnsafeBufferPointer { (buffer) throws(Problem) in
      try body(UnsafeBufferPointer(rebasing: buffer[..<filled]))
    }
  }

  /// Drops what is used up and reads more: what is there, or from a file as much as there is room.
  mutating func refill(_ source: Source, _ descriptor: Int32, isFile: Bool) throws(CSVError) {
    if position > 0 {
      let used = position
      let rest = filled - used
      firstLine += bytes.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return 0 }
        let lines = UnsafeRawPointer(base).withMemoryRebound(to: CChar.self, capacity: used) {
          cnt_count_lines($0, used)
        }
        base.update(from: base + used, count: rest)
        return lines
      }
      filled = rest
      position = 0
    }
    if bytes.count - filled < bytes.count / 2 {
      // A row is longer than half of the room; the scanner bounds rows.
      bytes.append(contentsOf: repeatElement(0, count: bytes.count / 2))
    }
    repeat {
      let start = filled
      let got = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(CSVError) in
        try source.read(
          descriptor,
          into: UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: buffer[start...])))
      }
      filled += got
      isAtEnd = got == 0
    } while isFile && !isAtEnd && filled < bytes.count
  }

  /// Calls `attempt` with more and more of the text until it gives a result.
  mutating func retry<Result>(
    _ source: Source, _ descriptor: Int32, isFile: Bool,
    _ attempt: (UnsafeBufferPointer<UInt8>, Bool) throws(Fault) -> Result?
  ) throws(CSVError) -> Result {
    while true {
      let isLast = isAtEnd
      do throws(Fault) {
        let result = try withBytes { (buffer) throws(Fault) in try attempt(buffer, isLast) }
        if let result { return result }
      } catch {
        throw withBytes { error.placed(in: $0, of: source.name) }
      }
      precondition(!isAtEnd, "a whole text gives a result")
      try refill(source, descriptor, isFile: isFile)
    }
  }
}
