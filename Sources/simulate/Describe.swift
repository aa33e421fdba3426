import ArgumentParser
import ComplexModule
import CSV
import Files
import RealModule
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

      Rows name,value: kind, area, mean_time, half_life (until half of the area has passed), peak
      (the value of the largest magnitude) and time_of_peak of the impulse response; rise_time (10
      to 90 %), settling_time (last leaves 2 %) and overshoot (percent) of the step response; a row
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

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The period of a filter in z without --period.", valueName: "dt"))
  var step: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Written whole or not at all.", valueName: "file"))
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Significant digits, 1 to 17; by default as many as read back as the same number.",
      valueName: "n"))
  var digits: String?

  func run() throws {
    let digits = try digits.map { try Number.integer($0, option: "--digits", in: 1...17) }
    let axis = try frequency.map { try FrequencyAxis($0, option: "--frequency") }
    let step = try step.map { try Number.decimal($0, option: "--step") }
    var reader = try response.tables.reader(jobs: 1)
    let signal = try response.response(reader: &reader, step: step).system.impulseResponse
    try reader.checkUse(
      honoured: ["--impulse", "--ode", "--delay", "--set", "--frequency", "--output", "--digits"],
      idle: ["--initial"], settings: response.set)
    if let axis {
      let values = try FailureWording.located(at: "--frequency") {
        try signal.frequencyResponse(at: axis.frequencies)
      }
      var output = try CheckedOutput(output ?? "-")
      let writer = RowWriter(names: ["frequency", "magnitude", "phase"], digits: digits, jobs: 1)
      try writer.writeHeader(to: &output)
      try writer.write(
        .numbers(axis.frequencies), [values.map(\.length), values.map(Describe.phase)], to: &output)
      try output.finish()
    } else {
      let rows = try Description(of: signal, digits: digits).rows
      var output = try CheckedOutput(output ?? "-")
      try output.write("name,value\n" + rows.map { "\($0.name),\($0.value)\n" }.joined())
      try output.finish()
    }
  }

  /// The angle, above −π and up to π; 0 for 0.
  private static func phase(_ value: Complex<Double>) -> Double {
    let angle = Double.atan2(y: value.imaginary, x: value.real)
    return angle == -Double.pi ? Double.pi : value == .zero ? 0 : angle
  }
}
