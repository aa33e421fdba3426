import ArgumentParser
import CSV
import Files

/// Prints the script that has an engine compute a sweep's shards.
struct SweepPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print the short script that has Slurm, GNU parallel or make compute the shards.",
    discussion: """
      Example:
        simulate sweep plan --for slurm --shards 100 --impulse … --vary … \\
          --output shards > sweep.sh
      """)

  @Option(
    name: .customLong("for"), parsing: .unconditional,
    help: ArgumentHelp("slurm, parallel or make.", valueName: "engine"),
    completion: .list(Engine.allCases.map(\.rawValue)))
  var engine: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many shards; by default such that each takes about a minute.",
      valueName: "n"))
  var shards: String?

  @OptionGroup var options: SweepOptions

  func run() throws {
    let engine: Engine = try Number.choice(engine, option: "--for")
    let form = try options.form()
    if form.isWide {
      throw Failure.option("--wide", "one file holds all runs; it can't be computed in shards")
    }
    if options.quantiles != nil {
      throw Failure.option("--quantiles", "they are of all runs; they can't be computed in shards")
    }
    if options.shard != nil { throw Failure.option("--shard", "the script itself names the shards") }
    let pattern = try RunPattern(options.runs, jobs: form.wishes.jobs)
    try pattern.checkUse(options.runs, honoured: SweepOptions.honoured)
    let cost = try perRun(pattern, form)
    let total = cost * Double(pattern.plan.count)
    let count = try shards.map { try Number.integer($0, option: "--shards", in: 1...Share.most) }
      ?? max(1, min(pattern.plan.count, Int(min(total / 60, 10_000))))
    Messages.say(
      "\(pattern.plan.count) runs of about \(Progress.duration(cost)), \(Progress.duration(total)) on "
        + "one core: \(count) shards of \(Progress.duration(total / Double(count)))"
        + (engine == .slurm && total / Double(count) < 30 && count > 1
          ? "; Slurm takes about 0.7 s to start each, so shards of a minute or more serve better" : ""))
    let script = EngineScript(
      program: FileName.arguments[0], arguments: PlanIdentity.arguments, shards: count,
      directory: options.output.output ?? "shards")
    let text = try script.text(for: engine)
    var output = try CheckedOutput("-")
    try FileName.bytes(of: text).withRawBytes { (bytes) throws(FileError) in try output.write(bytes) }
    try output.finish()
  }

  /// The seconds that a run takes, measured on the first few.
  private func perRun(_ pattern: RunPattern, _ form: RunForm) throws -> Double {
    var form = form
    form.wishes.jobs = 1
    let text = RowText()
    let begin = Clock.now
    var runs = 0
    while runs < min(pattern.plan.count, 100), runs == 0 || Clock.now - begin < 0.1 {
      text.removeAll()
      try form.print(runs, of: pattern, times: nil, into: text) { $0.removeAll() }
      runs += 1
    }
    return (Clock.now - begin) / Double(runs)
  }
}
