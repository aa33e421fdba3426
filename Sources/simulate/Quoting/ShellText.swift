/// Words as the shell takes them, alone and inside the scripts of other programs.
enum ShellText {
  /// A word of a command: as it is where nothing in it means anything, else in single quotes.
  ///
  /// - Parameter isCommand: whether it is the first word of a line, where make takes `@`, `+` and `-`
  ///   for itself.
  static func word(_ text: String, isCommand: Bool = false) -> String {
    let isPlain = !text.isEmpty && text.utf8.allSatisfy(isPlain)
    let isPrefix = isCommand && text.utf8.first.map { "@+-".utf8.contains($0) } ?? false
    if isPlain, !isPrefix { return text }
    return "'" + text.replacingBytes { $0 == UInt8(ascii: "'") ? "'\\''" : nil } + "'"
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: "-_./:,+@%".utf8.contains(byte)
    }
  }

  /// A command's words inside a recipe of make, which takes a dollar sign for itself.
  static func inRecipe(_ words: String) -> String {
    words.replacingBytes { $0 == UInt8(ascii: "$") ? "$$" : nil }
  }

  /// A command's words inside a command of GNU parallel, which takes `{}`, `{#}`, `{1}`, `{= =}` for
  /// itself: the quotes around each brace, without which no word holds one, end after it and begin
  /// again.
  static func inParallel(_ words: String) -> String {
    words.replacingBytes { $0 == UInt8(ascii: "{") ? "{''" : nil }
  }
}
