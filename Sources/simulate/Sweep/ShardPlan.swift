import CSV
import Files

/// How a sweep is cut into shards for an engine, and the script that has it compute them.
struct ShardPlan {
  private let engine: Engine
  private let count: Int
  private let directory: String

  /// Reads the options and times the first runs.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ command: SweepPlan) throws {
    engine = try Number.choice(command.engine, option: "--for")
    let form = try command.options.form()
    if form.isWide {
      throw Failure.option("--wide", "one file holds all runs; it can't be computed in shards")
    }
    if command.options.quantiles != nil {
      throw Failure.option("--quantiles", "they are of all runs; they can't be computed in shards")
    }
    if command.options.shard != nil { throw Failure.option("--shard", "the script itself names the shards") }
    let pattern = try RunPattern(command.options.runs, jobs: form.wishes.jobs)
    try pattern.checkUse(command.options.runs, honoured: SweepOptions.honoured)
    let cost = try Self.perRun(pattern, form)
    let total = cost * Double(pattern.plan.count)
    count = try command.shards.map { try Number.integer($0, option: "--shards", in: 1...Share.most) }
      ?? max(1, min(pattern.plan.count, Int(min(total / 60, 10_000))))
    Messages.say(
      "\(pattern.plan.count) runs of about \(Progress.duration(cost)), \(Progress.duration(total)) on "
        + "one core: \(count) shards of \(Progress.duration(total / Double(count)))"
        + (engine == .slurm && total / Double(count) < 30 && count > 1
          ? "; Slurm takes about 0.7 s to start each, so shards of a minute or more serve better" : ""))
    directory = command.options.output.output ?? "shards"
  }

  /// Prints the script.
  ///
  /// - Throws: `Failure`, `FileError`.
  func write() throws {
    let script = EngineScript(
      program: FileName.arguments[0], arguments: PlanIdentity.arguments, shards: count,
      directory: directory)
    let text = try script.text(for: engine)
    var output = try CheckedOutput("-")
    try FileName.bytes(of: text).withRawBytes { (bytes) throws(FileError) in try output.write(bytes) }
    try output.finish()
  }

  /// The seconds that a run takes, measured on the first few.
  private static func perRun(_ pattern: RunPattern, _ form: RunForm) throws -> Double {
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
