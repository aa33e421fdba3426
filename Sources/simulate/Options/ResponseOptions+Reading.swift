import CSV
import Files
import Runs
import Systems

extension ResponseOptions {
  /// Reads the response of one input and one output: files, formulas, equations and models, in series.
  ///
  /// - Parameters:
  ///   - reader: what reads files.
  ///   - step: `--step`, the period of a filter in `z` where `--period` is not given.
  /// - Throws: `Failure`, `CSVError`.
  func response(reader: inout Reader, step: Decimal?) throws -> Response {
    _ = try deadTime(delay)
    _ = (try interpolation(), try tailRule())
    let formulas = try withSystems(formulas(step: step), reader: &reader)
    var initial = try self.initial.map { try Bindings.list($0, option: "--initial") }
    var stages: [Stage] = []
    for element in series {
      stages.append(try stage(element, formulas: formulas, initial: &initial, reader: &reader))
    }
    return try matrix(of: stages, unusedInitial: initial != nil).single()
  }

  /// Puts stages in series, once they are known to fit.
  ///
  /// - Parameters:
  ///   - unusedInitial: whether no stage has taken `--initial`.
  ///   - text: the dead time; nil for that of `--delay`.
  ///   - count: how many channels something goes into; nil for all that have a name.
  /// - Throws: `Failure` (64).
  func matrix(
    of stages: [Stage], unusedInitial: Bool, delay text: String? = nil, channels count: Int? = nil
  ) throws -> ResponseMatrix {
    let delay = try deadTime(text ?? delay)
    guard !stages.isEmpty else { throw ResponseOptions.missing }
    if unusedInitial {
      throw Failure.option("--initial", "an --ode or a state space is needed to have a state")
    }
    if observe != nil, ode.isEmpty {
      throw Failure.option("--observe", "an --ode is needed to observe one of its unknowns")
    }
    if inputs != nil, ode.isEmpty {
      throw Failure.option("--inputs", "an --ode is needed whose inputs have these names")
    }
    let matrix = try Stage.series(stages).matrix(delay: delay, channels: count)
    for path in matrix.paths.joined() {
      for (k, part) in path.parts.enumerated() {
        if part.period != nil, let before = path.parts[..<k].first(where: { !$0.isDiscrete }) {
          throw Failure.option(
            "--impulse", "a filter in z must stand before the continuous response \(before.name)")
        }
      }
    }
    return matrix
  }

  /// That there is none.
  static let missing = Failure(
    .usage, "--impulse: a response is needed (or --ode); simulate --help shows examples")

  /// The dead time that a text is.
  ///
  /// - Throws: `Failure` (64).
  private func deadTime(_ text: String) throws -> Decimal {
    try Number.fraction(text, option: "--delay")
  }

  /// What lies between two samples of a file.
  ///
  /// - Throws: `Failure` (64).
  func interpolation() throws -> Interpolation {
    try between.map { try Number.choice($0, option: "--between") } ?? .linear
  }

  /// What becomes of a file that ends high above 0.
  func tailRule() throws -> ResponseTail.Rule {
    try tail.map { try Number.choice($0, option: "--tail") } ?? .zero
  }

  /// How formulas are read.
  func formulas(step: Decimal?) throws -> FormulaReader {
    let period = try self.period.map { try Number.fraction($0, option: "--period") } ?? step
    if let period, period.double <= 0 {
      throw Failure.option(
        self.period == nil ? "--step" : "--period", "a time above 0 is needed, found \(period.plain)")
    }
    return FormulaReader(
      bindings: try Bindings.read(set), period: period, twoSided: twoSided)
  }

