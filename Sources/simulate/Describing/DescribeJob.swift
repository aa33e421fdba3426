import ComplexModule
import CSV
import Files
import Glibc
import RealModule
import Runs
import Systems

/// A response that is to be described, and in which way.
struct DescribeJob {
  private let command: Describe
  private let signal: Signal
  private let digits: Int?
  private let units: FrequencyUnits
  /// The frequencies, in radians for each unit of time; nil where none are asked for.
  private let axis: [Double]?
  private let kind: SystemPicture.Kind?
  private let format: PictureFormat?
  private let hold: Hold?

  /// The time grows with the square of their number.
  private static let mostPoles = 300

  /// Reads the options and the response.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ command: Describe) throws {
    self.command = command
    digits = try command.digits.map { try Number.integer($0, option: "--digits", in: 1...17) }
    try SampleOutput.refuse(command.output)
    units = FrequencyUnits(hertz: command.hertz, decibel: command.decibel, degrees: command.degrees)
    axis = try command.frequency.map { [units] in try FrequencyAxis($0, option: "--frequency").frequencies.map(units.radians) }
    kind = try command.picture.map { try Number.choice($0, option: "--as") }
    format = try command.plot.map { try PictureFormat(path: $0, option: "--plot", terminal: .of(STDOUT_FILENO)) }
    hold = try command.hold.map { try Number.choice($0, option: "--hold") }
    try command.checkTogether()
    if command.plot == nil { try command.words.refuse(without: "--plot") }
    let step = try command.step.map { try Number.decimal($0, option: "--step") }
    var reader = try command.response.tables.reader(jobs: 1)
    signal = try command.response.response(reader: &reader, step: step).system.impulseResponse
    try reader.checkUse(
      honoured: [
        "--impulse", "--ode", "--delay", "--set", "--frequency", "--output", "--digits", "--hertz", "--decibel",
        "--degrees", "--plot", "--as", "--discretize", "--hold", "--title", "--xlabel", "--ylabel", "--size",
      ],
      idle: ["--initial"], settings: command.response.set)
  }

  /// Writes and draws what is asked for.
  ///
  /// - Throws: `Failure`, `SystemsError`, `FileError`.
  func write() throws {
    if let discretize = command.discretize { return try writeFilter(period: discretize) }
    if let plot = command.plot, let format {
      let figure = try SystemPicture(
        signal: signal, frequencies: axis, units: units, isText: format.isText
      ).figure(kind)
      try command.words.applied(to: figure).draw(as: format, to: plot, option: "--plot")
      if plot == "-" { return }
    }
    if let axis { try writeFrequencyResponse(at: axis) } else { try writeDescription() }
  }

  private func writeFilter(period text: String) throws {
    let period = try Number.decimal(text, option: "--discretize")
    guard period.double > 0 else {
      throw Failure.option("--discretize", "a time above 0 is needed, found \(period.plain)")
    }
    let filter = try FailureWording.located(at: "--discretize") {
      try signal.discretized(period: period.double, hold: hold ?? .zeroOrder)
    }
    try write(filter.text(period: NumberText.text(period.double), digits: digits))
  }

  private func writeFrequencyResponse(at axis: [Double]) throws {
    let values = try FailureWording.located(at: "--frequency") {
      try signal.frequencyResponse(at: axis)
    }
    var output = try CheckedOutput(command.output ?? "-")
    let writer = RowWriter(names: ["frequency", "magnitude", "phase"], digits: digits, jobs: 1)
    try writer.writeHeader(to: &output)
    try writer.write(
      .numbers(axis.map(units.frequency)),
      [values.map { units.magnitude($0.length) }, values.map { units.phase(Self.phase($0)) }], to: &output)
    try output.finish()
  }

  private func writeDescription() throws {
    guard signal.poleCount <= Self.mostPoles else {
      throw Failure(
        .usage, "describe: at most \(Self.mostPoles) poles can be described, found \(signal.poleCount); --frequency "
          + "gives the frequency response of more")
    }
    let rows = try Description(of: signal, units: units, digits: digits).rows
    try write("name,value\n" + rows.map { "\($0.name),\($0.value)\n" }.joined())
  }

  private func write(_ text: String) throws {
    try CheckedOutput.write(text, to: command.output ?? "-")
  }

  /// The angle, above −π and up to π; 0 for 0.
  private static func phase(_ value: Complex<Double>) -> Double {
    let angle = Double.atan2(y: value.imaginary, x: value.real)
    return angle == -Double.pi ? Double.pi : value == .zero ? 0 : angle
  }
}

extension Describe {
  /// Refuses options that have no say beside the others.
  fileprivate func checkTogether() throws {
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
}
