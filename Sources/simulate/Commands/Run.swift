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

  func run() throws { try RunJob(self).write() }
}
