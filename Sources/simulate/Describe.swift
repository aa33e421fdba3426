import ArgumentParser
import ComplexModule
import CSV
import Files
import Glibc
import RealModule
import Runs
import Systems

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

  func run() throws {
    let digits = try digits.map { try Number.integer($0, option: "--digits", in: 1...17) }
    try SampleOutput.refuse(output)
    let units = FrequencyUnits(hertz: hertz, decibel: decibel, degrees: degrees)
    let axis = try frequency.map { try FrequencyAxis($0, option: "--frequency").frequencies.map(units.radians) }
    let kind: SystemPicture.Kind? = try picture.map { try Number.choice($0, option: "--as") }
    let format = try plot.map { try PictureFormat(path: $0, option: "--plot", terminal: .of(STDOUT_FILENO)) }
    let hold: Hold? = try hold.map { try Number.choice($0, option: "--hold") }
    try checkTogether()
    if plot == nil { try words.refuse(without: "--plot") }
    let step = try step.map { try Number.decimal($0, option: "--step") }
    var reader = try response.tables.reader(jobs: 1)
    let signal = try response.response(reader: &reader, step: step).system.impulseResponse
    try reader.checkUse(
      honoured: [
        "--impulse", "--ode", "--delay", "--set", "--frequency", "--output", "--digits", "--hertz", "--decibel",
        "--degrees", "--plot", "--as", "--discretize", "--hold", "--title", "--xlabel", "--ylabel", "--size",
      ],
      idle: ["--initial"], settings: response.set)
    if let discretize {
      let period = try Number.decimal(discretize, option: "--discretize")
      guard period.double > 0 else {
        throw Failure.option("--discretize", "a time above 0 is needed, found \(period.plain)")
      }
      let filter = try FailureWording.located(at: "--discretize") {
        try signal.discretized(period: period.double, hold: hold ?? .zeroOrder)
      }
      var output = try CheckedOutput(output ?? "-")
      try output.write(filter.text(period: NumberText.text(period.double), digits: digits))
      try output.finish()
      return
    }
    if let plot, let format {
      let figure = try SystemPicture(
        signal: signal, frequencies: axis, units: units, isText: format.isText
      ).figure(kind)
      try words.applied(to: figure).draw(as: format, to: plot, option: "--plot")
      if plot == "-" { return }
    }
    if let axis {
      let values = try FailureWording.located(at: "--frequency") {
        try signal.frequencyResponse(at: axis)
      }
      var output = try CheckedOutput(output ?? "-")
      let writer = RowWriter(names: ["frequency", "magnitude", "phase"], digits: digits, jobs: 1)
      try writer.writeHeader(to: &output)
      try writer.write(
        .numbers(axis.map(units.frequency)),
        [values.map { units.magnitude($0.length) }, values.map { units.phase(Describe.phase($0)) }], to: &output)
      try output.finish()
    } else {
      guard signal.poleCount <= Describe.mostPoles else {
        throw Failure(
          .usage, "describe: at most \(Describe.mostPoles) poles can be described, found \(signal.poleCount); --frequency "
            + "gives the frequency response of more")
      }
      let rows = try Description(of: signal, units: units, digits: digits).rows
      var output = try CheckedOutput(output ?? "-")
      try output.write("name,value\n" + rows.map { "\($0.name),\($0.value)\n" }.joined())
      try output.finish()
    }
  }

  /// The time grows with the square of their number.
  private static let mostPoles = 300

  /// Refuses options that have no say beside the others.
  private func checkTogether() throws {
    if picture != nil, plot == nil {
      throw Failure.option("--as", "a --plot is needed for it to act on, found none")
    }
    if hold != nil, discretize == nil {
      throw Failure.option("--hold", "a --discretize is needed for it to act on, found none")
    }
    if discretize != nil {
      let others: [(Bool, String)] = [
        (frequency != nil, "--frequency"), (plot != nil, "--plot"), (hertz, "--hertz"), (decibel, "--decibel"),
        (degrees, "--degrees"),
      ]
      if let other = others.first(where: \.0) {
        throw Failure.option(other.1, "it does nothing beside --discretize")
      }
    }
  }

  /// The angle, above −π and up to π; 0 for 0.
  private static func phase(_ value: Complex<Double>) -> Double {
    let angle = Double.atan2(y: value.imaginary, x: value.real)
    return angle == -Double.pi ? Double.pi : value == .zero ? 0 : angle
  }
}
