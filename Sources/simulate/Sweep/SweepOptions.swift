import ArgumentParser
import CSV
import Files

/// The options of a sweep: those of a run, and what differs from run to run.
struct SweepOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Values of a name: 1,2,4, FROM:TO:STEP, lin:FROM:TO:COUNT or log:FROM:TO:COUNT; given again: "
        + "every combination, the last name turning fastest.", valueName: "name=values"),
    completion: CompletedWords.assignment)
  var vary: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A table with a row for each run; the header names the parameters.", valueName: "file"),
    completion: .file())
  var parameters: String?

  @Option(
    name: .customLong("scale-input"), parsing: .unconditional,
    help: ArgumentHelp(
      "Multiplies the amounts of the event tables: a number, a parameter or a formula of them.",
      valueName: "value"))
  var scaleInput: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "One row a run with these: \(SummaryForm.list). trough and average are of the last interval between two "
        + "doses; fisher is what the rows tell of the names of --sensitivity.", valueName: "list"),
    completion: CompletedWords.some(of: SummaryForm.words))
  var summary: String?

  @OptionGroup(title: "Errors") var errorRule: ErrorOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What becomes of a column of --parameters or --draw-file that nothing uses: error (the default), ignore.",
      valueName: "what"),
    completion: .list(["error", "ignore"]))
  var extra: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "One row a time, of all drawn runs: 0.05,0.5,0.95 (quantiles), mean, sd.", valueName: "list"),
    completion: CompletedWords.some(of: ["0.05", "0.5", "0.95", "mean", "sd"]))
  var quantiles: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Computes share K of N into the directory --output; auto or auto/N asks the cluster.",
      valueName: "k/n"))
  var shard: String?

  @OptionGroup(title: "Measured") var measured: MeasuredFileOptions
  @OptionGroup(title: "Draws") var draws: DrawOptions
  @OptionGroup(title: "Trains") var trains: TrainOptions
  @OptionGroup(title: "Seed") var seed: SeedOptions
  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Groups") var groups: GroupOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions
}

extension SweepOptions {
  /// What a sweep looks at beside what its parts mark.
  static let honoured = OptionUse.output.union([
    "--vary", "--parameters", "--draw", "--draw-file", "--scale-input", "--event-column", "--summary", "--quantiles", "--wide", "--shard", "--bounds",
    "--sensitivity", "--errors", "--digits", "--manifest", "--shards", "--for", "--plot", "--measured", "--measured-columns",
  ])

  /// What says which runs are made.
  var runs: RunOptions {
    RunOptions(
      response: response, input: input, times: times, by: groups.by, eventColumns: groups.eventColumn,
      scaleInput: scaleInput, trains: trains.train, seed: (try? seed.number()) ?? 1, sensitivity: output.sensitivity, plan: plan,
      parameters: parameters == nil ? "--vary" : "--parameters")
  }

  /// Which runs there are.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func plan(reader: inout Reader) throws -> RunPlan {
    let isWanted = try wantedColumns(reader: &reader)
    let population = try draws.population(
      reader: &reader, seed: seed.number(), hasTrains: !trains.train.isEmpty, where: isWanted)
    var plan = try varied(reader: &reader, isDrawn: population != nil, where: isWanted)
    if let population {
      try plan.draw(population, option: draws.draw.isEmpty ? "--draw-file" : "--draw")
    }
    return plan
  }

  /// Which columns of tables of parameters are read: all, so that one that nothing uses is an error, or those that
  /// something uses.
  private func wantedColumns(reader: inout Reader) throws -> (String) -> Bool {
    guard let extra else { return { _ in true } }
    if parameters != nil || draws.drawFile != nil { reader.use.mark("--extra") }
    guard try Number.choice(extra, option: "--extra") as ExtraColumns == .ignore else { return { _ in true } }
    let texts = runs.texts
    let models = try (response.impulse.map { Channel.split($0).value } + response.system.map { try Bindings.pair($0, option: "--system").value })
      .filter { $0.lowercased().hasSuffix(".toml") }.map { try TextFile.read(Source($0)) }
    return { name in (texts + models).contains { Mention.of([name], in: $0) } }
  }

  private func varied(
    reader: inout Reader, isDrawn: Bool, where isWanted: (String) -> Bool
  ) throws -> RunPlan {
    guard let parameters else {
      guard !vary.isEmpty || isDrawn else {
        throw Failure(.usage, "--vary: a parameter to vary is needed (or --parameters, or --draw, or --train with --runs)")
      }
      return try RunPlan(varying: vary)
    }
    guard vary.isEmpty else {
      throw Failure.option("--parameters", "must not stand beside --vary")
    }
    let source = try reader.source(
      try Value(parameters, option: "--parameters"), option: "--parameters")
    return try RunPlan(table: source, reader: reader, where: isWanted)
  }

  /// What each run prints.
  ///
  /// - Throws: `Failure` (64).
  func form() throws -> RunForm {
    let refused: [(Bool, String)] = [
      (output.stack, "--stack"), (output.explain && quantiles == nil, "--explain"), (output.verify, "--verify"),
      (output.impulses != nil, "--impulses"), (output.plot != nil && quantiles == nil, "--plot"),
    ]
    if let (_, option) = refused.first(where: \.0) {
      throw Failure.option(
        option, option == "--plot"
          ? "a sweep is drawn from its output: simulate plot FILE"
          : "belongs to a single run, not to a sweep")
    }
    if errorRule.errors != nil, summary == nil {
      throw Failure.option("--errors", "--summary fisher is needed for it to act on, found none")
    }
    if measured.measured != nil, output.plot == nil {
      throw Failure.option("--measured", "a --plot is needed for it to act on, found none")
    }
    if measured.measuredColumns != nil, measured.measured == nil {
      throw Failure.option("--measured-columns", "a --measured is needed for it to act on, found none")
    }
    if shard != nil, output.plot != nil {
      throw Failure.option("--plot", "a share has no picture: draw what sweep merge writes")
    }
    if quantiles != nil, let option = besideQuantiles {
      throw Failure.option("--quantiles", "must not stand beside \(option)")
    }
    var wishes = try output.wishes()
    // The manifest of a sweep holds no bound.
    wishes.wantsErrors = output.bounds
    guard let summary else {
      return RunForm(
        wishes: wishes, digits: wishes.digits, summary: nil, isWide: groups.wide)
    }
    if groups.wide { throw Failure.option("--wide", "must not stand beside --summary") }
    if output.bounds { throw Failure.option("--bounds", "must not stand beside --summary") }
    return RunForm(
      wishes: wishes, digits: wishes.digits,
      summary: try SummaryForm(summary, errors: errorRule.errors, sensitivity: output.sensitivity), isWide: false)
  }

  /// What can't be said together with the quantiles of all runs.
  private var besideQuantiles: String? {
    let others: [(Bool, String)] = [
      (summary != nil, "--summary"), (groups.wide, "--wide"), (output.bounds, "--bounds"),
      (output.sensitivity != nil, "--sensitivity"),
    ]
    return others.first(where: \.0)?.1
  }
}

/// What becomes of a column of parameters that nothing uses.
enum ExtraColumns: String, CaseIterable {
  case error, ignore
}
