/// What separates the fields of a row.
public enum Delimiter: Hashable, Sendable {
  case comma, tab, semicolon
  /// Any run of spaces and tabs.
  case whiteSpace

  /// The byte, or a space for white space.
  var byte: UInt8 {
    switch self {
    case .comma: UInt8(ascii: ",")
    case .tab: UInt8(ascii: "\t")
    case .semicolon: UInt8(ascii: ";")
    case .whiteSpace: UInt8(ascii: " ")
    }
  }

  /// Whether a number's comma can be told from it.
  var allowsDecimalComma: Bool { self == .semicolon || self == .tab }

  /// Recognises the delimiter of a table from its first row.
  ///
  /// A tab that is not just padding beside a comma wins over a semicolon, that over a comma, that
  /// over a space, each outside quotes. A row of one field is read as comma separated.
  static func recognised(in row: UnsafeBufferPointer<UInt8>) -> Delimiter {
    var inQuotes = false
    var seen: (tab: Bool, semicolon: Bool, comma: Bool, space: Bool) = (false, false, false, false)
    var first = 0
    var end = row.count
    func isPadding(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
    while first < end, row[first] == 0x20 { first += 1 }
    while end > first, row[end - 1] == 0x20 || row[end - 1] == 0x0D { end -= 1 }
    for index in first..<end {
      let byte = row[index]
      if byte == UInt8(ascii: "\"") { inQuotes.toggle() }
      if inQuotes { continue }
      switch byte {
      case UInt8(ascii: "\t"):
        let besideComma =
          (index > 0 && row[index - 1] == UInt8(ascii: ","))
          || (index + 1 < end && row[index + 1] == UInt8(ascii: ","))
        if !besideComma { seen.tab = true }
      case UInt8(ascii: ";"): seen.semicolon = true
      case UInt8(ascii: ","): seen.comma = true
      case UInt8(ascii: " "): seen.space = true
      default: break
      }
    }
    if seen.tab { return .tab }
    if seen.semicolon { return .semicolon }
    if seen.comma { return .comma }
    return seen.space ? .whiteSpace : .comma
  }
}
