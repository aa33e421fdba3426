import Formulas
import Files
import Systems

/// The input of a sweep: tables and rate files are read once; a run computes what depends on it.
struct InputPattern {
  /// A column of the event tables that a formula gives, from the row's own columns and the names.
  private struct Column {
    var meaning: EventColumns.Meaning
    var formula: Formula
    var option: String
  }

  private var tables: [EventTable]
  private var columns: [Column] = []
  private var scale: Quantity?
  private let rateTwoSided: Bool
  /// What no run changes, in the order of the options.
  private var rates: [(fixed: Input.Rate?, formula: Formula?)] = []
  private var fixed: Input?

  /// The columns that a formula may name or give.
  static let meanings: [EventColumns.Meaning] = [
    .time, .amount, .duration, .rate, .every, .count, .lag,
  ]

  /// Reads what does not depend on a run.
  ///
  /// - Parameters:
  ///   - formulas: how formulas are read, with the first run's values.
  ///   - names: the names whose values differ from run to run.
  ///   - scale: `--scale-input`.
  ///   - columns: `--event-column`.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ options: InputOptions, scale: String?, columns texts: [String], varying names: Set<String>,
    formulas: FormulaReader, reader: inout Reader
  ) throws {
    tables = try options.tables(reader: &reader)
    if let sound = reader.sounds.first {
      throw Failure.option("--input", "a sweep's input is a table, found the sound \(sound.name)")
    }
    rateTwoSided = options.rateTwoSided
    if options.input.isEmpty, scale != nil || !texts.isEmpty {
      throw Failure.option(
        scale == nil ? "--event-column" : "--scale-input", "an --input is needed to act on")
    }
    self.scale = try scale.map {
      try Quantity($0, option: "--scale-input", bindings: formulas.bindings)
    }
    for text in texts { columns.append(try Self.column(text, formulas.bindings)) }
    for (k, text) in options.rate.enumerated() {
      if text.first == "=", Mention.of(names, in: text) {
        let formula = try FailureWording.located(at: "--rate", after: "=") {
          try Formula(String(text.dropFirst()), bindings: formulas.bindings)
        }
        reader.use.mark("--rate-two-sided")
        rates.append((nil, formula))
      } else {
        rates.append((try options.rate(k, formulas, &reader), nil))
      }
    }
    if isFixed { fixed = try make(formulas.bindings) }
  }

  /// Whether every run has the same input.
  var isFixed: Bool {
    columns.isEmpty && (scale?.isFixed ?? true) && rates.allSatisfy { $0.formula == nil }
  }

  private static func column(_ text: String, _ bindings: [String: Double]) throws -> Column {
    let option = "--event-column"
    let (name, value) = try Bindings.pair(text, option: option)
    guard let meaning = meanings.first(where: { $0.names.contains(name.lowercased()) }) else {
      throw Failure.option(
        option, "one of \(meanings.map(\.rawValue).joined(separator: ", ")) is needed, found '\(name)'")
    }
    var known = bindings
    for meaning in meanings { known[meaning.rawValue] = 1 }
    let bare = value.first == "=" ? String(value.dropFirst()) : value
    let formula = try FailureWording.located(at: option) { try Formula(bare, bindings: known) }
    guard formula.constantValue != nil else {
      throw Failure.option(
        option, "a formula of columns and names is needed, found the variable "
          + "'\(formula.variable.rawValue)' in '\(bare)'")
    }
    return Column(meaning: meaning, formula: formula, option: option)
  }

  /// The input of a run.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func input(_ bindings: [String: Double]) throws -> Input { try fixed ?? make(bindings) }

  private func make(_ bindings: [String: Double]) throws -> Input {
    var result = Input()
    for table in tables {
      if columns.isEmpty {
        try table.add(to: &result)
      } else {
        try changed(table, bindings).add(to: &result)
      }
    }
    if let scale { result.scaleEvents(by: try scale.value(bindings)) }
    for rate in rates {
      if let fixed = rate.fixed {
        try result.addRate(fixed)
      } else if let formula = rate.formula {
        let signal = try FailureWording.located(at: "--rate", after: "=") {
          try formula.bound(to: bindings).signal(twoSided: rateTwoSided)
        }
        try result.addRate(Input.Rate(signal: signal, formulaStart: signal.start))
      }
    }
    return result
  }

  /// A table whose columns the formulas have given; each sees the columns as the file has them.
  private func changed(_ table: EventTable, _ bindings: [String: Double]) throws -> EventTable {
    var result = table
    for column in columns {
      let used = Self.meanings.compactMap { meaning in
        column.formula.boundNames.contains(meaning.rawValue)
          ? table.values(of: meaning).map { (meaning.rawValue, $0) } : nil
      }
      for name in column.formula.boundNames where bindings[name] == nil {
        if name == EventColumns.Meaning.amount.rawValue { continue }
        guard used.contains(where: { $0.0 == name }) else {
          throw Failure.option(column.option, "the table must have a column \(name), found none")
        }
      }
      var names = bindings
      var values = [Double](repeating: 0, count: table.rowCount)
      for row in values.indices {
        for (name, numbers) in used { names[name] = numbers[row] }
        let bound = try FailureWording.located(at: column.option) {
          try column.formula.bound(to: names)
        }
        guard let value = bound.constantValue, value.isFinite else {
          throw Failure(
            .badText, "\(column.option): '\(column.formula.text)' must be finite, found "
              + "\(bound.constantValue ?? .nan) in row \(row + 1)")
        }
        values[row] = value
      }
      result.replace(column.meaning, by: values)
    }
    return result
  }
}

extension Input {
  /// Multiplies the areas of impulses and the heights of pulses; rates stay.
  mutating func scaleEvents(by factor: Double) {
    for k in events.indices { events[k].weight *= factor }
    for k in earlier.indices { earlier[k].weight *= factor }
    for k in past.indices { past[k].weight *= factor }
    for k in pulses.indices { pulses[k].height *= factor }
    for k in steadyPulses.indices { steadyPulses[k].past.weight *= factor }
  }
}
