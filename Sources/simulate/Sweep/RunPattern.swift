import CSV
import Files
import Systems

/// What every run of a sweep shares, and how a run's own simulation is made of it.
///
/// Files are read and formulas parsed once, when it is made; a run binds the names and rebuilds only
/// what depends on them.
struct RunPattern: @unchecked Sendable {
  /// Which runs there are.
  let plan: RunPlan
  /// What the files of all runs share.
  private(set) var reader: Reader
  private var settings: [(name: String, value: Quantity)] = []
  private var response: ResponsePattern
  private var input: InputPattern
  private var times: TimesPattern
  private let hasInput: Bool
  /// The values of names that are the same in every run.
  private var fixed: [String: Double] = [:]

  /// Reads everything, and makes the first run to see that the parts fit.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ options: SweepOptions, jobs: Int) throws {
    var reader = try options.response.tables.reader(jobs: jobs)
    let plan = try options.plan(reader: &reader)
    self.plan = plan
    let parameters = Dictionary(uniqueKeysWithValues: zip(plan.names, plan.values(of: 0)))
    var varying = Set(plan.names)
    for text in options.response.set {
      let (name, value) = try Bindings.pair(text, option: "--set")
      _ = try Bindings.read(["\(name)=0"])
      if varying.contains(name), plan.names.contains(name) {
        throw Failure.option("--set", "'\(name)' is varied and must not be set too")
      }
      if fixed[name] != nil || settings.contains(where: { $0.name == name }) { throw Bindings.doubled(name) }
      let quantity = try Quantity(
        value, option: "--set", bindings: parameters.merging(fixed) { $1 })
      if quantity.isFixed {
        fixed[name] = try quantity.value(fixed)
      } else {
        settings.append((name, quantity))
        varying.insert(name)
      }
    }
    let bindings = try Self.bindings(plan, 0, fixed, settings)
    times = try TimesPattern(options.times, bindings: bindings)
    let step = try times.step(bindings)
    response = try ResponsePattern(
      options.response, varying: varying, bindings: bindings, step: step, reader: &reader)
    input = try InputPattern(
      options.input, scale: options.scaleInput, columns: options.eventColumn, varying: varying,
      formulas: try response.formulas(bindings, step: step), reader: &reader)
    hasInput = !options.input.input.isEmpty || !options.input.rate.isEmpty
    self.reader = reader
    if times.isFixed {
      try times.fix(
        response.response(bindings, step: step), input.input(bindings), reader: &self.reader)
    }
    try checkUse(options)
    try self.reader.checkUse(
      honoured: OptionUse.output.union(RunPattern.honoured),
      settings: options.response.set.filter { !mentions($0, options) })
    // What is wrong in every run is said before anything is written.
    _ = try simulation(of: 0)
  }

  /// The output times, where they are the same in every run.
  var sharedTimes: RowTimes? { times.shared }

  /// What a sweep looks at beside what its parts mark.
  private static let honoured: Set<String> = [
    "--vary", "--parameters", "--scale-input", "--event-column", "--summary", "--wide", "--shard", "--bounds",
    "--digits", "--manifest", "--shards", "--for",
  ]

  /// Refuses a parameter that nothing uses: it would be a mistyped name.
  private func checkUse(_ options: SweepOptions) throws {
    let texts = try texts(options)
    for name in plan.names where !texts.contains(where: { Mention.of([name], in: $0) }) {
      throw Failure.option(
        options.parameters == nil ? "--vary" : "--parameters",
        "something must use '\(name)': a formula, an equation or an option such as --delay "
          + "\(name); found nothing")
    }
  }

  /// Whether an option of the sweep itself uses the name that a setting binds.
  private func mentions(_ setting: String, _ options: SweepOptions) -> Bool {
    guard let name = try? Bindings.pair(setting, option: "--set").name else { return false }
    return (try? texts(options))?.contains { Mention.of([name], in: $0) } ?? false
  }

  /// The texts in which a name may stand.
  private func texts(_ options: SweepOptions) throws -> [String] {
    var texts = options.response.impulse + options.response.ode + options.input.rate
      + options.eventColumn + settings.map(\.value.text)
    texts += [
      options.response.delay, options.response.period, options.response.initial, options.scaleInput,
      options.times.from, options.times.to, options.times.step,
    ].compactMap { $0 }
    for source in reader.sources where source.name.lowercased().hasSuffix(".toml") {
      texts.append(try TextFile.read(source))
    }
    return texts
  }

  private static func bindings(
    _ plan: RunPlan, _ run: Int, _ fixed: [String: Double],
    _ settings: [(name: String, value: Quantity)]
  ) throws -> [String: Double] {
    var bindings = fixed
    for (name, value) in zip(plan.names, plan.values(of: run)) { bindings[name] = value }
    for (name, value) in settings { bindings[name] = try value.value(bindings) }
    return bindings
  }

  /// The simulation of a run.
  ///
  /// - Throws: `Failure` and other errors, with the run's parameters where they matter.
  func simulation(of run: Int) throws -> Simulation {
    try located(run) {
      let bindings = try Self.bindings(plan, run, fixed, settings)
      let step = try times.step(bindings)
      let response = try response.response(bindings, step: step)
      let input = try input.input(bindings)
      guard hasInput || response.hasState else {
        throw Failure(.usage, "--input: an input is needed (or --rate, or --initial)")
      }
      return try Simulation(response, input, reader: reader) { response, input, reader in
        try times.times(response, input, bindings, reader: &reader)
      }
    }
  }

  /// Does a piece of a run's work; an error names the run.
  func located<Result>(_ run: Int, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      var failure = FailureWording.failure(of: error)
      guard failure.code == .badText || failure.code == .software || failure.code == .usage
      else { throw failure }
      failure.message += " (\(plan.words(of: run)))"
      throw failure
    }
  }
}
