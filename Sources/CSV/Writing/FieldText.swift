/// Text as a CSV field.
public enum FieldText {
  /// The field, in quotes by RFC 4180 where it holds a comma, a quote, a line break or a space at
  /// an end, or could be taken for a comment.
  ///
  /// - Throws: `CSVError` for control characters other than line breaks and tabs.
  public static func field(_ text: String) throws(CSVError) -> String {
    var needsQuotes = text.isEmpty || text.first == " " || text.last == " " || text.first == "#"
    for scalar in text.unicodeScalars {
      switch scalar {
      case ",", "\"", "\n", "\r", "\t", ";": needsQuotes = true
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}":
        throw CSVError(file: "", problem: .controlCharacter(in: text))
      default: break
      }
    }
    guard needsQuotes else { return text }
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" { quoted += "\"" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }
}
