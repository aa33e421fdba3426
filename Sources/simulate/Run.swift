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

  func run() throws {
    let wishes = try output.wishes()
    if output.follow {
      return try Following(response, input, times, wishes).write(to: output)
    }
    let simulation = try Simulation(
      response, input, times, jobs: wishes.jobs, readingAlong: output.needsRowsOnce(wishes))
    try output.write(simulation, wishes)
  }
}
