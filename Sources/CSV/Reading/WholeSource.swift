public import Files

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
    let stream = try CSVError.of { () throws(FileError) in try open() }
    // Room for a plain file and a byte, so that it is read at one go; else for a little.
    let room = stream.plainSize.map { min($0, Self.wholeLimit) + 1 } ?? 1 << 17
    try Self.ask(for: room, name)
    var bytes = [UInt8](repeating: 0, count: room)
    var filled = 0
    var lineStart = 0
    var binary: Bool?
    while true {
      if filled == bytes.count {
        try Self.ask(for: 2 * bytes.count, name)
        bytes.append(contentsOf: repeatElement(0, count: bytes.count))
      }
      let got = try CSVError.of { () throws(FileError) in
        try bytes.withRoom(from: filled) { (room) throws(FileError) in
          try stream.read(into: room)
        }
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

  private static func ask(for bytes: Int, _ name: String) throws(CSVError) {
    guard let objection = Memory.objection(to: Double(bytes)) else { return }
    throw CSVError(FileError(name, .tooLarge("a file of \(bytes) bytes \(objection)")))
  }
}
