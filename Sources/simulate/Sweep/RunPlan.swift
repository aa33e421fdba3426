import CSV
import Files
import Formulas

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
  let names: [String]
  /// The number of runs.
  let count: Int
  private let rows: Rows

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
    self.count = count
    rows = .product(values)
  }

  /// The rows of a table whose header names the parameters.
  ///
  /// - Throws: `CSVError`, `Failure`.
  init(table source: Source, reader: Reader) throws {
    var names: [String] = []
    let table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard let found = header.names else {
        throw header.error("the first row of --parameters must name the parameters, found numbers")
      }
      names = found
      return found.indices.map { ColumnRequest($0, .numbers) }
    }
    for (k, name) in names.enumerated() {
      try RunPlan.check(name, among: Array(names[..<k]), option: source.name)
    }
    guard !names.isEmpty, table.rowCount > 0 else {
      throw table.error("a table of parameters must have at least one row, found none")
    }
    self.names = names
    count = table.rowCount
    rows = .table(table.columns.map(\.numbers))
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
    switch rows {
    case .table(let columns): return columns.map { $0[run] }
    case .product(let values):
      var result = [Double](repeating: 0, count: values.count)
      var rest = run
      for k in values.indices.reversed() {
        let (quotient, place) = rest.quotientAndRemainder(dividingBy: values[k].count)
        result[k] = values[k][place]
        rest = quotient
      }
      return result
    }
  }

  /// A run's parameters in words: `tau=1, dose=2`.
  func words(of run: Int) -> String {
    zip(names, values(of: run)).map { "\($0)=\(NumberText.text($1))" }.joined(separator: ", ")
  }
}
