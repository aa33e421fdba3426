internal import CNumberText

extension Matrix {
  /// Some of the rows as CSV: commas between, a line feed after each.
  ///
  /// - Parameter digits: Significant digits, 1 to 17; nil for the shortest text that reads back.
  /// - Complexity: O(rows × columns).
  public func text(rows: Range<Int>, digits: Int? = nil) -> [UInt8] {
    precondition(digits.map { (1...17).contains($0) } ?? true, "digits must be from 1 to 17")
    let most = rows.count * columns * Int(CNT_LONGEST)
    return [UInt8](unsafeUninitializedCapacity: most + 1) { text, count in
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
}
