/// The name of an input channel before an option's value: `depot:doses.csv`, `rain:=exp(-t)`.
enum Channel {
  /// The name and the value; without a name where the text before the first `:` is none.
  ///
  /// A file whose own name looks like that is written `./depot:doses.csv`.
  static func split(_ text: String) -> (name: String?, value: String) {
    guard text.first != "=", let colon = text.firstIndex(of: ":") else { return (nil, text) }
    let name = text[..<colon]
    guard Names.isName(name) else { return (nil, text) }
    return (String(name), String(text[text.index(after: colon)...]))
  }
}

/// Lists of names that options hold.
enum Names {
  /// Whether a text is letters, digits and _, not beginning with a digit.
  static func isName(_ text: some StringProtocol) -> Bool {
    let isLetter = { (byte: UInt8) in byte == 0x5F || (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 }
    guard let first = text.utf8.first, isLetter(first) else { return false }
    return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
  }

  /// Reads `x,y`: names, each once; primes may follow, as in `y'`.
  ///
  /// - Throws: `Failure` (64).
  static func list(_ text: String, option: String) throws -> [String] {
    var names: [String] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces) {
      let bare = part.prefix { $0 != "'" }
      guard isName(bare), part.dropFirst(bare.count).allSatisfy({ $0 == "'" }) else {
        throw Failure.option(option, "names such as x,y are needed, found '\(text)'")
      }
      if names.contains(part) {
        throw Failure.option(option, "each name must be given once, found '\(part)' twice")
      }
      names.append(part)
    }
    return names
  }
}
