/// Splits a text into rows and fields, strictly: every byte is looked at, and only what RFC 4180,
/// white space, blank lines and `#` comments allow is let through.
struct RowScanner {
  /// What `next` found.
  enum Outcome {
    case row
    /// No further row.
    case end
    /// The text ends inside a row, and more of it is to come.
    case incomplete
  }

  /// The longest line, and the longest row with line breaks in quotes, in bytes.
  static let longestLine = 1 << 20

  let text: UnsafeBufferPointer<UInt8>
  let delimiter: Delimiter
  /// Whether the text ends the file.
  let isLast: Bool
  /// The offset of the next byte to be read.
  var position: Int
  /// Where the last row began.
  private(set) var rowStart = 0
  /// The last row's fields.
  private(set) var fields: [Field] = []
  /// Whether a quoted field was seen.
  private(set) var hasSeenQuotes = false

  init(
    _ text: UnsafeBufferPointer<UInt8>, from position: Int, delimiter: Delimiter,
    isLast: Bool = true
  ) {
    self.text = text
    self.position = position
    self.delimiter = delimiter
    self.isLast = isLast
  }

  private struct Incomplete: Error {}

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")

  /// Moves to the next row without reading it.
  mutating func skipToRow() throws(Fault) -> Outcome {
    try outcome { scanner in try scanner.findRow() }
  }

  /// Reads the next row's fields, passing over blank lines and comments.
  mutating func next() throws(Fault) -> Outcome { try outcome { scanner in try scanner.readRow() } }

  private mutating func outcome(
    _ read: (inout RowScanner) throws -> Bool
  ) throws(Fault) -> Outcome {
    do {
      return try read(&self) ? .row : .end
    } catch let fault as Fault {
      throw fault
    } catch {
      if text.count - rowStart > Self.longestLine { throw Fault(.endlessLine, at: rowStart) }
      position = rowStart
      return .incomplete
    }
  }

  private mutating func readRow() throws -> Bool {
    guard try findRow() else { return false }
    fields.removeAll(keepingCapacity: true)
    var cursor = position
    repeat {
      cursor = try readField(from: cursor)
      // Fields may be empty, and then no character has been counted.
      if cursor - rowStart > Self.longestLine { throw Fault(.endlessLine, at: rowStart) }
    } while try takeDelimiter(&cursor)
    position = try afterLineEnd(cursor)
    return true
  }

  /// Passes over blank lines and comments; returns whether a row follows.
  private mutating func findRow() throws -> Bool {
    while true {
      rowStart = position
      var cursor = position
      while cursor < text.count, isBlank(text[cursor]) { cursor += 1 }
      if cursor == text.count {
        if !isLast && cursor > rowStart { throw Incomplete() }
        position = cursor
        return false
      }
      if text[cursor] == UInt8(ascii: "#") {
        while try !isLineEnd(cursor) { cursor = try afterCharacter(cursor) }
      }
      if cursor - rowStart > Self.longestLine { throw Fault(.endlessLine, at: rowStart) }
      guard try isLineEnd(cursor) else { return true }
      position = try afterLineEnd(cursor)
    }
  }

  /// Reads one field with the padding around it; returns the offset after them.
  private mutating func readField(from start: Int) throws -> Int {
    var cursor = start
    while cursor < text.count, isBlank(text[cursor]) { cursor += 1 }
    if cursor < text.count, text[cursor] == Self.quote {
      cursor = try readQuoted(from: cursor)
      while cursor < text.count, isBlank(text[cursor]), delimiter != .whiteSpace { cursor += 1 }
      guard try isDelimiter(cursor) || isLineEnd(cursor) else {
        let rest = UnsafeBufferPointer(rebasing: text[cursor..<min(cursor + 20, text.count)])
        let shown = rest.prefix { $0 != Self.lineFeed && $0 != Self.carriageReturn }
        throw Fault(.textAfterQuote(String(decoding: shown, as: UTF8.self)), at: cursor)
      }
      return cursor
    }
    let first = cursor
    while try !isDelimiter(cursor) && !isLineEnd(cursor) { cursor = try afterCharacter(cursor) }
    var end = cursor
    while end > first, isBlank(text[end - 1]) { end -= 1 }
    fields.append(Field(start: first, end: end))
    return cursor
  }

