import CSV
import Files
import Systems

extension ResponseOptions {
  /// Reads the response: files, formulas, equations and models, in series.
  ///
  /// - Parameters:
  ///   - reader: what reads files.
  ///   - step: `--step`, the period of a filter in `z` where `--period` is not given.
  /// - Throws: `Failure`, `CSVError`.
  func response(reader: inout Reader, step: Decimal?) throws -> Response {
    _ = try deadTime(delay)
    _ = (try interpolation(), try tailRule())
    let formulas = try formulas(step: step)
    var initial = try self.initial.map { try Bindings.list($0, option: "--initial") }
    var parts: [Response.Part] = []
    for element in series {
      parts.append(try part(element, formulas: formulas, initial: &initial, reader: &reader))
    }
    return try response(of: parts, unusedInitial: initial != nil)
  }

  /// Puts parts in series, once they are known to fit.
  ///
  /// - Parameters:
  ///   - unusedInitial: whether no part has taken `--initial`.
  ///   - text: the dead time; nil for that of `--delay`.
  /// - Throws: `Failure` (64).
  func response(
    of parts: [Response.Part], unusedInitial: Bool, delay text: String? = nil
  ) throws -> Response {
    let delay = try deadTime(text ?? delay)
    for (k, part) in parts.enumerated() {
      if part.period != nil, let before = parts[..<k].first(where: { !$0.isDiscrete }) {
        throw Failure.option(
          "--impulse", "a filter in z must stand before the continuous response \(before.name)")
      }
    }
    guard !parts.isEmpty else {
      throw Failure(.usage, "--impulse: a response is needed (or --ode); simulate --help shows examples")
    }
    if unusedInitial {
      throw Failure.option("--initial", "an --ode or a state space is needed to have a state")
    }
    if observe != nil, ode.isEmpty {
      throw Failure.option("--observe", "an --ode is needed to observe one of its unknowns")
    }
    return Response(parts: parts, delay: delay)
  }

  /// The dead time that a text is.
  ///
  /// - Throws: `Failure` (64).
  private func deadTime(_ text: String) throws -> Decimal {
    try Number.decimal(text, option: "--delay")
  }

  /// What lies between two samples of a file.
  ///
  /// - Throws: `Failure` (64).
  func interpolation() throws -> Interpolation {
    try between.map { try Number.choice($0, option: "--between") } ?? .linear
  }

  /// What becomes of a file that ends high above 0.
  private func tailRule() throws -> ResponseTail.Rule {
    try tail.map { try Number.choice($0, option: "--tail") } ?? .zero
  }

  /// How formulas are read.
  func formulas(step: Decimal?) throws -> FormulaReader {
    let period = try self.period.map { try Number.decimal($0, option: "--period") } ?? step
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
  func part(
    _ element: Element, formulas: FormulaReader,
    initial: inout [(name: String, value: Double)]?, reader: inout Reader
  ) throws -> Response.Part {
    guard case .impulse(let text) = element else {
      defer { initial = nil }
      reader.use.read(element.text)
      reader.use.mark("--observe", "--initial")
      return try formulas.equation(
        element.text, observe: observe, initial: initial, place: "--ode")
    }
    let value = try Value(text, option: "--impulse")
    if case .formula(let text) = value {
      let formula = try formulas.formula(text, place: "--impulse")
      reader.use.read(text)
      reader.use.markFormula(formula)
      return try formulas.response(formula, place: "--impulse")
    }
    var source = try reader.source(value, option: "--impulse")
    if try reader.content(of: &source) == .sound { return try sound(source, reader: &reader) }
    if source.name.lowercased().hasSuffix(".toml") {
      let text = try TextFile.read(source)
      let model = try ModelFile(name: source.name, text: text)
      reader.use.read(text)
      reader.use.mark("--initial", "--period", "--step", "--two-sided")
      let part = try model.part(formulas, initial: initial)
      initial = nil
      return part
    }
    if !source.isPipe, try PoleZeroFile.isOne(source.beginning(1 << 16)) {
      return try PoleZeroFile(name: source.name, text: TextFile.read(source)).part(name: source.name)
    }
    return try file(source, reader: &reader)
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
  enum Element {
    case impulse(String)
    case equation(String)

    /// The option's value.
    var text: String {
      switch self {
      case .impulse(let text), .equation(let text): text
      }
    }
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
