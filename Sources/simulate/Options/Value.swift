import CSV
import Glibc

/// What an option's value is: a formula, standard input or a file. One rule everywhere.
enum Value: Hashable {
  /// Begins with `=`, as in a spreadsheet; kept without it.
  case formula(String)
  /// `-`.
  case standardInput
  /// Anything else.
  case file(String)

  /// Reads a value.
  ///
  /// - Throws: `Failure` (64) for an empty one.
  init(_ text: String, option: String) throws {
    if text.isEmpty {
      throw Failure.option(option, "a file, - or a formula that begins with = is needed, found nothing")
    }
    if text == "-" {
      self = .standardInput
    } else if text.first == "=" {
      self = .formula(String(text.dropFirst()))
    } else {
      self = .file(text)
    }
  }

  /// How messages name it.
  var name: String {
    switch self {
    case .formula(let text): "=" + text
    case .standardInput: "-"
    case .file(let path): path
    }
  }

  /// The formula that a name of no file may have been meant as; nil for a file that is there, and for a name that
  /// looks like one.
  var meantFormula: String? {
    guard case .file(let path) = self, access(path, F_OK) != 0 else { return nil }
    let isNumber = (try? NumberText.number(path)) != nil
    // A quotient is no path unless its folder is there.
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) }
    let hasOperator = path.contains { "()*^+".contains($0) } && folder.map { access($0, F_OK) != 0 } ?? true
    guard isNumber || hasOperator || path == "t" else { return nil }
    return "=" + path
  }
}
