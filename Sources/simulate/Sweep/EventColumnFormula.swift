import CSV
import Formulas

/// A column of the event tables that a formula gives, from the row's own columns and bound names.
struct EventColumnFormula {
  private static let option = "--event-column"
  private var meaning: EventColumns.Meaning
  private var formula: Formula

  /// The columns that a formula may give, and name by their meaning.
  static let meanings: [EventColumns.Meaning] = [
    .time, .amount, .duration, .rate, .every, .count, .lag,
  ]

  /// Whether a name stands in the formula.
  func holds(_ name: String) -> Bool { formula.boundNames.contains(name) }

  /// The two sides of `COLUMN=FORMULA`.
  ///
  /// - Throws: `Failure` (64).
  static func parts(
    of text: String
  ) throws -> (meaning: EventColumns.Meaning, formula: String) {
    let (name, value) = try Bindings.pair(text, option: option)
    guard let meaning = meanings.first(where: { $0.names.contains(name.lowercased()) }) else {
      throw Failure.option(
        option, "one of \(meanings.map(\.rawValue).joined(separator: ", ")) is needed, found '\(name)'")
    }
    return (meaning, value.first == "=" ? String(value.dropFirst()) : value)
  }

  /// Reads the formula, once the tables' columns are known.
  ///
  /// - Throws: `Failure` (65) with the formula and a caret, and for a name that is bound twice.
  init(
    _ parts: (meaning: EventColumns.Meaning, formula: String), tables: [EventTable],
    bindings: [String: Double], covariates: [Covariate]
  ) throws {
    var known = bindings
    for name in Mention.words(in: parts.formula) {
      let isColumn = Self.meanings.contains { $0.rawValue == name }
        || tables.contains { $0.header.names?.contains(name) == true }
      if isColumn, bindings[name] != nil, !covariates.contains(where: { $0.name == name && $0.column == name }) {
        throw Failure(
          .badText, "\(Self.option): '\(name)' must be bound once, found a column and a bound name")
      }
      if isColumn { known[name] = known[name] ?? 1 }
    }
    meaning = parts.meaning
    formula = try FailureWording.located(at: Self.option) {
      try Formula(parts.formula, bindings: known)
    }
    guard formula.constantValue != nil else {
      throw Failure.option(
        Self.option, "a formula of columns and names is needed, found the variable "
          + "'\(formula.variable.rawValue)' in '\(parts.formula)'")
    }
    fixedNames = Set(bindings.keys)
  }

  private let fixedNames: Set<String>

  /// Whether it names nothing that is bound.
  var isFixed: Bool { formula.boundNames.isDisjoint(with: fixedNames) }

  /// Puts the formula's values in the column's place.
  ///
  /// - Parameters:
  ///   - file: the table as it was read, whose columns the formula sees.
  /// - Throws: `Failure` (64) where a column is missing, (65) where a value is not finite.
  func act(
    on table: inout EventTable, as file: EventTable, _ bindings: [String: Double]
  ) throws {
    var used: [(name: String, values: [Double])] = []
    for name in formula.boundNames {
      if let meaning = Self.meanings.first(where: { $0.rawValue == name }),
        let values = file.values(of: meaning)
      {
        used.append((name, values))
      } else if let values = file.numbers(named: name) {
        used.append((name, values))
      } else if bindings[name] == nil, name != EventColumns.Meaning.amount.rawValue {
        throw Failure.option(Self.option, "the table must have a column \(name), found none")
      }
    }
    var names = bindings
    var values = [Double](repeating: 0, count: file.rowCount)
    for row in values.indices {
      for (name, numbers) in used { names[name] = numbers[row] }
      let bound = try FailureWording.located(at: Self.option) { try formula.bound(to: names) }
      guard let value = bound.constantValue, value.isFinite else {
        throw Failure(
          .badText, "\(Self.option): '\(formula.text)' must be finite, found "
            + "\(bound.constantValue ?? .nan) in row \(row + 1)")
      }
      values[row] = value
    }
    table.replace(meaning, by: values)
  }
}
