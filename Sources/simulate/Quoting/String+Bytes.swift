extension String {
  /// The text with some of its ASCII bytes replaced, whatever characters they are part of.
  ///
  /// A `Character` is a grapheme cluster: U+0600 and the quote after it are one, so that text for
  /// another program must never be scanned or split by characters.
  ///
  /// - Parameter replacement: what stands for a byte below 0x80; nil leaves it.
  /// - Complexity: O(n) in the length of the text.
  func replacingBytes(_ replacement: (UInt8) -> String?) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      if byte < 0x80, let other = replacement(byte) { bytes += other.utf8 } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a byte is a line end or another control character of ASCII.
  var hasControlBytes: Bool { utf8.contains { $0 < 0x20 || $0 == 0x7F } }
}
