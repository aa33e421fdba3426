/// How deep the brackets and dotted keys of a TOML text go: its parser, which recurses, must not be led
/// deeper than its stack.
enum ModelDepth {
  /// The deepest nesting of brackets, and the most dots outside quotes in one key or number.
  private static let brackets = 16
  private static let dots = 64

  /// Where in the text the next byte stands.
  private enum State {
    case bare, comment
    /// In quotes, of which `count` the text is ended by.
    case quoted(UInt8, count: Int)
  }

  /// The line, from 1, in which a text first nests deeper than a model needs; nil where none does.
  ///
  /// - Complexity: O(n) in the length of the text.
  static func lineTooDeep(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    var state = State.bare
    var (depth, found, line, at) = (0, 0, 1, 0)
    func isRun(_ byte: UInt8, _ count: Int) -> Bool {
      at + count <= bytes.count && bytes[at..<at + count].allSatisfy { $0 == byte }
    }
    while at < bytes.count {
      let byte = bytes[at]
      if byte == UInt8(ascii: "\n") { line += 1 }
      switch state {
      case .comment:
        if byte == UInt8(ascii: "\n") { state = .bare }
      case .quoted(let quote, let count):
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
          // A line's end after a backslash counts as one.
          if at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\n") { line += 1 }
          at += 1
        } else if isRun(quote, count) {
          at += count - 1
          state = .bare
        } else if count == 1, byte == UInt8(ascii: "\n") {
          state = .bare
        }
      case .bare:
        switch byte {
        case UInt8(ascii: "#"): state = .comment
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          let count = isRun(byte, 3) ? 3 : 1
          at += count - 1
          state = .quoted(byte, count: count)
        case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "]"), UInt8(ascii: "}"): depth = max(0, depth - 1)
        case UInt8(ascii: "."): found += 1
        case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "\n"): found = 0
        default: break
        }
      }
      if depth > brackets || found > dots { return line }
      at += 1
    }
    return nil
  }
}
