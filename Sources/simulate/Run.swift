import ArgumentParser

/// The main job: the output at the times that are asked for.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Superpose the response to every impulse and rate (the default).",
    discussion: Simulate.examples)

  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Trains") var trains: TrainOptions
  @OptionGroup(title: "Seed") var seed: SeedOptions
  @OptionGroup(title: "Groups") var groups: GroupOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  /// What a run looks at beside what its parts mark.
  private static let honoured = OptionUse.output.union([
    "--follow", "--stack", "--bounds", "--sensitivity", "--digits", "--impulses", "--explain", "--verify", "--manifest", "--plot",
  ]).union(PictureOptions.names)

  func run() throws {
    let wishes = try output.wishes()
    try groups.check()
    if output.follow {
      try groups.refuse(beside: "--follow")
      if output.sensitivity != nil { throw Failure.option("--sensitivity", "must not stand beside --follow") }
      let following = try Following(response, input, times, wishes)
      let idle = PictureOptions.names.union(["--plot", "--verify", "--impulses"])
      try following.use.check(honoured: Self.honoured.subtracting(idle), settings: response.set)
      return try following.write(to: output)
    }
    if groups.by == nil, output.sensitivity == nil, trains.train.isEmpty,
      let sound = try SoundRun(response, input, output, jobs: wishes.jobs)
    {
      return try sound.write()
    }
    let options = RunOptions(
      response: response, input: input, times: times, by: groups.by, eventColumns: groups.eventColumn,
      trains: trains.train, seed: try seed.number(),
      sensitivity: output.sensitivity)
    let pattern = try RunPattern(
      options, jobs: wishes.jobs, readingAlong: output.needsRowsOnce(wishes))
    try pattern.checkUse(options, honoured: Self.honoured)
    if pattern.plan.groups != nil {
      try GroupedRun(pattern: pattern, output: output, wishes: wishes, isWide: groups.wide).write()
    } else {
      try output.write(try pattern.simulation(of: 0), wishes)
    }
  }
}
