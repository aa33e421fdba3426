import Formulas
import Runs
import Systems

/// How formulas and equations become parts of a response, with the options that bear on them.
struct FormulaReader {
  /// What names stand for.
  var bindings: [String: Double]
  /// The period of filters in `z`: `--period`, else `--step`.
  var period: Decimal?
  /// Whether formulas of the response hold before 0 too.
  var twoSided = false
  /// Gives the derivatives of an initial state's values by a bound name.
  var movedState: ((String) throws -> [(name: String, value: Double)])?
  /// What names of systems stand for in formulas in `s` and `z`.
  var systems: [String: NamedSystem] = [:]

  /// A formula as a response.
  ///
  /// - Parameter place: what messages put in front, an option or a file.
  /// - Throws: `Failure` (65) with the formula and a caret, (64) where a period is needed.
  func response(_ text: String, place: String) throws -> Response.Part {
    try response(formula(text, place: place), place: place)
  }

  /// A formula with its names bound.
  ///
  /// - Throws: `Failure` (65) with the formula and a caret.
  func formula(_ text: String, place: String) throws -> Formula {
    try FailureWording.located(at: place, after: "=") {
      try Formula(text, bindings: bindings, systems: systems)
    }
  }

  /// A formula that has been read as a response.
  ///
  /// - Throws: `Failure` (65) with the formula and a caret, (64) where a period is needed.
  func response(_ formula: Formula, place: String) throws -> Response.Part {
    if formula.variable == .z, period == nil {
      throw Failure.option("--period", "a filter in z needs a period: give --period or --step")
    }
    let system = try FailureWording.located(at: place, after: "=") {
      try formula.system(period: period?.double, twoSided: twoSided)
    }
    var part = Response.Part(
      system: system, extent: .formula(system.impulseResponse), name: "=" + formula.text)
    // A response that is 0 for these numbers is none of impulses: its derivatives need not be.
    part.isDiscrete = formula.variable == .z || system.impulseResponse.isTrain && !system.impulseResponse.terms.isEmpty
    part.formula = formula
    part.isTwoSided = twoSided
    part.moved = { [period, twoSided] name in
      try formula.derivative(by: name)?.system(period: period?.double, twoSided: twoSided)
    }
    if formula.variable == .z {
      part.period = period
      let filters = system.impulseResponse.terms.flatMap(\.filters)
      if !filters.isEmpty { part.extent = .filters(filters) }
    }
    return part
  }

  /// A differential equation as a stage: an output for each unknown that is observed.
  ///
  /// - Parameters:
  ///   - inputs: the names that drive it; nil is `u`.
  ///   - observe: what comes out; none is every unknown.
  ///   - listed: the state in order, as a model file gives it.
  /// - Throws: `Failure` (65) with the equation and a caret, (64) for a name that is no state.
  func equation(
    _ text: String, inputs: [String]? = nil, observe: [String] = [],
    initial: [(name: String, value: Double)]?, listed: [Double]? = nil, place: String
  ) throws -> Stage {
    let equation = try FailureWording.located(at: place, after: "") {
      let all = try OrdinaryDifferentialEquation(
        text, bindings: bindings, inputs: inputs ?? [Stage.plain])
      if observe.isEmpty { return all }
      if let other = observe.first(where: { !all.observable.contains($0) }) {
        throw Failure.option(
          place == "--ode" ? "--observe" : place, "what is observed must be one of "
            + "\(all.observable.joined(separator: ", ")), found '\(other)'")
      }
      return try OrdinaryDifferentialEquation(
        text, bindings: bindings, inputs: all.inputs, observe: observe)
    }
    if inputs != nil, let unused = equation.unusedInputs.first {
      throw Failure.option(
        place == "--ode" ? "--inputs" : place,
        "an input must stand in the equations, found '\(unused)' in none")
    }
    var state = initial ?? []
    if initial == nil, let listed {
      guard listed.count == equation.stateNames.count else {
        throw Failure(
          .badText, "\(place): initial needs \(equation.stateNames.count) numbers "
            + "(\(equation.stateNames.joined(separator: ", "))), found \(listed.count)")
      }
      state = Array(zip(equation.stateNames, listed)).map { (name: $0.0, value: $0.1) }
    }
    _ = try FormulaReader.state(initial, names: equation.stateNames)
    let outputs = equation.outputs.count == 1 ? ["y"] : equation.outputs
    return Stage(
      inputs: equation.inputs, mustBeNamed: equation.inputs.count > 1,
      compartments: equation.compartments, outputs: outputs, hasState: initial != nil || listed != nil
    ) { [state, movedState, bindings] input, output in
      let own = input < equation.inputs.count ? input : equation.inputs.count + input
      let system = try FailureWording.located(at: place) {
        try equation.system(from: own, to: output, initial: state)
      }
      var part = Response.Part(
        system: system, extent: .formula(system.impulseResponse), name: text)
      part.hasState = initial != nil || listed != nil
      part.moved = { name in
        guard let moved = initial == nil ? [] : try movedState?(name) else { return nil }
        let counts = bindings[name] != nil && Mention.of([name], in: text)
        guard counts || moved.contains(where: { $0.value != 0 }) else { return nil }
        return try equation.derivative(by: name, from: own, to: output, initial: state, moved: moved)
      }
      return [part]
    }
  }

  /// A formula of a production rate, read; says where it is cut at 0 though the response is not.
  ///
  /// - Throws: `Failure` (65).
  func rate(_ text: String, twoSided: Bool, place: String) throws -> Formula {
    let formula = try formula(text, place: place)
    if self.twoSided, !twoSided, formula.variable == .time {
      Messages.say("--rate: =\(text) counts from t = 0 on; --rate-two-sided counts it before 0 too, as --two-sided the response")
    }
    return formula
  }

  /// A named state as a list in the order of the names; nil stays nil.
  ///
  /// - Throws: `Failure` (64) for a name that is none of them, or given twice.
  static func state(
    _ initial: [(name: String, value: Double)]?, names: [String]
  ) throws -> [Double]? {
    guard let initial else { return nil }
    var values = [Double](repeating: 0, count: names.count)
    var seen: Set<String> = []
    for (name, value) in initial {
      guard let k = names.firstIndex(of: name) else {
        throw Failure.option(
          "--initial", "a state out of \(names.joined(separator: ", ")) is needed, found '\(name)'")
      }
      guard seen.insert(name).inserted else {
        throw Failure.option("--initial", "each state must be given once, found '\(name)' twice")
      }
      values[k] = value
    }
    return values
  }
}
