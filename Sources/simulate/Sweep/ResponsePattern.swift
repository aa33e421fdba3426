import CSV
import Files
import Formulas
import Systems

/// The response of a sweep: files are read once, formulas parsed once; a run binds the names.
struct ResponsePattern {
  private enum Element {
    case fixed(Response.Part)
    case formula(Formula)
    case equation(String)
    case model(ModelFile)
  }

  private var options: ResponseOptions
  private var elements: [Element] = []
  private var delay: Quantity
  private var period: Quantity?
  private var initial: [(name: String, value: Quantity)]?
  private var fixed: Response?

  /// Reads what does not depend on a run.
  ///
  /// - Parameters:
  ///   - names: the names whose values differ from run to run.
  ///   - bindings: all names, with the values of the first run.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ options: ResponseOptions, varying names: Set<String>, bindings: [String: Double],
    step: Decimal?, reader: inout Reader
  ) throws {
    self.options = options
    delay = try Quantity(options.delay, option: "--delay", bindings: bindings)
    period = try options.period.map { try Quantity($0, option: "--period", bindings: bindings) }
    initial = try options.initial.map { text in
      try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
        let (name, value) = try Bindings.pair(part.trimmingSpaces, option: "--initial")
        return (name, try Quantity(value, option: "--initial", bindings: bindings))
      }
    }
    let formulas = try self.formulas(bindings, step: step)
    var state = try self.state(bindings)
    let stateVaries = initial?.contains { !$0.value.isFixed } ?? false
    let periodVaries = period.map { !$0.isFixed } ?? false
    for element in options.series {
      let varies = Mention.of(names, in: element.text)
      switch element {
      case .equation(let text) where varies || (state != nil && stateVaries):
        reader.use.mark("--observe", "--initial")
        elements.append(.equation(text))
        state = nil
        continue
      case .impulse(let text) where text.first == "=" && (varies || periodVaries):
        let formula = try formulas.formula(String(text.dropFirst()), place: "--impulse")
        reader.use.markFormula(formula)
        elements.append(.formula(formula))
        continue
      case .impulse(let text) where text.first != "=" && text.lowercased().hasSuffix(".toml"):
        let source = try reader.source(try Value(text, option: "--impulse"), option: "--impulse")
        let content = try TextFile.read(source)
        let model = try ModelFile(name: source.name, text: content)
        reader.use.mark("--initial", "--period", "--step", "--two-sided")
        if Mention.of(names, in: content) || stateVaries || periodVaries {
          elements.append(.model(model))
        } else {
          elements.append(.fixed(try model.part(formulas, initial: state)))
        }
        state = nil
        continue
      default:
        elements.append(
          .fixed(try options.part(element, formulas: formulas, initial: &state, reader: &reader)))
      }
    }
    if isFixed { fixed = try make(bindings, step: step) }
  }

  /// Whether every run has the same response.
  var isFixed: Bool {
    delay.isFixed && elements.allSatisfy { if case .fixed = $0 { true } else { false } }
  }

  /// How formulas are read in a run.
  ///
  /// - Throws: `Failure` (64).
  func formulas(_ bindings: [String: Double], step: Decimal?) throws -> FormulaReader {
    var reader = FormulaReader(bindings: bindings, period: step, twoSided: options.twoSided)
    if let period {
      let value = try Number.decimal(try period.text(bindings), option: "--period")
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
  func response(_ bindings: [String: Double], step: Decimal?) throws -> Response {
    try fixed ?? make(bindings, step: step)
  }

  private func make(_ bindings: [String: Double], step: Decimal?) throws -> Response {
    let formulas = try formulas(bindings, step: step)
    var state = try state(bindings)
    var parts: [Response.Part] = []
    parts.reserveCapacity(elements.count)
    for element in elements {
      switch element {
      case .fixed(let part):
        if part.hasState { state = nil }
        parts.append(part)
      case .formula(let formula):
        let bound = try FailureWording.located(at: "--impulse", after: "=") {
          try formula.bound(to: bindings)
        }
        parts.append(try formulas.response(bound, place: "--impulse"))
      case .equation(let text):
        parts.append(
          try formulas.equation(
            text, observe: options.observe, initial: state, place: "--ode"))
        state = nil
      case .model(let model):
        parts.append(try model.part(formulas, initial: state))
        state = nil
      }
    }
    return try options.response(
      of: parts, unusedInitial: state != nil, delay: try delay.text(bindings))
  }
}
