import CSV
import Files
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
  private var bindings: RunBindings
  private var response: ResponsePattern
  private var input: InputPattern
  private var times: TimesPattern
  private let hasInput: Bool
  /// The default times of each combination of parameters, which all groups share.
  private let defaults = SharedTimes()

  /// Reads everything, and makes the first run to see that the parts fit.
  ///
  /// - Parameter readingAlong: whether a large file of impulses may be read while rows are written.
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ options: RunOptions, jobs: Int, readingAlong: Bool = false) throws {
    var reader = try options.response.tables.reader(jobs: jobs)
    plan = try options.plan(&reader)
    bindings = try RunBindings(options.response.set, plan)
    let first = try bindings.values(plan, 0)
    times = try TimesPattern(options.times, bindings: first)
    let step = try times.step(first)
    response = try ResponsePattern(
      options.response, window: try RowWindow(options.times), varying: bindings.varying, bindings: first, step: step, reader: &reader)
    hasInput = !options.input.input.isEmpty || !options.input.rate.isEmpty
    if readingAlong, options.by == nil, options.eventColumns.isEmpty, bindings.covariates.isEmpty {
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
      channels: response.channels, varying: bindings.varying,
      formulas: try response.formulas(first, step: step), reader: &reader)
    self.reader = reader
    try finish(options, columns, step: step)
    try checkParameters(options)
    // What is wrong in every run is said before anything is written.
    _ = try simulation(of: 0)
  }

  /// Reads the times, divides the runs into groups, and makes what all runs share.
  private mutating func finish(_ options: RunOptions, _ columns: GroupColumns, step: Decimal?) throws {
    try times.readFile(columns, reader: &reader)
    try bindings.read(input.eventTables, times.file)
    if let by = columns.by {
      let lists = input.labels + (times.file?.groups.map { [$0.labels] } ?? [])
      guard !lists.isEmpty else { throw missing(by, options) }
      try plan.divide(by: Groups(column: by, lists))
    }
    guard plan.count > 0 else { return }
    let first = try bindings.values(plan, 0)
    try response.use(channels: input.channelCount, first, step: try times.step(first))
    if times.isFixed, times.shared == nil {
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
        options.parameters,
        "something must use '\(name)': a formula, an equation or an option such as --delay "
          + "\(name); found nothing")
    }
  }

  /// Refuses options that nothing uses, and names bound by `--set` that stand nowhere.
  ///
  /// - Parameter honoured: the options that the subcommand looks at beside what its parts mark.
  /// - Throws: `Failure` (64).
  func checkUse(_ options: RunOptions, honoured: Set<String>) throws {
    let texts = try texts(options)
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
    var texts = options.response.impulse + options.response.ode + options.input.rate
      + options.eventColumns + bindings.texts
    texts += [
      options.response.delay, options.response.period, options.response.initial, options.scaleInput,
      options.times.from, options.times.to, options.times.step,
    ].compactMap { $0 }
    for source in reader.sources where source.name.lowercased().hasSuffix(".toml") {
      texts.append(try TextFile.read(source))
    }
    return texts
  }

  /// What default times span: a run's own, or of all groups with its parameters.
  private func everything(_ run: Int, _ first: [String: Double]) throws -> DefaultTimes {
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

  /// The simulation of a run.
  ///
  /// - Throws: `Failure` and other errors, with the run's parameters where they matter.
  func simulation(of run: Int) throws -> Simulation {
    try located(run) {
      let values = try bindings.values(plan, run)
      let group = plan.group(of: run)
      let response = try response.response(values, step: try times.step(values))
      let inputs = try input.inputs(group, values)
      guard hasInput || response.hasState else {
        throw Failure(.usage, "--input: an input is needed (or --rate, or --initial)")
      }
      return try Simulation(response, inputs, reader: reader) { response, inputs, reader in
        if let shared = times.shared { return shared }
        if let file = times.file { return .listed(file.times(of: group)) }
        guard plan.groups != nil else {
          return try times.times(values, reader: &reader) { DefaultTimes(response, inputs) }
        }
        return try defaults.times(of: run % plan.combinations) {
          try times.times(values, reader: &reader) { try everything(run, values) }
        }
      }
    }
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
