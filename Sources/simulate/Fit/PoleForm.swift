import CSV
import Systems

/// A sum of exponentials in the place of a formula: which of its poles are real, which stand for a conjugate pair.
///
///     h(t) = Σ r e^{pt},   a pair: 2 Re(r e^{pt})
struct PoleForm: Hashable {
  /// For each pole by its number whether it is one of a pair.
  let arePairs: [Bool]

  /// The number of exponentials.
  var order: Int { arePairs.reduce(0) { $0 + ($1 ? 2 : 1) } }

  /// All forms of so many exponentials, those with fewer pairs first.
  static func all(order: Int) -> [PoleForm] {
    (0...order / 2).map { pairs in
      PoleForm(
        arePairs: [Bool](repeating: false, count: order - 2 * pairs) + [Bool](repeating: true, count: pairs))
    }
  }

  /// The sum as a formula, which first names a pole and then its residue.
  var formula: String {
    let terms = arePairs.enumerated().map { k, isPair in
      let (pole, residue) = ("pole\(k + 1)", "residue\(k + 1)")
      return isPair
        ? "2*exp(\(pole)_re*t)*(\(residue)_re*cos(\(pole)_im*t) - \(residue)_im*sin(\(pole)_im*t))"
        : "exp(\(pole)*t)*\(residue)"
    }
    return "=" + terms.joined(separator: " + ")
  }

  /// The names of the formula.
  var names: [String] {
    arePairs.enumerated().flatMap { k, isPair in
      ["pole\(k + 1)", "residue\(k + 1)"].flatMap { isPair ? [$0 + "_re", $0 + "_im"] : [$0] }
    }
  }

  /// What a name of the formula is taken for; nil for other names.
  func kind(of name: String) -> FitParameter.Kind? {
    guard names.contains(name) else { return nil }
    if name.hasPrefix("residue") { return .plain }
    return name.hasSuffix("_im") ? .frequency : .pole
  }

  /// Whether a name is one of any form.
  static func isName(_ name: String) -> Bool {
    for prefix in ["pole", "residue"] where name.hasPrefix(prefix) {
      var rest = name.dropFirst(prefix.count)
      for suffix in ["_re", "_im"] where rest.hasSuffix(suffix) { rest = rest.dropLast(suffix.count) }
      return !rest.isEmpty && rest.allSatisfy(\.isNumber)
    }
    return false
  }

  /// The number of a pole or residue whose parts have names; nil for other names.
  static func part(of name: String) -> (whole: String, isReal: Bool)? {
    guard isName(name), name.hasSuffix("_re") || name.hasSuffix("_im") else { return nil }
    return (String(name.dropLast(3)), name.hasSuffix("_re"))
  }
}

/// How many exponentials are looked for: `N`, or `A:B` of which one is chosen.
struct PoleCounts {
  let range: ClosedRange<Int>

  /// - Throws: `Failure` (64).
  init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count <= 2 else {
      throw Failure.option("--poles", "a number or a range A:B is needed, found '\(text)'")
    }
    let ends = try parts.map { try Number.integer($0, option: "--poles", in: 1...20) }
    guard ends[0] <= ends[ends.count - 1] else {
      throw Failure.option("--poles", "a range A:B that rises is needed, found '\(text)'")
    }
    range = ends[0]...ends[ends.count - 1]
  }
}
