import CSV
import Formulas
import Runs
import Systems

/// A response that a page computes again with other numbers for its names: one formula in t or s.
struct MovableResponse {
  /// The names and their numbers, in the order in which they were bound.
  let names: [(name: String, value: Double)]
  /// The formula as a page works it off.
  private let operations: [Formula.Operation]
  private let formula: Formula
  private let delay: Double
  private let isTwoSided: Bool

  /// The functions that pages know beside those of JavaScript.
  private static let unknown: Set = ["erf", "erfc", "besselj0", "besselk0", "feedback"]

  /// Takes the formula of a response; nil where it is none, or nothing in it has a name.
  ///
  /// - Parameter bound: the names that `--set` binds.
  init?(_ response: Response, bound: [String]) {
    guard response.parts.count == 1, let formula = response.parts[0].formula,
      let operations = formula.operations
    else { return nil }
    let hasCalls = operations.contains { if case .call = $0 { true } else { false } }
    let isKnown = operations.allSatisfy {
      if case .call(let name, _) = $0 { !MovableResponse.unknown.contains(name) } else { true }
    }
    switch formula.variable {
    case .time: guard isKnown else { return nil }
    case .s:
      // A direct term lets impulses through, which no copy can show.
      let later = (try? response.system.impulseResponse.impulses(until: response.delay.double + 1)) ?? []
      guard !hasCalls, later.isEmpty else { return nil }
    case .none, .z: return nil
    }
    var values: [String: Double] = [:]
    for name in formula.boundNames { values[name] = formula.value(of: name) }
    names = bound.compactMap { name in values[name].map { (name, $0) } }
    if names.isEmpty { return nil }
    self.formula = formula
    self.operations = operations
    delay = response.delay.double
    isTwoSided = response.parts[0].isTwoSided
  }

  /// What a page needs of it, as JSON.
  ///
  /// - Parameter ages: from which age to which it is needed.
  func fields(ages: ClosedRange<Double>) -> [(String, String)] {
    [
      ("names", "[" + names.map { "[\(JSON.string($0.name)),\(CSV.NumberText.text($0.value))]" }
        .joined(separator: ",") + "]"),
      ("variable", JSON.string(formula.variable.rawValue)),
      ("operations", "[" + operations.map(MovableResponse.text).joined(separator: ",") + "]"),
      ("ages", "[\(CSV.NumberText.text(ages.lowerBound)),\(CSV.NumberText.text(ages.upperBound))]"),
      ("delay", CSV.NumberText.text(delay)), ("twoSided", isTwoSided ? "true" : "false"),
    ]
  }

  private static func text(_ operation: Formula.Operation) -> String {
    switch operation {
    case .number(let value): CSV.NumberText.text(value)
    case .name(let name): JSON.string("$" + name)
    case .variable: "\"@\""
    case .negate: "\"~\""
    case .binary(let sign): JSON.string(sign)
    case .call(let name, let count): "[\(JSON.string(name)),\(count)]"
    }
  }
}
