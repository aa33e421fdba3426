import CSV
import Formulas
import Runs
import Systems

/// A rate of all runs: samples are read once, of all groups; a formula is bound in each run.
struct RatePattern {
  private enum Kind {
    case fixed(Rate)
    case formula(Formula)
    case grouped([String: Rate])
  }

  private let kind: Kind
  /// The channel that it goes into.
  let channel: Int
  private let isTwoSided: Bool
  /// The groups of its rows; nil where it serves every group.
  let groups: RowGroups?

  /// Reads it.
  ///
  /// - Parameters:
  ///   - text: the option's value, without the channel's name.
  ///   - index: which of the rates it is.
  ///   - column: the column of the groups.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ text: String, index: Int, channel: Int, _ options: InputOptions, by column: String?,
    varying names: Set<String>, formulas: FormulaReader, reader: inout Reader
  ) throws {
    self.channel = channel
    isTwoSided = options.rateTwoSided
    let value = try Value(text, option: "--rate")
    guard case .formula(let formula) = value else {
      let (rates, groups) = try options.rates(value, index: index, by: column, &reader)
      self.groups = groups
      kind = groups.map { .grouped(Dictionary(uniqueKeysWithValues: zip($0.labels, rates))) } ?? .fixed(rates[0])
      return
    }
    groups = nil
    guard Mention.of(names, in: formula) else {
      kind = .fixed(try options.rate(formula: formula, formulas, &reader))
      return
    }
    reader.use.read(formula)
    reader.use.mark("--rate-two-sided")
    kind = .formula(try formulas.formula(formula, place: "--rate"))
  }

  /// Whether it is the same in every run of a group.
  var isFixed: Bool { if case .formula = kind { false } else { true } }

  /// The rate of a run; nil where the group has none.
  ///
  /// - Parameter group: nil for all groups together.
  /// - Throws: `Failure`.
  func rate(_ group: String?, _ bindings: [String: Double]) throws -> Rate? {
    switch kind {
    case .fixed(let rate): return rate
    case .grouped(let rates):
      guard let group else { return Rate(joined: Array(rates.values)) }
      return rates[group]
    case .formula(let formula):
      let bound = try FailureWording.located(at: "--rate", after: "=") { try formula.bound(to: bindings) }
      return try InputOptions.rate(bound, twoSided: isTwoSided)
    }
  }
}

extension Rate {
  /// The rates of all groups, as far as their ends are asked for; nil without any.
  fileprivate init?(joined rates: [Rate]) {
    guard let first = rates.compactMap(\.first).min(), let last = rates.compactMap(\.last).max() else { return nil }
    self.init(
      signal: rates.reduce(Signal()) { $0 + $1.signal }, first: first, last: last,
      step: rates.compactMap(\.step).min())
  }
}
