/// Names that would run, break out or repaint where they were taken for anything but text.
enum HostileText {
  /// What other programs take for themselves; each `touch` would leave a file `pwned`.
  private static let pieces = [
    "touch pwned", "$(touch pwned)", "`touch pwned`", "!touch pwned", "system('touch pwned')",
    "'; system('touch pwned'); x='", "\nsystem('touch pwned')\n", "\n!touch pwned\n", "|touch pwned",
    "<touch pwned", "END\n!touch pwned\n", "@x", "${HOME}", "$$(touch pwned)",
    "$(shell touch pwned)", "{}", "{#}", "{1}", "{= `touch pwned` =}", "{.}", "\\", "\\\n", "'", "\"",
    "</script>", "<script>", "<!--", "]]>", "\u{1B}]0;x\u{7}", "\u{1B}[31m", "\u{9B}31m", "\u{7F}",
    "#", ",", ";", "\r\n", "\r", "\t", ";touch pwned;", "a", " ", "-", "+", "~", "%h", "%s", "*",
    "?", "&", "[", "]", "$", "=", "\u{2028}", "\u{202E}", "é", "字",
  ]
  /// What makes one grapheme cluster of itself and the next or the last ASCII character: a
  /// prepended mark, combining ones, a joiner, a variation selector, a keycap.
  private static let joiners = [
    "\u{600}", "\u{6DD}", "\u{110BD}", "\u{301}", "\u{20E3}", "\u{200D}", "\u{FE0F}", "\u{E33}", "\u{93F}",
  ]

  /// A random name of one to five pieces.
  static func name(_ generator: inout SeededGenerator) -> String {
    (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      let piece = pieces.randomElement(using: &generator) ?? ""
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: return (joiners.randomElement(using: &generator) ?? "") + piece
      case 1: return piece + (joiners.randomElement(using: &generator) ?? "")
      default: return piece
      }
    }.joined()
  }

  /// A name of a file: without slashes, not too long, not an option.
  static func fileName(_ generator: inout SeededGenerator) -> String {
    let scalars = name(&generator).unicodeScalars.map { $0 == "/" ? "_" : $0 }.prefix(50)
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    while text.utf8.first == UInt8(ascii: "-") { text.unicodeScalars.removeFirst() }
    return text.isEmpty ? "x" : text
  }

  /// The control characters of a text but line ends and the form feed of a picture in characters.
  static func raw(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar {
      case "\n", "\u{C}": false
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{202E}": true
      default: false
      }
    }
  }
}
