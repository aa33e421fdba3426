import CSV
import Formulas

/// What names stand for in a run: `--set`, the run's parameters, and columns of its group.
struct RunBindings {
  /// The values of names that are the same in every run.
  private var fixed: [String: Double] = [:]
  private var settings: [(name: String, value: Quantity)] = []
  /// The names bound to columns.
  private(set) var covariates: [Covariate] = []
  /// The names whose values differ from run to run.
  private(set) var varying: Set<String>
  private var isRead = false

  /// Reads `--set`.
  ///
  /// - Throws: `Failure` (64); (65) for a name that is bound twice.
  init(_ texts: [String], _ plan: RunPlan) throws {
    varying = Set(plan.names)
    var first = Dictionary(uniqueKeysWithValues: zip(plan.names, plan.values(of: 0)))
    for text in texts {
      let (name, value) = try Bindings.pair(text, option: "--set")
      if let objection = Formula.objection(toBinding: name) { throw Failure.option("--set", objection) }
      if plan.names.contains(name) {
        throw Failure.option("--set", "'\(name)' is varied and must not be set too")
      }
      if fixed[name] != nil || varying.contains(name) { throw Bindings.doubled(name) }
      if value.first == "@" {
        covariates.append(try Covariate(name: name, column: String(value.dropFirst())))
        varying.insert(name)
        first[name] = Covariate.unread
        continue
      }
      let quantity = try Quantity(value, option: "--set", bindings: first.merging(fixed) { $1 })
      if quantity.isFixed {
        fixed[name] = try quantity.value(fixed)
      } else {
        settings.append((name, quantity))
        varying.insert(name)
        first[name] = try quantity.value(first.merging(fixed) { $1 })
      }
    }
  }

  /// Reads the columns of the covariates.
  ///
  /// - Throws: `CSVError` where one differs within a group, `Failure` (65) where none has it.
  mutating func read(_ tables: [EventTable], _ times: TimesFile?, _ measured: MeasuredTable? = nil) throws {
    isRead = true
    for k in covariates.indices {
      for table in tables { try table.tell(&covariates[k]) }
      try times?.tell(&covariates[k])
      try measured?.tell(&covariates[k])
      if covariates[k].isEmpty {
        let column = covariates[k].column
        guard let table = tables.first else {
          throw Failure.option("--set", "an --input with a column '\(column)' is needed, found none")
        }
        throw table.header.missing(column)
      }
    }
  }

  /// The values of all names in a run.
  ///
  /// - Throws: `Failure` (65) for a group without a covariate, and a value that is not finite.
  func values(_ plan: RunPlan, _ run: Int, _ parameters: [Double]? = nil) throws -> [String: Double] {
    try values(
      Dictionary(uniqueKeysWithValues: zip(plan.names, parameters ?? plan.values(of: run))), group: plan.group(of: run))
  }

  /// The values of all names for parameters in a group.
  ///
  /// - Throws: `Failure` (65) for a group without a covariate, and a value that is not finite.
  func values(_ parameters: [String: Double], group: String?) throws -> [String: Double] {
    var values = try constants(group: group).merging(parameters) { $1 }
    for (name, value) in settings { values[name] = try value.value(values) }
    return values
  }

  /// The values of the names that are the same in every run of a group.
  ///
  /// - Throws: `Failure` (65) for a group without a covariate.
  func constants(group: String?) throws -> [String: Double] {
    var values = fixed
    for covariate in covariates {
      guard isRead else {
        values[covariate.name] = Covariate.unread
        continue
      }
      guard let value = covariate.value(of: group) else {
        throw Failure(
          .badText, "--set: the group must have a value in the column \(covariate.column), found none")
      }
      values[covariate.name] = value
    }
    return values
  }

  /// For each name that settings are made of, the names that move with it and how fast.
  ///
  /// - Throws: `Failure` (65) where a setting has no derivative.
  func chains(of names: [String], _ values: [String: Double]) throws -> [String: [(String, Double)]] {
    if settings.isEmpty { return [:] }
    var chains: [String: [(String, Double)]] = [:]
    for name in names {
      var speed = [name: 1.0]
      for (setting, quantity) in settings {
        let sum = try speed.reduce(0.0) { $0 + $1.value * (try quantity.derivative(by: $1.key, values)) }
        if sum != 0 { speed[setting] = sum }
      }
      speed[name] = nil
      if !speed.isEmpty { chains[name] = speed.map { ($0.key, $0.value) } }
    }
    return chains
  }

  /// Whether some names are made of others.
  var hasSettings: Bool { !settings.isEmpty }

  /// The names that have a value.
  var names: Set<String> { Set(fixed.keys).union(settings.map(\.name)).union(covariates.map(\.name)).union(varying) }
}
