import ArgumentParser
import CSV
import Systems

/// The way back: the input or the response that was not given, from the output.
struct Deconvolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deconvolve",
    abstract: "Find the input or the response that a measured output came from.",
    discussion: """
      Examples:
        simulate deconvolve --impulse '=exp(-t/2)/2' --measured y.csv --intervals
        simulate deconvolve --impulse h.csv --measured y.csv --spikes --off-grid
        simulate deconvolve --input slaps.csv --measured y.csv > response.csv
        simulate deconvolve --ode "y' = -k*y + u" --set k=0.2 --measured y.csv \\
          --nonnegative --total

      With a response the input is found, with an input the response: t,rate or t,h with straight \
      lines between the rows, t,amount with --spikes. Among all that agree with the data as well as the noise allows the \
      smoothest counts; how much smoothness weighs is found from the data (docs/wayback.md).
      """)

  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Measured data") var measured: MeasuredOptions
  @OptionGroup(title: "Unknown") var unknown: UnknownOptions
  @OptionGroup(title: "Knots") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  func run() throws {
    try DeconvolveJob(self).run()
  }
}
