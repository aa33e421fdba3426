import CSV
import Files
import Formulas
import Runs
import Systems

/// The response of a sweep: files are read once, formulas parsed once; a run binds the names.
struct ResponsePattern {
  private enum Element {
    case fixed(Stage)
    case formula(Formula, channel: String?)
    case equation(String)
    case model(ModelFile, channel: String?)
    /// A formula of systems that differ from run to run, read anew in each.
    case text(String, channel: String?)
  }

  private var options: ResponseOptions
  private var elements: [Element] = []
  /// The systems that are the same in every run, and the names of the others.
  private var systems: [String: NamedSystem] = [:]
  private var varyingSystems: Set<String> = []
  private var delay: Quantity
  private var period: Quantity?
  private var initial: [(name: String, value: Quantity)]?
  private var fixed: ResponseMatrix?
  private let window: RowWindow?
  /// How many channels something goes into.
  private var channelCount = 1
  /// The channels that the response of the first run has.
  private(set) var channels: ChannelNames
  /// The columns' names.
  private(set) var outputs: [String]

  /// Reads what does not depend on a run.
  ///
  /// - Parameters:
  ///   - window: what a row shows instead of the output at its time.
  ///   - names: the names whose values differ from run to run.
  ///   - bindings: all names, with the values of the first run.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ options: ResponseOptions, window: RowWindow? = nil, varying names: Set<String>, bindings: [String: Double],
    step: Decimal?, reader: inout Reader
  ) throws {
    self.options = options
    self.window = window
    (channels, outputs) = (.one, ["y"])
    _ = (try options.interpolation(), try options.tailRule())
    delay = try Quantity(options.delay, option: "--delay", bindings: bindings)
    period = try options.period.map { try Quantity($0, option: "--period", bindings: bindings) }
    initial = try options.initial.map { text in
      try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        let (name, value) = try Bindings.pair(part.trimmingSpaces, option: "--initial")
        return (name, try Quantity(value, option: "--initial", bindings: bindings))
      }
    }
    let formulas = try options.withSystems(
      self.formulas(bindings, step: step), reader: &reader)
    let varyingSystems = options.systems(varyingWith: names)
    self.varyingSystems = varyingSystems
    systems = formulas.systems.filter { !varyingSystems.contains($0.key) }
    var state = try self.state(bindings)
    let stateVaries = initial?.contains { !$0.value.isFixed } ?? false
    let periodVaries = period.map { !$0.isFixed } ?? false
    for element in options.series {
      let varies = Mention.of(names, in: element.text)
      let channel = element.channel
      switch element.kind {
      case .equation(let text) where varies || (state != nil && stateVaries):
        reader.use.read(text)
        reader.use.mark("--observe", "--initial", "--inputs")
        elements.append(.equation(text))
        state = nil
        continue
      case .impulse(let text) where text.first == "=" && Mention.of(varyingSystems, in: text):
        reader.use.read(text)
        reader.use.markFormula(try formulas.formula(String(text.dropFirst()), place: "--impulse"))
        elements.append(.text(String(text.dropFirst()), channel: channel))
        continue
      case .impulse(let text) where text.first == "=" && (varies || periodVaries):
        let formula = try formulas.formula(String(text.dropFirst()), place: "--impulse")
        reader.use.read(text)
        reader.use.markFormula(formula)
        elements.append(.formula(formula, channel: channel))
        continue
      case .impulse(let text) where text.first != "=" && text.lowercased().hasSuffix(".toml"):
        let source = try reader.source(try Value(text, option: "--impulse"), option: "--impulse")
        let content = try TextFile.read(source)
        let model = try ModelFile(name: source.name, text: content)
        reader.use.read(content)
        try model.mark(&reader.use, period: period == nil ? nil : formulas.period)
        if Mention.of(names, in: content) || stateVaries || periodVaries {
          elements.append(.model(model, channel: channel))
        } else {
          elements.append(.fixed(try model.stage(formulas, initial: state).named(channel)))
        }
        state = nil
        continue
      default:
        elements.append(
          .fixed(try options.stage(element, formulas: formulas, initial: &state, reader: &reader)))
      }
    }
    guard !elements.isEmpty else { throw ResponseOptions.missing }
    let series = try Stage.series(try stages(bindings, step: step).stages)
    channels = ChannelNames(names: series.inputs, mustBeNamed: series.mustBeNamed)
    outputs = series.outputs
  }

  /// Makes the response of all runs, where it is the same in each.
  ///
  /// - Parameter channels: how many channels something goes into.
  /// - Throws: `Failure`, `SystemsError`.
  mutating func use(channels count: Int, _ bindings: [String: Double], step: Decimal?) throws {
    channelCount = count
    fixed = nil
    if isFixed { fixed = try make(bindings, step: step) }
  }

  /// Whether every run has the same response.
  var isFixed: Bool {
    delay.isFixed && elements.allSatisfy { if case .fixed = $0 { true } else { false } }
  }

  /// The formula in `t` or `s` that is the whole response, where it is such; then a run is known by its numbers alone.
  var soleFormula: Formula? {
    guard elements.count == 1, case .formula(let formula, nil) = elements[0], [.time, .s].contains(formula.variable), !options.twoSided,
      window == nil, delay.isFixed, period == nil, initial == nil, channelCount == 1
    else { return nil }
    return formula
  }

  /// The dead time of a run as it was typed.
  ///
  /// - Throws: `Failure`.
  func delayText(_ bindings: [String: Double]) throws -> String { try delay.text(bindings) }

  /// How formulas are read in a run.
  ///
  /// - Throws: `Failure` (64).
  func formulas(_ bindings: [String: Double], step: Decimal?) throws -> FormulaReader {
    var reader = FormulaReader(bindings: bindings, period: step, twoSided: options.twoSided)
    reader.movedState = { [initial] name in
      try initial?.map { (name: $0.name, value: try $0.value.derivative(by: name, bindings)) } ?? []
    }
    if let period {
      let value = try Number.fraction(try period.text(bindings), option: "--period")
      guard value.double > 0 else {
        throw Failure.option("--period", "a time above 0 is needed, found \(value.plain)")
      }
      reader.period = value
    }
    return reader
  }

  private func state(_ bindings: [String: Double]) throws -> [(name: String, value: Double)]? {
    try initial?.map { (name: $0.name, value: try $0.value.value(bindings)) }
  }

  /// The response of a run.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func response(_ bindings: [String: Double], step: Decimal?) throws -> ResponseMatrix {
    try fixed ?? make(bindings, step: step)
  }

  private func make(_ bindings: [String: Double], step: Decimal?) throws -> ResponseMatrix {
    let (stages, unusedInitial) = try stages(bindings, step: step)
    var matrix = try options.matrix(
      of: stages, unusedInitial: unusedInitial, delay: try delay.text(bindings), channels: channelCount)
    for output in matrix.paths.indices {
      for channel in matrix.paths[output].indices {
        matrix.paths[output][channel].delayDerivative = { [delay, period] name in
          if try period?.derivative(by: name, bindings) ?? 0 != 0 {
            throw NoDerivative(reason: "--period moves with '\(name)'")
          }
          return try delay.derivative(by: name, bindings)
        }
      }
    }
    return window.map { matrix.followed(by: $0.part) } ?? matrix
  }

  private func stages(
    _ bindings: [String: Double], step: Decimal?
  ) throws -> (stages: [Stage], unusedInitial: Bool) {
    var formulas = try formulas(bindings, step: step)
    formulas.systems = systems
    if !varyingSystems.isEmpty { formulas = try options.withFormulaSystems(formulas, varyingSystems) }
    var state = try state(bindings)
    var stages: [Stage] = []
    stages.reserveCapacity(elements.count)
    for element in elements {
      switch element {
      case .fixed(let stage):
        if stage.hasState { state = nil }
        stages.append(stage)
      case .formula(let formula, let channel):
        let bound = try FailureWording.located(at: "--impulse", after: "=") {
          try formula.bound(to: bindings)
        }
        stages.append(Stage(try formulas.response(bound, place: "--impulse"), channel: channel))
      case .text(let text, let channel):
        stages.append(Stage(try formulas.response(text, place: "--impulse"), channel: channel))
      case .equation(let text):
        stages.append(try options.equation(text, formulas: formulas, initial: state))
        state = nil
      case .model(let model, let channel):
        stages.append(try model.stage(formulas, initial: state).named(channel))
        state = nil
      }
    }
    return (stages, state != nil)
  }
}
