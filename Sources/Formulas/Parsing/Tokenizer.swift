/// Cuts a formula's text into words, one at a time.
struct Tokenizer {
  let bytes: [UInt8]
  private(set) var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private func byte(_ k: Int) -> UInt8 { k < bytes.count ? bytes[k] : 0 }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// The next word.
  ///
  /// - Throws: `FormulaError` at a character that no formula holds, and at a number out of range.
  mutating func next() throws(FormulaError) -> Token {
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    let start = position
    guard start < bytes.count else { return Token(kind: .end, range: start..<start) }
    let first = bytes[start]
    if Self.isDigit(first) || (first == UInt8(ascii: ".") && Self.isDigit(byte(start + 1))) {
      return try number(from: start)
    }
    if let name = name(from: start) { return name }
    if first == UInt8(ascii: "'") {
      while byte(position) == first { position += 1 }
      return Token(kind: .primes(position - start), range: start..<position)
    }
    let pair = position + 1 < bytes.count ? text(start..<start + 2) : ""
    if ["<=", ">=", "==", "!="].contains(pair), let sign = Expression.Operator(rawValue: pair) {
      position += 2
      return Token(kind: .binary(sign), range: start..<position)
    }
    if pair == "**" { throw FormulaError("a power is written ^", in: bytes, at: start) }
    position += 1
    let kind: Token.Kind? =
      switch first {
      case UInt8(ascii: "("): .leftParenthesis
      case UInt8(ascii: ")"): .rightParenthesis
      case UInt8(ascii: ","): .comma
      case UInt8(ascii: "="): .equals
      case UInt8(ascii: ";"): .semicolon
      default:
        first < 0x80
          ? Expression.Operator(rawValue: String(Unicode.Scalar(first))).map { .binary($0) } : nil
      }
    guard let kind else { throw unexpected(at: start) }
    return Token(kind: kind, range: start..<position)
  }

  private func unexpected(at start: Int) -> FormulaError {
    let end = min(start + 8, bytes.count)
    guard let character = text(start..<end).first else {
      return FormulaError("a formula ends here", in: bytes, at: start)
    }
    switch character {
    case "−", "–": return FormulaError("a minus is written -", in: bytes, at: start)
    case "×", "·", "⋅": return FormulaError("a product is written *", in: bytes, at: start)
    case "÷": return FormulaError("a quotient is written /", in: bytes, at: start)
    case "&", "|":
      return FormulaError("'and' is written as a product: (a > b)*(c < d)", in: bytes, at: start)
    case "\u{0}"..."\u{1F}", "\u{7F}", "\u{FFFD}":
      return FormulaError("a formula can't hold this character", in: bytes, at: start)
    default:
      return FormulaError("a formula can't hold the character '\(character)'", in: bytes, at: start)
    }
  }

  /// A number as in C: decimal with an optional exponent, or hexadecimal after `0x`.
  private mutating func number(from start: Int) throws(FormulaError) -> Token {
    var end = start
    let isHex = byte(start) == UInt8(ascii: "0") && byte(start + 1) | 0x20 == UInt8(ascii: "x")
    let isPart: (UInt8) -> Bool = { byte in
      Self.isDigit(byte) || byte == UInt8(ascii: ".")
        || (isHex && (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20))
    }
    if isHex { end += 2 }
    while isPart(byte(end)) { end += 1 }
    if byte(end) | 0x20 == UInt8(ascii: isHex ? "p" : "e") {
      var exponent = end + 1
      if byte(exponent) == UInt8(ascii: "+") || byte(exponent) == UInt8(ascii: "-") {
        exponent += 1
      }
      if Self.isDigit(byte(exponent)) {
        end = exponent
        while Self.isDigit(byte(end)) { end += 1 }
      }
    }
    position = end
    let spelled = text(start..<end)
    guard let value = Double(spelled) else {
      throw FormulaError("a number must follow, found '\(spelled)'", in: bytes, at: start)
    }
    let isZero = !bytes[start..<end].prefix { $0 | 0x20 != UInt8(ascii: isHex ? "p" : "e") }
      .contains { $0 != 0x30 && $0 != 0x2E && $0 | 0x20 != UInt8(ascii: "x") }
    guard value.isFinite, value != 0 || isZero else {
      throw FormulaError(
        "a number must lie within the range of doubles, found "
          + (spelled.count > 40 ? spelled.prefix(37) + "..." : spelled), in: bytes, at: start)
    }
    return Token(kind: .number(value), range: start..<end)
  }

  private mutating func name(from start: Int) -> Token? {
    var end = start
    while end < bytes.count {
      let byte = bytes[end]
      if byte < 0x80 {
        let isLetter = (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
        guard isLetter || byte == UInt8(ascii: "_") || (end > start && Self.isDigit(byte)) else {
          break
        }
        end += 1
      } else {
        let rest = String(decoding: bytes[end..<min(end + 4, bytes.count)], as: UTF8.self)
        guard let scalar = rest.unicodeScalars.first, scalar.properties.isAlphabetic,
          scalar.value != 0xFFFD
        else { break }
        end += UTF8.width(scalar)
      }
    }
    guard end > start else { return nil }
    position = end
    return Token(kind: .name(text(start..<end)), range: start..<end)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension UTF8 {
  /// How many bytes a character takes.
  fileprivate static func width(_ scalar: Unicode.Scalar) -> Int {
    scalar.value < 0x80 ? 1 : scalar.value < 0x800 ? 2 : scalar.value < 0x10000 ? 3 : 4
  }
}
