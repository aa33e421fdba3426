internal import Glibc

extension Source {
  /// The largest file that is taken whole into memory, 1 GiB.
  public static let wholeLimit = 1 << 30

  /// All bytes of a source that is either text or something else, such as a picture.
  ///
  /// Text with an endless line is given up at the line's limit, in bounded memory.
  ///
  /// - Parameter isBinary: says of a source's first bytes, of which there are 2 or more if it has
  ///   as many, whether it is something else than text.
  /// - Throws: `CSVError` for what can't be opened or read, an endless line, and more than
  ///   `wholeLimit` bytes.
  public func wholeBytes(
    isBinary: (UnsafeBufferPointer<UInt8>) -> Bool
  ) throws(CSVError) -> [UInt8] {
    let descriptor = try open()
    defer { if !isStandardInput { close(descriptor) } }
    var bytes = [UInt8](repeating: 0, count: firstRoom(descriptor))
    var filled = 0
    var lineStart = 0
    var binary: Bool?
    while true {
      if filled == bytes.count {
        bytes.append(contentsOf: repeatElement(0, count: bytes.count))
      }
      let got = try bytes.withUnsafeMutableBufferPointer { (buffer) throws(CSVError) in
        let room = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
        return try read(descriptor, into: UnsafeMutableRawBufferPointer(room))
      }
      if got == 0 { break }
      let fresh = filled..<filled + got
      filled += got
      if filled > Self.wholeLimit {
        throw CSVError(
          file: name,
          problem: .unusable("a file must be at most \(Self.wholeLimit) bytes long, found more"))
      }
      if binary == nil, filled >= 2 {
        binary = bytes.withUnsafeBufferPointer {
          isBinary(UnsafeBufferPointer(rebasing: $0[..<filled]))
        }
      }
      if binary == true { continue }
      if let feed = bytes[fresh].lastIndex(of: UInt8(ascii: "\n")) { lineStart = feed + 1 }
      if filled - lineStart > RowScanner.longestLine {
        let nul = bytes[lineStart..<filled].firstIndex(of: 0)
        let fault = nul.map { Fault(.nulByte, at: $0) } ?? Fault(.endlessLine, at: lineStart)
        throw bytes.withUnsafeBufferPointer { fault.placed(in: $0, of: name) }
      }
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  /// Room for a regular file and a byte, so that it is read at one go; else for a little.
  private func firstRoom(_ descriptor: Int32) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      return 1 << 17
    }
    return min(max(Int(status.st_size), 0), Self.wholeLimit) + 1
  }
}
