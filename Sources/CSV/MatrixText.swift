internal import CNumberText
public import Files

extension Matrix {
  /// Some of the rows as CSV: commas between, a line feed after each.
  ///
  /// - Parameter digits: Significant digits, 1 to 17; nil for the shortest text that reads back.
  /// - Complexity: O(rows × columns).
  public func text(rows: Range<Int>, digits: Int? = nil) -> [UInt8] {
    precondition(digits.map { (1...17).contains($0) } ?? true, "digits must be from 1 to 17")
    // The text of each, and a comma or a line feed.
    let most = rows.count * columns * (Int(CNT_LONGEST) + 1)
    return [UInt8](unsafeUninitializedCapacity: most) { text, count in
      text.withMemoryRebound(to: CChar.self) { text in
        guard let start = text.baseAddress else { return }
        for row in rows {
          for column in 0..<columns {
            let value = values[row * columns + column]
            let place = start + count
            count +=
              digits.map { Int(cnt_print_digits(value, Int32($0), place)) }
              ?? Int(cnt_print(value, place))
            start[count] = CChar(column + 1 < columns ? 0x2C : 0x0A)
            count += 1
          }
        }
      }
    }
  }

  /// Writes all rows as CSV; the bytes do not depend on the number of threads.
  ///
  /// - Throws: `FileError` where writing fails.
  /// - Complexity: O(rows × columns).
  public func write(
    to output: inout CheckedOutput, digits: Int? = nil, jobs: Int = 1
  ) throws(FileError) {
    // As many rows at a time as make about a megabyte of text.
    let height = max(1, (1 << 16) / columns)
    var next = 0
    while next < rows {
      let first = next
      let count = min(max(1, jobs), (rows - first + height - 1) / height)
      var pieces = [[UInt8]](repeating: [], count: count)
      pieces.withUnsafeMutableBufferPointer { pieces in
        let shared = Shared(pieces)
        Workers.run(count) { piece in
          let start = first + piece * height
          shared.pointer[piece] = text(rows: start..<min(start + height, rows), digits: digits)
        }
      }
      for piece in pieces {
        try piece.withUnsafeBufferPointer { (bytes) throws(FileError) in
          try output.write(UnsafeRawBufferPointer(bytes))
        }
      }
      next += count * height
    }
  }
}
