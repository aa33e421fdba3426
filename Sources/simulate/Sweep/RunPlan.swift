import CSV
import Files
import Formulas
import Runs

/// Which runs a sweep makes: run i has the i-th combination of the names' values.
///
/// It is a pure function of the command line and the parameter table, and holds no list of runs.
struct RunPlan: Sendable {
  private enum Rows: Sendable {
    /// Every combination, the last name turning fastest.
    case product([VariedValues])
    /// A row of a table for each run.
    case table([[Double]])
  }

  /// The parameters' names, in the order of the columns.
  private(set) var names: [String]
  /// The groups, the slowest to turn; nil without `--by`.
  private(set) var groups: Groups?
  /// The runs of each combination that is varied; nil where nothing is drawn.
  private(set) var population: Population?
  /// The number of combinations of parameters, each draw being one.
  private(set) var combinations: Int
  private let rows: Rows

  /// The number of runs: each group with every combination.
  var count: Int { combinations * (groups?.labels.count ?? 1) }

  /// The only run of `simulate run`.
  static let single = RunPlan()

  private init() {
    names = []
    combinations = 1
    rows = .product([])
  }

  /// The single run of a fit's parameters at their first values.
  init(fitting names: [String], at values: [Double]) {
    self.names = names
    combinations = 1
    rows = .table(values.map { [$0] })
  }

  /// Makes every combination for each of the groups.
  ///
  /// - Throws: `Failure` (64) for more runs than can be counted.
  mutating func divide(by groups: Groups) throws {
    let (product, overflow) = combinations.multipliedReportingOverflow(by: groups.labels.count)
    guard !overflow, product <= VariedValues.most else {
      throw Failure.option("--vary", "a sweep may have at most \(VariedValues.most) runs, found more")
    }
    self.groups = groups
  }

  /// Makes every combination for each run of a population, which turns fastest.
  ///
  /// - Throws: `Failure` (64) for more runs than can be counted, and a name that is varied too.
  mutating func draw(_ population: Population, option: String) throws {
    for (k, name) in population.names.enumerated() {
      try RunPlan.check(name, among: names + population.names[..<k], option: option)
    }
    let (product, overflow) = combinations.multipliedReportingOverflow(by: population.count)
    guard !overflow, product <= VariedValues.most else {
      throw Failure.option("--runs", "a sweep may have at most \(VariedValues.most) runs, found more")
    }
    combinations = product
    names += population.names
    self.population = population
  }

  /// Whether a name is drawn.
  func isDrawn(_ name: String) -> Bool { population?.names.contains(name) ?? false }

  /// The runs of each combination of what is varied.
  var replicates: Int { population?.count ?? 1 }

  /// The group of a run; nil without `--by`.
  func group(of run: Int) -> String? { groups.map { $0.labels[run / combinations] } }

  /// The names of the columns before a run's own.
  var columns: [String] { (groups.map { [$0.column] } ?? []) + names }

  /// The names of the columns before what is said of a population: all but those that are drawn.
  var variedColumns: [String] { Array(columns.dropLast(population?.names.count ?? 0)) }

  /// The texts of the columns before what is said of a population.
  func variedTexts(of run: Int) -> [String] {
    (group(of: run).map { [$0] } ?? [])
      + values(of: run).dropLast(population?.names.count ?? 0).map { NumberText.text($0) }
  }

  /// What stands first in a row about all drawn runs of a combination.
  ///
  /// - Throws: `CSVError` for a control character in a group's text.
  func variedPrefix(of run: Int) throws -> String {
    try prefix(of: run, leavingOut: population?.names.count ?? 0)
  }

  /// Every combination of what `--vary` gives.
  ///
  /// - Throws: `Failure` (64).
  init(varying options: [String]) throws {
    var names: [String] = []
    var values: [VariedValues] = []
    var count = 1
    for option in options {
      let (name, text) = try Bindings.pair(option, option: "--vary")
      try RunPlan.check(name, among: names, option: "--vary")
      names.append(name)
      values.append(try VariedValues(text, name: name))
      let (product, overflow) = count.multipliedReportingOverflow(by: values[values.count - 1].count)
      guard !overflow, product <= VariedValues.most else {
        throw Failure.option("--vary", "a sweep may have at most \(VariedValues.most) runs, found more")
      }
      count = product
    }
    self.names = names
    combinations = count
    rows = .product(values)
  }

