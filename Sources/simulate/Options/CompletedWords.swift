import ArgumentParser
import Formulas

/// What shells may offer for a value: lists of words, and the names that formulas on the line leave open.
enum CompletedWords {
  /// Some of these words, separated by commas, each once.
  static func some(of words: [String]) -> CompletionKind {
    .custom { _, _, prefix in continued(prefix, with: words) }
  }

  /// Names that formulas leave open, separated by commas.
  static let names: CompletionKind = .custom { words, index, prefix in
    continued(prefix, with: openNames(in: words, before: index))
  }

  /// A name that formulas leave open, for a value to be written behind it.
  static let assignment: CompletionKind = .custom { words, index, _ in
    openNames(in: words, before: index).map { $0 + "=" }
  }

  private static func continued(_ prefix: String, with words: [String]) -> [String] {
    let typed = prefix.split(separator: ",", omittingEmptySubsequences: false).dropLast().map(String.init)
    let before = typed.map { $0 + "," }.joined()
    return words.filter { !typed.contains($0) }.map { before + $0 }
  }

  /// The names in formulas and equations of a line, without those that it binds already.
  ///
  /// - Parameters:
  ///   - words: the line as it is typed, quotes and all; bash parts it at `=` and `:` too.
  ///   - index: the place of the word that is being written, which says nothing yet.
  static func openNames(in words: [String], before index: Int) -> [String] {
    var names: [String] = []
    var bound: Set<String> = []
    var option = ""
    for (k, word) in words.enumerated() where k > 0 && k != index {
      if word.hasPrefix("--") {
        option = word
        continue
      }
      let text = word.filter { !"\"\\".contains($0) }
      switch option {
      case "--ode": names += OrdinaryDifferentialEquation.freeNames(of: primed(text))
      case "--impulse", "--rate", "--system":
        let bare = text.filter { $0 != "'" }
        if let start = bare.firstIndex(of: "=") {
          names += Formula.freeNames(of: String(bare[bare.index(after: start)...]))
        }
      case "--delay", "--scale", "--scale-input", "--baseline":
        let bare = text.filter { !"'=".contains($0) }
        if !Formula.freeNames(of: bare).isEmpty, bare != "auto" { names += Formula.freeNames(of: bare) }
      case "--set", "--vary", "--draw", "--guess", "--limits":
        if let name = text.filter({ $0 != "'" }).split(separator: "=").first { bound.insert(String(name)) }
      default: break
      }
    }
    var seen: Set<String> = []
    return names.filter { !bound.contains($0) && seen.insert($0).inserted }
  }

  /// An equation without the quotes around it.
  private static func primed(_ text: String) -> String {
    text.first == "'" && text.last == "'" && text.count > 1 ? String(text.dropFirst().dropLast()) : text
  }
}
