import Formulas

/// The names that `--set` binds in every formula and equation.
enum Bindings {
  /// Reads `NAME=VALUE` lists.
  ///
  /// - Throws: `Failure` (64) for what is no name or no number, (65) for a name that is bound twice.
  static func read(_ settings: [String]) throws -> [String: Double] {
    var bindings: [String: Double] = [:]
    for setting in settings {
      let (name, value) = try pair(setting, option: "--set")
      if let objection = Formula.objection(toBinding: name) {
        throw Failure.option("--set", objection)
      }
      if bindings[name] != nil { throw Bindings.doubled(name) }
      bindings[name] = try Number.double(value, option: "--set")
    }
    return bindings
  }

  /// The problem that a name is bound twice.
  static func doubled(_ name: String) -> Failure {
    Failure(.badText, "--set: each name must be bound once, found '\(name)' twice")
  }

  /// Splits `NAME=VALUE` at the first `=`.
  ///
  /// - Throws: `Failure` (64) where there is no `=` or no name.
  static func pair(_ text: String, option: String) throws -> (name: String, value: String) {
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw Failure.option(option, "NAME=VALUE is needed, found '\(text)'")
    }
    return (String(text[..<equals]), String(text[text.index(after: equals)...]))
  }

  /// Reads `x1=1,x2=0`, in that order.
  ///
  /// - Throws: `Failure` (64).
  static func list(_ text: String, option: String) throws -> [(name: String, value: Double)] {
    try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
      let (name, value) = try pair(part.trimmingSpaces, option: option)
      return (name, try Number.double(value, option: option))
    }
  }
}
