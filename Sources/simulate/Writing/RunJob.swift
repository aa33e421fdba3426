/// A run as the options ask for it: followed, of sounds, of groups, or one.
struct RunJob {
  private let command: Run
  private let wishes: Wishes

  /// What a run looks at beside what its parts mark.
  private static let honoured = OptionUse.output.union([
    "--follow", "--stack", "--bounds", "--sensitivity", "--digits", "--impulses", "--explain", "--verify", "--manifest", "--plot",
  ]).union(PictureOptions.names)

  /// Reads what is wished of the rows.
  ///
  /// - Throws: `Failure` (64).
  init(_ command: Run) throws {
    self.command = command
    wishes = try command.output.wishes()
    try command.groups.check()
  }

  /// Computes and writes the rows, and what else is asked for.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write() throws {
    let output = command.output
    if output.follow { return try follow() }
    if command.groups.by == nil, output.sensitivity == nil, command.trains.train.isEmpty,
      let sound = try SoundRun(command.response, command.input, output, jobs: wishes.jobs)
    {
      return try sound.write()
    }
    let options = RunOptions(
      response: command.response, input: command.input, times: command.times, by: command.groups.by,
      eventColumns: command.groups.eventColumn, trains: command.trains.train, seed: try command.seed.number(),
      sensitivity: output.sensitivity)
    let pattern = try RunPattern(options, jobs: wishes.jobs, readingAlong: output.needsRowsOnce(wishes))
    try pattern.checkUse(options, honoured: Self.honoured)
    if pattern.plan.groups != nil {
      try GroupedRun(pattern: pattern, output: output, wishes: wishes, isWide: command.groups.wide).write()
    } else {
      try output.write(try pattern.simulation(of: 0), wishes)
    }
  }

  /// Writes rows as soon as the input has passed them.
  private func follow() throws {
    try command.groups.refuse(beside: "--follow")
    if command.output.sensitivity != nil { throw Failure.option("--sensitivity", "must not stand beside --follow") }
    let following = try Following(command.response, command.input, command.times, wishes)
    let idle = PictureOptions.names.union(["--plot", "--verify", "--impulses"])
    try following.use.check(honoured: Self.honoured.subtracting(idle), settings: command.response.set)
    try following.write(to: command.output)
  }
}
