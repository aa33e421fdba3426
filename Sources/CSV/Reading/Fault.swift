/// A problem at a byte of a text.
struct Fault: Error {
  /// The byte's offset.
  var offset: Int
  var problem: CSVProblem

  init(_ problem: CSVProblem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// The same problem with its line and column; `text` begins at line `firstLine`.
  func placed(in text: UnsafeBufferPointer<UInt8>, of file: String, firstLine: Int = 1) -> CSVError
  {
    var line = firstLine
    var start = 0
    let end = min(offset, text.count)
    for index in 0..<end where text[index] == UInt8(ascii: "\n") {
      line += 1
      start = index + 1
    }
    if line == 1 && firstLine == 1 && start == 0 && text.count >= 3
      && text[0] == 0xEF && text[1] == 0xBB && text[2] == 0xBF
    {
      start = min(3, end)
    }
    var column = 1
    // Bytes 10xxxxxx continue a character.
    for index in start..<max(start, end) where text[index] & 0xC0 != 0x80 { column += 1 }
    return CSVError(file: file, line: line, column: column, problem: problem)
  }
}
