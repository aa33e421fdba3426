import ArgumentParser

/// The main job: the output at the times that are asked for.
struct Run: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Superpose the response to every impulse and rate (the default).",
    discussion: Simulate.examples)

  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  /// What a run looks at beside what its parts mark.
  private static let honoured = OptionUse.output.union([
    "--follow", "--stack", "--bounds", "--digits", "--impulses", "--explain", "--verify", "--manifest", "--plot",
  ])

  func run() throws {
    let wishes = try output.wishes()
    if output.follow {
      let following = try Following(response, input, times, wishes)
      let idle: Set = ["--plot", "--verify", "--impulses"]
      try following.use.check(honoured: Self.honoured.subtracting(idle), settings: response.set)
      return try following.write(to: output)
    }
    if let sound = try SoundRun(response, input, output, jobs: wishes.jobs) { return try sound.write() }
    let simulation = try Simulation(
      response, input, times, jobs: wishes.jobs, readingAlong: output.needsRowsOnce(wishes))
    try simulation.reader.checkUse(honoured: Self.honoured, settings: response.set)
    try output.write(simulation, wishes)
  }
}
