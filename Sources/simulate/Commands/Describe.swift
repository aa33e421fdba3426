import ArgumentParser

/// What a response is: its numbers in time, its roots, or its frequency response.
struct Describe: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe",
    abstract: "Say what a response is: area, times, peak, step response, poles, zeros, stability.",
    discussion: """
      Examples:
        simulate describe --impulse '=1/(s^2 + 0.4*s + 1)'
        simulate describe --impulse decay.csv
        simulate describe --ode "y'' + 0.4*y' + y = u" --frequency 0.1:10:201

      Rows name,value: kind, area, mean_time, half_life (until half of the area has passed), peak \
      (the value of the largest magnitude) and time_of_peak of the impulse response; rise_time (10 \
      to 90 %), settling_time (last leaves 2 %) and overshoot (percent) of the step response; a row \
      for each pole and each zero; stable (yes, no, marginal). What does not exist is left out.
      """)

  @OptionGroup(title: "Response") var response: ResponseOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      """
      The frequency response instead, at N frequencies in radians for each unit of time: evenly \
      spaced on a logarithmic axis, or on a linear one where FROM is 0. Magnitude and phase \
      (radians, above -pi, up to pi).
      """, valueName: "from:to:n"))
  var frequency: String?

  @Flag(help: "Frequencies in cycles for each unit of time, in and out.")
  var hertz = false

  @Flag(help: "Magnitudes, the gain margin among them, as 20 log10.")
  var decibel = false

  @Flag(help: "Phases, the phase margin among them, in degrees.")
  var degrees = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Draws impulse and step response, or what --as says (png, svg, pdf by ending; - in the terminal).",
      valueName: "file"),
    completion: .file())
  var plot: String?

  @OptionGroup(title: "Pictures") var words: PictureOptions

  @Option(
    name: .customLong("as"), parsing: .unconditional,
    help: ArgumentHelp("The picture: bode, nyquist, nichols or poles.", valueName: "picture"),
    completion: .list(["bode", "nyquist", "nichols", "poles"]))
  var picture: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Gives the filter in z of this period instead, as TOML.", valueName: "dt"))
  var discretize: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the input does between samples: zoh (held, the default), foh (straight lines), impulse, or "
        + "tustin (the trapezoidal rule).", valueName: "rule"),
    completion: .list(["zoh", "foh", "impulse", "tustin"]))
  var hold: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The period of a filter in z without --period.", valueName: "dt"))
  var step: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Written whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Significant digits, 1 to 17; by default as many as read back as the same number.",
      valueName: "n"))
  var digits: String?

  func run() throws { try DescribeJob(self).write() }
}
