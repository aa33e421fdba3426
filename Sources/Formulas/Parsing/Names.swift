/// The names that formulas know, and how near a misspelled one comes to them.
struct Names: Sendable {
  /// The constants.
  static let constants: [String: Double] = ["pi": Double.pi, "e": 2.718281828459045]
  /// The variables of a formula.
  static let variables = ["t", "s", "z"]
  /// The variable of a formula that can only be a function of time.
  static let time = ["t"]

  /// Why a name can't be bound, or nil if it can.
  static func objection(toBinding name: String) -> String? {
    var tokenizer = Tokenizer(Array(name.utf8))
    guard let token = try? tokenizer.next(), case .name(name) = token.kind else {
      return "a name is letters, digits and _, not beginning with a digit, found '\(name)'"
    }
    if constants[name] != nil { return "'\(name)' is a constant and can't be bound" }
    if variables.contains(name) {
      return "'\(name)' is the variable of a formula and can't be bound"
    }
    if Function(written: name) != nil { return "'\(name)' is a function and can't be bound" }
    return nil
  }

  /// The known names that are nearest to `name`, at most three, as the end of a sentence.
  static func suggestion(for name: String, among bound: [String]) -> String {
    var known = Function.written.map(\.rawValue) + Array(constants.keys) + bound.sorted()
    known.append("t")
    guard name.utf8.count <= 40 else { return "" }
    let allowed = max(1, name.count / 3)
    let near = known.map { (name: $0, distance: distance(name, $0)) }
      .filter { $0.distance <= allowed && $0.distance < name.count }
      .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
    guard let best = near.first else { return "" }
    let names = near.filter { $0.distance == best.distance }.prefix(3).map { "'\($0.name)'" }
    return "; did you mean \(names.joined(separator: " or "))?"
  }

  /// The number of letters to insert, delete, replace or swap, the case of a letter counting none.
  private static func distance(_ first: String, _ second: String) -> Int {
    let a = Array(first.lowercased().utf8)
    let b = Array(second.lowercased().utf8)
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var best = Swift.min(rows[i][j + 1], row[j]) + 1
        best = Swift.min(best, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = Swift.min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
