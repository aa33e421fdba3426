import ArgumentParser
import CSV
import Systems

/// Numbers inside a response or an input, found from the measured output.
struct Fit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fit",
    abstract: "Find numbers in a response or an input from the measured output.",
    discussion: """
      Examples:
        simulate fit --impulse '=a*exp(-k*t)' --input doses.csv --measured y.csv
        simulate fit --impulse '=exp(-k*t)/V' --input doses.csv --measured y.csv \\
          --by ID --guess k=0.1 --limits k=0: --intervals --output-fit curve.csv
        simulate fit --impulse '=A*gamma_pdf(t, n, a)' --rate rain.csv \\
          --rate evap.csv --scale '=-f' --baseline d --measured head.csv --noise ar
        simulate fit --poles 1:4 --input slaps.csv --measured swelling.csv

      Every name that nothing binds is looked for, wherever it stands: in formulas and equations, in --delay, --scale, \
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
    "--poles", "--shared", "--loss", "--noise", "--starts", "--seed", "--intervals", "--level", "--format", "--output-fit",
    "--output-residuals", "--output-model", "--digits", "--explain", "--verify", "--manifest", "--plot",
  ]).union(PictureOptions.names)

  func run() throws {
    for (option, isGiven) in [
      ("--follow", output.follow), ("--stack", output.stack), ("--bounds", output.bounds),
      ("--impulses", output.impulses != nil),
    ] where isGiven {
      throw Failure.option(option, "belongs to simulate run, not to a fit")
    }
    try SampleOutput.refuse(output.output)
    if measured.weights != nil, measured.errors != nil {
      throw Failure.option("--weights", "must not stand beside --errors")
    }
    let job: FitJob
    let results: [ParameterFit]
    if fitting.poles == nil {
      job = try FitJob(self)
      try checkUse(job)
      results = try job.results()
    } else {
      (job, results) = try PoleFit(command: self).fits()
      try checkUse(job)
    }
    try FitWriting(job: job, results: results).write()
    FitTelling(job: job, results: results).tell()
    if output.verify { try job.verify(results) }
  }

  private func checkUse(_ job: FitJob) throws {
    // The rows of a curve that nobody sees.
    let idle: Set = fitting.outputFit == nil && output.plot == nil ? ["--times", "--step"] : []
    try job.pattern.checkUse(
      job.runs, honoured: Self.honoured.subtracting(idle), beside: measured.scale + [measured.baseline, measured.errors].compactMap { $0 })
  }
}
