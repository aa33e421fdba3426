import ArgumentParser
import CSV

/// Numbers inside a response or an input, found from the measured output.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Find numbers in a response or an input from the measured output.",
    discussion: """
      Examples:
        simulate fit --impulse '=a*exp(-k*t)' --input doses.csv --measured plasma.csv
        simulate fit --impulse '=exp(-k*t)/V' --input doses.csv --measured plasma.csv --by ID \\
          --guess k=0.1 --limits k=0: --intervals --output-fit curve.csv
        simulate fit --impulse '=A*gamma_pdf(t, n, a)' --rate rain.csv --rate evap.csv --scale -f \\
          --baseline d --measured head.csv --noise ar

      Every name that nothing binds is looked for, wherever it stands: in formulas and equations, in --delay, --scale,
      --baseline, --initial.
      """)

  @OptionGroup(title: "Measured") var measured: MeasuredOptions
  @OptionGroup(title: "Fit") var fitting: FittingOptions
  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  /// What a fit looks at beside what its parts mark.
  private static let honoured = OptionUse.output.union([
    "--measured", "--measured-columns", "--errors", "--weights", "--baseline", "--scale", "--by", "--guess", "--limits",
    "--shared", "--loss", "--noise", "--starts", "--seed", "--intervals", "--level", "--format", "--output-fit",
    "--output-residuals", "--output-model", "--digits", "--explain", "--verify", "--manifest", "--plot",
  ])

  func run() throws {
    for (option, isGiven) in [
      ("--follow", output.follow), ("--stack", output.stack), ("--bounds", output.bounds),
      ("--impulses", output.impulses != nil),
    ] where isGiven {
      throw Failure.option(option, "belongs to simulate run, not to a fit")
    }
    let job = try FitJob(self)
    try job.pattern.checkUse(
      job.runs, honoured: Self.honoured, beside: measured.scale + [measured.baseline].compactMap { $0 })
    let results = try job.results()
    try FitWriting(job: job, results: results).write()
    FitTelling(job: job, results: results).tell()
    if output.verify { try job.verify(results) }
  }
}