  /// One element of the series.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func stage(
    _ element: Element, formulas: FormulaReader,
    initial: inout [(name: String, value: Double)]?, reader: inout Reader
  ) throws -> Stage {
    guard case .impulse(let text) = element.kind else {
      defer { initial = nil }
      reader.use.read(element.text)
      reader.use.mark("--observe", "--initial", "--inputs")
      return try equation(element.text, formulas: formulas, initial: initial)
    }
    let value = try Value(text, option: "--impulse")
    if case .formula(let text) = value {
      let formula = try formulas.formula(text, place: "--impulse")
      reader.use.read(text)
      reader.use.markFormula(formula)
      return Stage(try formulas.response(formula, place: "--impulse"), channel: element.channel)
    }
    var source = try reader.source(value, option: "--impulse")
    if try reader.content(of: &source) == .sound {
      return Stage(try sound(source, reader: &reader), channel: element.channel)
    }
    if source.name.lowercased().hasSuffix(".toml") {
      let text = try TextFile.read(source)
      let model = try ModelFile(name: source.name, text: text)
      reader.use.read(text)
      try model.mark(&reader.use, period: period == nil ? nil : formulas.period)
      let stage = try model.stage(formulas, initial: initial)
      initial = nil
      return try stage.named(element.channel)
    }
    if !source.isPipe, try PoleZeroFile.isOne(source.beginning(1 << 16)) {
      return Stage(
        try PoleZeroFile(name: source.name, text: TextFile.read(source)).part(name: source.name),
        channel: element.channel)
    }
    if !source.isPipe, try InstrumentResponseFile.isOne(source.beginning(1 << 16)) {
      return Stage(
        try InstrumentResponseFile(name: source.name, text: TextFile.read(source)).part(name: source.name),
        channel: element.channel)
    }
    return Stage(try file(source, reader: &reader), channel: element.channel)
  }

  /// An equation as a stage, with the inputs and outputs that the options name.
  ///
  /// - Throws: `Failure` (65) with the equation and a caret, (64) for names that it doesn't have.
  func equation(
    _ text: String, formulas: FormulaReader, initial: [(name: String, value: Double)]?
  ) throws -> Stage {
    try formulas.equation(
      text, inputs: try inputs.map { try Names.list($0, option: "--inputs") },
      observe: try observe.map { try Names.list($0, option: "--observe") } ?? [],
      initial: initial, place: "--ode")
  }

  /// A response read from a sound: impulses at k / rate.
  private func sound(_ source: Source, reader: inout Reader) throws -> Response.Part {
    reader.use.mark("--columns")
    // Samples of a sound are impulses, said or not.
    if between == "nothing" { reader.use.mark("--between") }
    let samples = try SoundSamples(source, channel: columns, option: "--columns")
    try reader.agree(on: samples.rate, of: source.name)
    var part = Response.Part(
      system: System(impulseResponse: .events(samples.events)),
      extent: .file(first: Decimal(0), last: samples.end), name: source.name)
    part.step = samples.values.count > 1 ? Decimal(samples.time(1)) : nil
    part.isDiscrete = true
    return part
  }

  /// A response read from samples.
  private func file(_ source: Source, reader: inout Reader) throws -> Response.Part {
    reader.use.mark("--between", "--tail", "--columns")
    let interpolation = try interpolation()
    let samples = try SampleFile(
      source, columns: columns, option: "--columns", areLags: true, allowingJumps: false,
      reader: &reader)
    if interpolation == .nothing { samples.warnOfNearSteps(TimeAxis(), columns: "--columns") }
    let tail = try ResponseTail(samples, between: interpolation, rule: tailRule(), name: source.name)
    let ends = samples.extent(interpolation)
    var part = Response.Part(
      system: System(impulseResponse: tail.signal),
      extent: tail.isContinued
        ? .formula(tail.signal) : .file(first: ends.first, last: ends.last),
      name: source.name)
    part.step = samples.spacing
    part.isDiscrete = interpolation == .nothing
    return part
  }
}

extension ResponseOptions {
  /// A system of the series, as it was typed.
  struct Element {
    enum Kind {
      case impulse(String)
      case equation(String)
    }

    var kind: Kind
    /// The input channel whose response it is; nil for all of them.
    var channel: String?

    /// The option's value, without the channel's name.
    var text: String {
      switch kind {
      case .impulse(let text), .equation(let text): text
      }
    }

    static func impulse(_ text: String) -> Element {
      let (channel, value) = Channel.split(text)
      return Element(kind: .impulse(value), channel: channel)
    }

    static func equation(_ text: String) -> Element { Element(kind: .equation(text)) }
  }

  /// The systems in the order in which they were typed: the order matters to an initial state.
  var series: [Element] {
    guard !impulse.isEmpty, !ode.isEmpty else {
      return impulse.map { .impulse($0) } + ode.map { .equation($0) }
    }
    var impulses = impulse[...]
    var equations = ode[...]
    var result: [Element] = []
    for argument in FileName.arguments {
      if argument == "--impulse" || argument.hasPrefix("--impulse="), let next = impulses.popFirst() {
        result.append(.impulse(next))
      }
      if argument == "--ode" || argument.hasPrefix("--ode="), let next = equations.popFirst() {
        result.append(.equation(next))
      }
    }
    return result + impulses.map { .impulse($0) } + equations.map { .equation($0) }
  }
}
