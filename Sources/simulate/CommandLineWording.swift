import ArgumentParser
import Files
import Glibc

/// How the parser of the command line speaks: its messages brought into our one-line form.
enum CommandLineWording {
  /// Prints help or a version on standard output.
  ///
  /// - Returns: The exit code.
  static func printed(_ text: String) -> Int32 {
    if Messages.write(text + "\n", to: STDOUT_FILENO) { return 0 }
    Messages.say("-: the output must be writable: \(String(cString: strerror(errno)))")
    return Failure.Code.inputOutput.rawValue
  }

  /// The parser's error as one line that begins with the option, where it names one.
  ///
  ///     Missing value for '--step <step>'   becomes   --step: missing value
  static func failure(of error: any Error) -> Failure {
    let full = Simulate.message(for: error)
    var line = String(full.split(separator: "\n", omittingEmptySubsequences: true).first ?? "")
    if let misspelt = misspeltSubcommand { return misspelt }
    line = withoutFarSuggestion(line).replacing(". Did you mean", with: "; did you mean")
    if line.hasSuffix(".") { line.removeLast() }
    line = line.prefix(1).lowercased() + line.dropFirst()
    guard let (option, before, after) = quotedOption(in: line) else {
      return Failure(.usage, line + "; simulate --help shows examples")
    }
    var problem = before
    for ending in [" for", " to", " option", " of"] where problem.hasSuffix(ending) {
      problem.removeLast(ending.count)
    }
    if before.hasSuffix(" option") { problem += " option" }
    let rest = after.isEmpty || after.hasPrefix(":") || after.hasPrefix(";") ? after : " " + after
    return Failure(.usage, "\(option): \(problem)\(rest)")
  }

  /// The message without a suggestion that is not closer than half of the word.
  private static func withoutFarSuggestion(_ line: String) -> String {
    guard let range = line.ranges(of: ". Did you mean").first else { return line }
    let words = line.split(separator: "'", omittingEmptySubsequences: false)
    guard words.count >= 4 else { return line }
    return isNear(String(words[1]), String(words[3])) ? line : String(line[..<range.lowerBound])
  }

  /// A subcommand that the first argument may have been meant as.
  private static var misspeltSubcommand: Failure? {
    let arguments = FileName.arguments.dropFirst()
    guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
    let commands = Simulate.configuration.subcommands.compactMap { $0.configuration.commandName }
    if !commands.contains(first) { return misspelt(first, among: commands) }
    guard first == "sweep", let second = arguments.dropFirst().first, !second.hasPrefix("-") else { return nil }
    let inner = Sweep.configuration.subcommands.compactMap { $0.configuration.commandName }
    return inner.contains(second) ? nil : misspelt(second, among: inner)
  }

  private static func misspelt(_ word: String, among commands: [String]) -> Failure? {
    let near = commands.min { Distance.between($0, word) < Distance.between($1, word) }
    guard let near, isNear(word, near) else { return nil }
    return Failure(.usage, "\(word): unknown subcommand; did you mean '\(near)'?")
  }

  /// Whether less than half of a word must be changed to make the other.
  private static func isNear(_ word: String, _ other: String) -> Bool {
    let bare = [word, other].map { String($0.drop { $0 == "-" }) }
    return 2 * Distance.between(bare[0], bare[1]) < min(bare[0].count, bare[1].count)
  }

  /// The first `'--name …'` in a message, and what stands before and after it.
  private static func quotedOption(in line: String) -> (String, String, String)? {
    var search = line.startIndex
    while let open = line[search...].firstIndex(of: "'") {
      let inside = line.index(after: open)
      guard let close = line[inside...].firstIndex(of: "'") else { return nil }
      let quoted = line[inside..<close]
      if quoted.hasPrefix("-"), quoted.count > 1 {
        let name = quoted.prefix { $0 != " " && $0 != "=" }
        let before = line[..<open].trimmingSpaces
        let after = line[line.index(after: close)...].trimmingSpaces
        return (String(name), before, after)
      }
      search = line.index(after: close)
    }
    return nil
  }
}

extension Substring {
  /// The text without spaces at its ends.
  var trimmingSpaces: String {
    var text = self
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
