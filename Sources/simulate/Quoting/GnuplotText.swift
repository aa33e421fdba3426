import CSV

/// Text as gnuplot takes it.
///
/// In single quotes gnuplot changes nothing but doubled quotes, but a line ends them; in double
/// quotes it runs what stands in backquotes, before it looks at escapes. Data blocks end at a word,
/// and what they hold in backquotes runs: nothing but numbers and dates goes there.
enum GnuplotText {
  /// A text to be read, in single quotes; control characters as `\u{1B}`.
  static func quoted(_ text: String) -> String { singlyQuoted(CSVProblem.escaped(text)) }

  private static func singlyQuoted(_ text: String) -> String {
    "'" + text.replacingBytes { $0 == UInt8(ascii: "'") ? "''" : nil } + "'"
  }

  /// A file's name in quotes: one that gnuplot would run or read as itself, such as `|command` or
  /// `<command`, is named by its folder; one with control characters is spelled in octal.
  static func quotedFile(_ path: String) -> String {
    let isPlain = path.utf8.first.map { isWord($0) || "/._".utf8.contains($0) } ?? false
    let name = isPlain ? path : "./" + path
    return name.hasControlBytes ? "\"" + spelled(name) + "\"" : singlyQuoted(name)
  }

  /// The bytes, all but letters, digits and those of plain paths as `\ooo`.
  private static func spelled(_ text: String) -> String {
    text.utf8.map { byte in
      if isWord(byte) || "/._-".utf8.contains(byte) { return String(UnicodeScalar(byte)) }
      let digits = String(byte, radix: 8)
      return "\\" + String(repeating: "0", count: 3 - digits.count) + digits
    }.joined()
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }
}
