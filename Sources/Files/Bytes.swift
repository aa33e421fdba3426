extension [UInt8] {
  /// Calls `body` with the bytes from a place on, to be written to.
  package mutating func withRoom<Result, Problem: Error>(
    from start: Int = 0, _ body: (UnsafeMutableRawBufferPointer) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    try withUnsafeMutableBufferPointer { (buffer) throws(Problem) in
      try body(
        UnsafeMutableRawBufferPointer(UnsafeMutableBufferPointer(rebasing: buffer[start...])))
    }
  }

  /// Calls `body` with the bytes.
  package func withRawBytes<Result, Problem: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    try withUnsafeBufferPointer { (buffer) throws(Problem) in
      try body(UnsafeRawBufferPointer(buffer))
    }
  }
}
