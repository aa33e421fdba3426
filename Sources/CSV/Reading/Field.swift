/// A field's place in a text: its content without quotes and padding.
struct Field {
  var start: Int
  var end: Int
  var isQuoted = false
  /// Whether the content holds doubled quotes.
  var hasDoubledQuotes = false

  /// The content's bytes, doubled quotes still doubled.
  func bytes(of text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: text[start..<end])
  }

  /// The content as a string.
  func string(of text: UnsafeBufferPointer<UInt8>) -> String {
    let bytes = bytes(of: text)
    if !hasDoubledQuotes { return String(decoding: bytes, as: UTF8.self) }
    var single: [UInt8] = []
    var index = 0
    while index < bytes.count {
      single.append(bytes[index])
      index += bytes[index] == UInt8(ascii: "\"") ? 2 : 1
    }
    return String(decoding: single, as: UTF8.self)
  }

  /// Whether it is empty or `.`.
  func isBlank(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    end == start || (end == start + 1 && text[start] == UInt8(ascii: "."))
  }

  /// Whether it is empty, `.`, `NA` or `n/a`, in any case.
  func isMissing(in text: UnsafeBufferPointer<UInt8>) -> Bool {
    func letter(_ offset: Int) -> UInt8 { text[start + offset] | 0x20 }
    switch end - start {
    case 0, 1: return isBlank(in: text)
    case 2: return letter(0) == UInt8(ascii: "n") && letter(1) == UInt8(ascii: "a")
    case 3:
      return letter(0) == UInt8(ascii: "n") && text[start + 1] == UInt8(ascii: "/")
        && letter(2) == UInt8(ascii: "a")
    default: return false
    }
  }
}
