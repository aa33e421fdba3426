import CSV
import Files
import Runs
import Systems

/// What every run shares, and how a run's own simulation is made of it: a run of `simulate run` is a
/// sweep of one, and a group is the slowest parameter.
///
/// Files are read and formulas parsed once, when it is made; a run binds the names and rebuilds only
/// what depends on them.
struct RunPattern: @unchecked Sendable {
  /// Which runs there are.
  private(set) var plan: RunPlan
  /// What the files of all runs share.
  private(set) var reader: Reader
  /// The columns' names after the times.
  var outputs: [String] { response.outputs }
  private(set) var bindings: RunBindings
  private(set) var response: ResponsePattern
  private(set) var input: InputPattern
  private(set) var times: TimesPattern
  let hasInput: Bool
  /// The names by which derivatives are wanted.
  private(set) var sensitivity: [String] = []
  /// The default times of each combination of parameters, which all groups share.
  private let defaults = SharedTimes()

  /// Reads everything, and makes the first run to see that the parts fit.
  ///
  /// - Parameters:
  ///   - reader: what has read files before; nil for none.
  ///   - readingAlong: whether a large file of impulses may be read while rows are written.
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ options: RunOptions, jobs: Int, reader: Reader? = nil, readingAlong: Bool = false) throws {
    var reader = try reader ?? options.response.tables.reader(jobs: jobs)
    plan = try options.plan(&reader)
    bindings = try RunBindings(options.response.set, plan)
    let first = try bindings.values(plan, 0)
    sensitivity = try Sensitivities.names(options.sensitivity, bound: bindings.names)
    // What derivatives are taken by is bound anew where only differences give one.
    let varying = bindings.varying.union(sensitivity)
    times = try TimesPattern(options.times, bindings: first)
    let step = try times.step(first)
    response = try ResponsePattern(
      options.response, window: try RowWindow(options.times), varying: varying, bindings: first, step: step,
      reader: &reader)
    hasInput = !options.input.input.isEmpty || !options.input.rate.isEmpty || !options.trains.isEmpty
    if readingAlong, options.trains.isEmpty, options.sensitivity == nil, options.by == nil, options.eventColumns.isEmpty, bindings.covariates.isEmpty {
      try response.use(channels: 1, first, step: step)
      let matrix = try response.response(first, step: step)
      if matrix.outputs.count == 1, !matrix.mustBeNamed,
        let file = try EvenFile(options.input, matrix.paths[0][0], reader)
      {
        input = InputPattern(file)
        var along = reader
        _ = try along.source(.file(file.source.name), option: "--input")
        _ = try along.axis.times(.numbers([]), in: file.source.name)
        self.reader = along
        try finish(options, GroupColumns(), step: step)
        if try simulation(of: 0).evenSuperposition(side: .after, jobs: 1) != nil { return }
      }
    }
    let columns = GroupColumns(by: options.by, numbers: bindings.covariates.map(\.column))
    input = try InputPattern(
      options.input, groups: columns, covariates: bindings.covariates, scale: options.scaleInput,
      columns: options.eventColumns,
      scales: options.scales, trains: options.trains, seed: options.seed, channels: response.channels, varying: varying,
      formulas: try response.formulas(first, step: step), reader: &reader)
    self.reader = reader
    try finish(options, columns, step: step)
    if options.isTried { try checkParameters(options) }
    // What is wrong in every run is said before anything is written.
    if options.isTried { _ = try simulation(of: 0) }
  }

  /// Reads the times, divides the runs into groups, and makes what all runs share.
  private mutating func finish(_ options: RunOptions, _ columns: GroupColumns, step: Decimal?) throws {
    try times.readFile(columns, reader: &reader)
    try bindings.read(input.eventTables, times.file, options.measured)
    if let by = columns.by {
      let lists = input.labels + (times.file?.groups.map { [$0.labels] } ?? [])
        + (options.measured.map { [$0.groups.compactMap(\.name)] } ?? [])
      guard !lists.isEmpty else { throw missing(by, options) }
      try plan.divide(by: Groups(column: by, lists))
    }
    guard plan.count > 0 else { return }
    if plan.population != nil, plan.groups != nil, !times.isFixed, times.file == nil {
      throw Failure.option(
        "--draw", "with --by all runs need the same rows: give --from, --to and --step, or --times")
    }
    let first = try bindings.values(plan, 0)
    try response.use(channels: input.channelCount, first, step: try times.step(first))
    // Without parameters the default times of all groups together are those of each.
    let isOne = options.isTried && plan.groups != nil && plan.combinations == 1 && plan.population == nil
      && times.file == nil
    if times.isFixed || isOne, times.shared == nil {
      var reader = reader
      let shared = try times.times(first, reader: &reader) { try everything(0, first) }
      times.fix(shared)
      self.reader = reader
    }
  }

  /// That no file has the column of the groups.
  private func missing(_ by: String, _ options: RunOptions) -> any Error {
    if let table = input.eventTables.first { return table.header.missing(by) }
    return Failure.option("--by", "a file with a column '\(by)' is needed, found none")
  }

  /// The output times, where they are the same in every run.
  var sharedTimes: RowTimes? { times.shared }

  /// Refuses a parameter that nothing uses: it would be a mistyped name.
  private func checkParameters(_ options: RunOptions) throws {
    guard !plan.names.isEmpty else { return }
    let texts = try texts(options)
    for name in plan.names where !texts.contains(where: { Mention.of([name], in: $0) }) {
      throw Failure.option(
        plan.isDrawn(name) ? "--draw" : options.parameters,
        "something must use '\(name)': a formula, an equation or an option such as --delay "
          + "\(name); found nothing"
          + (options.parameters == "--parameters" && !plan.isDrawn(name) ? "; --extra ignore leaves such columns out" : ""))
    }
  }

  /// Refuses options that nothing uses, and names bound by `--set` that stand nowhere.
  ///
  /// - Parameters:
  ///   - honoured: the options that the subcommand looks at beside what its parts mark.
  ///   - others: texts in which a name may stand too.
  /// - Throws: `Failure` (64).
  func checkUse(_ options: RunOptions, honoured: Set<String>, beside others: [String] = []) throws {
    let texts = try texts(options) + others
    let settings = try options.response.set.filter { setting in
      let name = try Bindings.pair(setting, option: "--set").name
      return !texts.contains { Mention.of([name], in: $0) }
    }
    try reader.checkUse(
      honoured: honoured.union(plan.groups == nil ? [] : ["--by", "--wide"]).union(["--event-column"]),
      settings: settings)
  }

  /// The texts in which a name may stand.
  private func texts(_ options: RunOptions) throws -> [String] {
    var texts = options.texts
    for source in reader.sources where source.name.lowercased().hasSuffix(".toml") {
      texts.append(try TextFile.read(source))
    }
    return texts
  }

  /// What default times span: a run's own, or of all groups with its parameters.
  private func everything(_ run: Int, _ first: [String: Double]) throws -> DefaultTimes {
    // Random trains need rows that are said; nothing here depends on them.
    func pair(_ group: String?, _ bindings: [String: Double]) throws -> (ResponseMatrix, Inputs) {
      (
        try response.response(bindings, step: try times.step(bindings)),
        try input.inputs(group, bindings)
      )
    }
    guard let groups = plan.groups, !bindings.covariates.isEmpty else {
      return DefaultTimes([try pair(nil, first)])
    }
    let combination = run % plan.combinations
    return DefaultTimes(
      try groups.labels.indices.map { group in
        try pair(
          groups.labels[group], bindings.values(plan, group * plan.combinations + combination))
      })
  }

  /// The numbers of all names in a run with these parameters.
  ///
  /// - Throws: `Failure` (65).
  func values(of run: Int, _ parameters: [Double]) throws -> [String: Double] {
    try bindings.values(plan, run, parameters)
  }

  /// The numbers of the names that are the same in every run of a group.
  ///
  /// - Throws: `Failure` (65).
  func constants(group: String?) throws -> [String: Double] { try bindings.constants(group: group) }

  /// The simulation of a run.
  ///
  /// - Throws: `Failure` and other errors, with the run's parameters where they matter.
  func simulation(of run: Int) throws -> Simulation {
    try located(run) {
      let values = try bindings.values(plan, run)
      let group = plan.group(of: run)
      let response = try response.response(values, step: try times.step(values))
      let inputs = try input.inputs(group, values, drawn: drawn(run, values))
      guard hasInput || response.hasState else {
        throw Failure(.usage, "--input: an input is needed (or --rate, or --initial)")
      }
      var simulation = try Simulation(response, inputs, reader: reader) { response, inputs, reader in
        if let shared = times.shared { return shared }
        if let file = times.file { return .listed(file.times(of: group)) }
        guard plan.groups != nil else {
          return try times.times(values, reader: &reader) { DefaultTimes(response, inputs) }
        }
        return try defaults.times(of: run % plan.combinations) {
          try times.times(values, reader: &reader) { try everything(run, values) }
        }
      }
      simulation.file = input.file
      if !sensitivity.isEmpty { try tell(&simulation, run, values) }
      return simulation
    }
  }

  /// What the random trains of a run are drawn by; nil where there are none.
  private func drawn(_ run: Int, _ values: [String: Double]) throws -> InputPattern.Drawn? {
    guard input.isDrawn else { return nil }
    guard let window = try times.window(values, group: plan.group(of: run)) else {
      throw Failure.option("--train", "the span must be said: --from, --to and --step, or --times")
    }
    return InputPattern.Drawn(run: run, window: window)
  }

  /// Gives a run's simulation what derivatives need.
  private func tell(_ simulation: inout Simulation, _ run: Int, _ values: [String: Double]) throws {
    let (group, parameters) = (plan.group(of: run), zip(plan.names, plan.values(of: run)))
    simulation.run.chains = try bindings.chains(of: sensitivity, values)
    simulation.sensitivities = Sensitivities(
      names: sensitivity,
      moved: { name, value, output, rows, wishes in
        var all = Dictionary(uniqueKeysWithValues: parameters)
        all[name] = value
        var plain = wishes
        (plain.wantsErrors, plain.bounds, plain.stack) = (false, false, false)
        return try self.simulation(group: group, all, at: rows, run: run).simulation.answer(at: rows, plain).columns[output].values
      }, values: values)
  }

  /// The simulation for parameters in a group at times, and the values of all names.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func simulation(
    group: String?, _ parameters: [String: Double], at rows: RowTimes, run: Int = 0
  ) throws -> (simulation: Simulation, bindings: [String: Double]) {
    let values = try bindings.values(parameters, group: group)
    let response = try response.response(values, step: try times.step(values))
    let inputs = try input.inputs(group, values, drawn: drawn(run, values))
    var simulation = try Simulation(response, inputs, reader: reader) { _, _, _ in rows }
    simulation.run.chains = try bindings.chains(of: Array(parameters.keys), values)
    return (simulation, values)
  }

  /// Does a piece of a run's work; an error names the run.
  func located<Result>(_ run: Int, _ work: () throws -> Result) throws -> Result {
    do {
      return try work()
    } catch {
      let words = plan.words(of: run)
      if words.isEmpty { throw error }
      var failure = FailureWording.failure(of: error)
      guard failure.code == .badText || failure.code == .software || failure.code == .usage
      else { throw failure }
      failure.message += " (\(words))"
      throw failure
    }
  }
}