  private mutating func readQuoted(from opening: Int) throws -> Int {
    hasSeenQuotes = true
    var field = Field(start: opening + 1, end: opening + 1, isQuoted: true)
    var cursor = opening + 1
    while true {
      guard cursor < text.count, cursor - rowStart < Self.longestLine else {
        if isLast || cursor - rowStart >= Self.longestLine {
          throw Fault(.unterminatedQuote, at: opening)
        }
        throw Incomplete()
      }
      if text[cursor] == Self.quote {
        if cursor + 1 == text.count && !isLast { throw Incomplete() }
        guard cursor + 1 < text.count, text[cursor + 1] == Self.quote else { break }
        field.hasDoubledQuotes = true
        cursor += 2
      } else if text[cursor] == Self.lineFeed {
        cursor += 1
      } else if text[cursor] == Self.carriageReturn {
        _ = try isLineEnd(cursor)
        cursor += 1
      } else {
        cursor = try afterCharacter(cursor)
      }
    }
    field.end = cursor
    fields.append(field)
    return cursor + 1
  }

  /// Whether a byte is padding: a space, or a tab that doesn't delimit.
  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte == 0x09 && delimiter != .tab)
  }

  private func isDelimiter(_ cursor: Int) -> Bool {
    guard cursor < text.count else { return false }
    let byte = text[cursor]
    return byte == delimiter.byte || (byte == 0x09 && delimiter == .whiteSpace)
  }

  /// Passes over a delimiter; white space at a line's end is none.
  private func takeDelimiter(_ cursor: inout Int) throws -> Bool {
    guard isDelimiter(cursor) else { return false }
    guard delimiter == .whiteSpace else {
      cursor += 1
      return true
    }
    while isDelimiter(cursor) { cursor += 1 }
    return try !isLineEnd(cursor)
  }

  /// Whether a line ends here: at LF, CRLF or the end of the file.
  private func isLineEnd(_ cursor: Int) throws -> Bool {
    guard cursor < text.count else {
      if isLast { return true }
      throw Incomplete()
    }
    if text[cursor] == Self.lineFeed { return true }
    guard text[cursor] == Self.carriageReturn else { return false }
    if cursor + 1 == text.count && !isLast { throw Incomplete() }
    guard cursor + 1 < text.count, text[cursor + 1] == Self.lineFeed else {
      throw Fault(.oldMacLineEnds, at: cursor)
    }
    return true
  }

  private func afterLineEnd(_ cursor: Int) throws -> Int {
    if cursor >= text.count { return text.count }
    return cursor + (text[cursor] == Self.carriageReturn ? 2 : 1)
  }

  /// The offset after a character, which must be UTF-8 and not NUL.
  private func afterCharacter(_ cursor: Int) throws -> Int {
    let byte = text[cursor]
    if cursor - rowStart > Self.longestLine { throw Fault(.endlessLine, at: rowStart) }
    if byte == 0 { throw Fault(.nulByte, at: cursor) }
    if byte < 0x80 { return cursor + 1 }
    let (length, least): (Int, UInt32)
    switch byte {
    case 0xC2...0xDF: (length, least) = (2, 0x80)
    case 0xE0...0xEF: (length, least) = (3, 0x800)
    case 0xF0...0xF4: (length, least) = (4, 0x10000)
    default: throw Fault(.notUTF8(byte: byte), at: cursor)
    }
    if cursor + length > text.count && !isLast { throw Incomplete() }
    var scalar = UInt32(byte) & (0x7F >> UInt32(length))
    for index in cursor + 1..<cursor + length {
      guard index < text.count, text[index] & 0xC0 == 0x80 else {
        throw Fault(.notUTF8(byte: byte), at: cursor)
      }
      scalar = scalar << 6 | UInt32(text[index] & 0x3F)
    }
    guard scalar >= least, scalar <= 0x10FFFF, !(0xD800...0xDFFF).contains(scalar) else {
      throw Fault(.notUTF8(byte: byte), at: cursor)
    }
    return cursor + length
  }
}
