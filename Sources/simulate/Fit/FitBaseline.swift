import Formulas

/// What `--baseline` adds to the output: a number, a name or a formula in t.
struct FitBaseline {
  private let formula: Formula
  private let derivatives: [String: Formula]

  /// - Throws: `Failure` (64, 65).
  init?(_ text: String?, names: [String], bindings: [String: Double]) throws {
    guard let text else { return nil }
    let bare = text.first == "=" ? String(text.dropFirst()) : text
    formula = try FailureWording.located(at: "--baseline", after: text.first == "=" ? "=" : "") {
      try Formula(bare, bindings: bindings, isOfTime: true)
    }
    guard formula.variable == .time || formula.variable == .none else {
      throw Failure.option(
        "--baseline", "a number, a name or a formula in t is needed, found the variable '\(formula.variable.rawValue)'")
    }
    var found: [String: Formula] = [:]
    for name in names { found[name] = try? formula.derivative(by: name) }
    derivatives = found
  }

  /// Its values at times.
  ///
  /// - Throws: `Failure` (65).
  func values(_ times: [Double], _ bindings: [String: Double]) throws -> [Double] {
    try Self.values(formula, times, bindings)
  }

  /// The derivatives of those by a name; nil where it does not count, or has none.
  func derivative(by name: String, _ times: [Double], _ bindings: [String: Double]) throws -> [Double]? {
    try derivatives[name].map { try Self.values($0, times, bindings) }
  }

  /// Whether a name counts, though there is no derivative by it.
  func needsDifferences(by name: String) -> Bool {
    derivatives[name] == nil && formula.boundNames.contains(name)
  }

  private static func values(_ formula: Formula, _ times: [Double], _ bindings: [String: Double]) throws -> [Double] {
    try FailureWording.located(at: "--baseline") { try formula.bound(to: bindings).values(at: times) }
  }
}
