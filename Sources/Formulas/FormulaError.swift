/// A mistake in a formula or an equation: what is wrong, and where.
///
/// Columns count characters from 1, of the text as it was given to `Formula` (without a leading
/// `=`); `report(after:)` moves them for what stands before.
public struct FormulaError: Error, Hashable, Sendable {
  /// What must hold, what was found, and the mend where there is exactly one.
  public var message: String
  /// The line of the place, from 1.
  public var line: Int
  /// The character within the line, from 1.
  public var column: Int
  /// The text of that line, or a window of it about the place.
  public var excerpt: String
  /// The character of `excerpt` that is the place, from 1.
  public var excerptColumn: Int
  /// Whether `excerpt` begins at the beginning of the text.
  public var excerptIsFromStart: Bool

  /// Makes an error at a byte of a text.
  ///
  /// - Complexity: O(n) in the length of the text before the place.
  init(_ message: String, in text: [UInt8], at offset: Int) {
    self.message = message
    let place = min(max(offset, 0), text.count)
    var lineStart = 0
    line = 1
    for k in 0..<place where text[k] == 0x0A {
      line += 1
      lineStart = k + 1
    }
    var lineEnd = place
    while lineEnd < text.count, text[lineEnd] != 0x0A, lineEnd - place < 200 { lineEnd += 1 }
    let before = Array(String(decoding: text[lineStart..<place], as: UTF8.self))
    let after = Array(String(decoding: text[place..<lineEnd], as: UTF8.self))
    column = before.count + 1
    let reach = 40
    let cutBefore = before.count > reach + 3
    let cutAfter = after.count > reach + 3
    let left = cutBefore ? Array("...") + before.suffix(reach) : before
    let right = cutAfter ? Array(after.prefix(reach)) + Array("...") : after
    excerpt = String((left + right).map { Self.shown($0) })
    excerptColumn = left.count + 1
    excerptIsFromStart = line == 1 && !cutBefore
  }

  /// The place, and the two lines that show it, for a text that stands after `prefix`.
  ///
  ///     let (line, column, shown) = error.report(after: "=")
  ///     // simulate: --impulse:1:11: message
  ///     // =exp(-t/2))
  ///     //           ^
  public func report(after prefix: String = "=") -> (line: Int, column: Int, shown: [String]) {
    let moved = line == 1 ? prefix.count : 0
    let visible = excerptIsFromStart ? prefix : ""
    let caret = String(repeating: " ", count: visible.count + excerptColumn - 1) + "^"
    return (line, column + moved, [visible + excerpt, caret])
  }

  /// A character that takes one column on any terminal.
  private static func shown(_ character: Character) -> Character {
    if character == "\t" || character == "\r" { return " " }
    guard let first = character.unicodeScalars.first else { return " " }
    let isControl = first.value < 0x20 || (0x7F...0x9F).contains(first.value)
    return isControl ? "\u{FFFD}" : character
  }
}

extension FormulaError: CustomStringConvertible {
  public var description: String { "\(line):\(column): \(message)" }
}