  /// The rows of a table whose header names the parameters.
  ///
  /// - Throws: `CSVError`, `Failure`.
  init(table source: Source, reader: Reader, where isWanted: (String) -> Bool) throws {
    let columns = try RunPlan.columns(of: source, option: "--parameters", reader: reader, where: isWanted)
    names = columns.map(\.name)
    combinations = columns[0].values.count
    rows = .table(columns.map(\.values))
  }

  /// The columns of a table whose header names parameters: at least one of each.
  ///
  /// - Parameter isWanted: whether a column is read; what stands in the others is nobody's business.
  /// - Throws: `CSVError`, `Failure`.
  static func columns(
    of source: Source, option: String, reader: Reader, where isWanted: (String) -> Bool
  ) throws -> [(name: String, values: [Double])] {
    var names: [String] = []
    let table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard let found = header.names else {
        throw header.error("the first row of \(option) must name the parameters, found numbers")
      }
      let wanted = found.indices.filter { isWanted(found[$0]) }
      guard !wanted.isEmpty else {
        throw header.error("some column of \(option) must be used, found none of \(found.joined(separator: ", "))")
      }
      names = wanted.map { found[$0] }
      return wanted.map { ColumnRequest($0, .numbers) }
    }
    for (k, name) in names.enumerated() {
      try RunPlan.check(name, among: Array(names[..<k]), option: source.name)
    }
    guard !names.isEmpty, table.rowCount > 0 else {
      throw table.error("a table of parameters must have at least one row, found none")
    }
    return Array(zip(names, table.columns.map(\.numbers)))
  }

  private static func check(_ name: String, among others: [String], option: String) throws {
    if let objection = Formula.objection(toBinding: name) {
      throw Failure(option.hasPrefix("-") ? .usage : .badText, "\(option): \(objection)")
    }
    if others.contains(name) {
      throw Failure(
        option.hasPrefix("-") ? .usage : .badText, "\(option): each name must be given once, found "
          + "'\(name)' twice")
    }
  }

  /// The parameters of a run, in the order of the names.
  func values(of run: Int) -> [Double] {
    let place = run % combinations
    guard let population else { return varied(place) }
    return varied(place / population.count)
      + population.values(of: place % population.count, group: run / combinations)
  }

  /// What `--vary` or a table give, in the order of the names.
  private func varied(_ place: Int) -> [Double] {
    switch rows {
    case .table(let columns): return columns.map { $0[place] }
    case .product(let values):
      var result = [Double](repeating: 0, count: values.count)
      var rest = place
      for k in values.indices.reversed() {
        let (quotient, place) = rest.quotientAndRemainder(dividingBy: values[k].count)
        result[k] = values[k][place]
        rest = quotient
      }
      return result
    }
  }

  /// A run's group and parameters in words: `ID=1, tau=1, dose=2`; nothing for the only run.
  func words(of run: Int) -> String {
    let group = groups.map { ["\($0.column)=\($0.labels[run / combinations])"] } ?? []
    let parameters = zip(names, values(of: run)).map { "\($0)=\(NumberText.text($1))" }
    return (group + parameters).joined(separator: ", ")
  }

  /// What stands first in each of a run's rows.
  ///
  /// - Parameter values: the run's parameters, where they are known already.
  /// - Throws: `CSVError` for a control character in a group's text.
  func prefix(of run: Int, _ values: [Double]? = nil, leavingOut count: Int = 0) throws -> String {
    var prefix = ""
    if let group = group(of: run) { prefix = try FieldText.field(group) + "," }
    guard !names.isEmpty else { return prefix }
    for value in (values ?? self.values(of: run)).dropLast(count) { prefix += NumberText.text(value) + "," }
    return prefix
  }
}
