import ArgumentParser

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

  func run() throws { try FitJob.write(self) }
}
