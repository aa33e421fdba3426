import Formulas
import Runs
import Systems

extension ModelFile {
  /// The system that the file describes.
  ///
  /// - Parameters:
  ///   - formulas: how formulas and equations are read.
  ///   - initial: the state that `--initial` gives, by name; nil leaves the file's own.
  /// - Throws: `Failure` (65) where the keys don't make one model.
  func stage(_ formulas: FormulaReader, initial: [(name: String, value: Double)]?) throws -> Stage {
    let own = try vector("initial")
    var stage = try bare(formulas, initial: initial, own: own)
    guard let delay = try number("delay") else { return stage }
    guard delay >= 0 else { throw wrong("delay", "a number that is not negative") }
    let parts = stage.parts
    stage.parts = { input, output in
      try parts(input, output).map { part in
        var part = part
        part.system = part.system.delayed(by: delay)
        part.moved = { [moved = part.moved] in try moved?($0)?.delayed(by: delay) }
        if case .filters = part.extent {
          throw wrong("delay", "no dead time beside a formula in z")
        }
        part.extent = .formula(part.system.impulseResponse)
        return part
      }
    }
    return stage
  }

  private func bare(
    _ formulas: FormulaReader, initial: [(name: String, value: Double)]?, own: [Double]?
  ) throws -> Stage {
    if let period = try number("period") {
      return Stage(try filter(period, initial: initial, own: own))
    }
    if let text = try text("formula") {
      try alone("formula")
      if initial != nil || own != nil { throw noState("formula") }
      let bare = text.hasPrefix("=") ? String(text.dropFirst()) : text
      return Stage(try formulas.response(bare, place: "\(name): formula"))
    }
    if let text = try text("ode") {
      try alone("ode", and: ["observe", "inputs"])
      let observe = try self.text("observe").map { try Names.list($0, option: "\(name): observe") }
      return try formulas.equation(
        text, inputs: names("inputs"), observe: observe ?? [], initial: initial, listed: own,
        place: "\(name): ode")
    }
    if try matrix("A") != nil {
      try alone("A", and: ["B", "C", "D", "inputs", "outputs"])
      return try stateSpace(formulas, initial: initial, own: own)
    }
    func make(_ initial: [(name: String, value: Double)]?) throws -> System {
      try FailureWording.located(at: name) { try self.system(initial: initial, own: own) }
    }
    return Stage(
      part(try make(initial), hasState: initial != nil || own != nil, movedState: formulas.movedState, make))
  }

  /// - Parameters:
  ///   - movedState: the derivatives of the initial state by a bound name.
  ///   - make: the system from an initial state.
  private func part(
    _ system: System, hasState: Bool, movedState: ((String) throws -> [(name: String, value: Double)])?,
    _ make: @escaping ([(name: String, value: Double)]?) throws -> System
  ) -> Response.Part {
    var part = Response.Part(
      system: system, extent: .formula(system.impulseResponse), name: name)
    part.hasState = hasState
    part.moved = { name in
      guard let moved = try movedState?(name), moved.contains(where: { $0.value != 0 }) else { return nil }
      // The free response is linear in the state; nothing else depends on it.
      return System(impulseResponse: Signal(), freeResponse: try make(moved).freeResponse)
    }
    return part
  }

  /// A state space with as many inputs as B has columns and as many outputs as C has rows.
  private func stateSpace(
    _ formulas: FormulaReader, initial: [(name: String, value: Double)]?, own: [Double]?
  ) throws -> Stage {
    let a = try matrix("A") ?? []
    guard let b = try columns("B", count: a.count) else {
      throw wrong("B", "a column as long as A has rows")
    }
    guard let c = try rows("C", count: a.count) else { throw wrong("C", "a row as long as A has columns") }
    let inputs = try names("inputs") ?? (b.count == 1 ? [Stage.plain] : b.indices.map { "u\($0 + 1)" })
    let outputs = try names("outputs") ?? (c.count == 1 ? ["y"] : c.indices.map { "y\($0 + 1)" })
    guard inputs.count == b.count else {
      throw wrong("inputs", "a name for each column of B, \(b.count) in all,")
    }
    guard outputs.count == c.count else {
      throw wrong("outputs", "a name for each row of C, \(c.count) in all,")
    }
    let d = try direct(rows: c.count, columns: b.count)
    let states = a.indices.map { "x\($0 + 1)" }
    _ = try FormulaReader.state(initial, names: states)
    // A single input needs no name, whatever the file calls it.
    return Stage(
      inputs: inputs, mustBeNamed: b.count > 1, outputs: outputs, hasState: initial != nil || own != nil
    ) { input, output in
      func make(_ initial: [(name: String, value: Double)]?) throws -> System {
        try FailureWording.located(at: name) {
          try System(
            StateSpace(a: a, b: b[input], c: c[output], d: d[output][input]),
            initial: try FormulaReader.state(initial, names: states) ?? own ?? [])
        }
      }
      return [
        part(try make(initial), hasState: initial != nil || own != nil, movedState: formulas.movedState, make)
      ]
    }
  }

  /// The rows of C: flat, a row or a column where there is one output, else a row for each.
  private func rows(_ key: String, count: Int) throws -> [[Double]]? {
    guard let rows = try? matrix(key), rows.count > 1 || rows.first?.count == count,
      rows.allSatisfy({ $0.count == count })
    else { return try vector(key).map { [$0] } }
    return rows
  }

  /// The direct term: a number, a row or a column, or a row for each output.
  private func direct(rows: Int, columns: Int) throws -> [[Double]] {
    let flat = try vector("D") ?? [Double](repeating: 0, count: rows * columns)
    guard flat.count == rows * columns else {
      throw wrong(
        "D", rows * columns == 1 ? "one number" : "\(rows) rows of \(columns) numbers")
    }
    return (0..<rows).map { Array(flat[$0 * columns..<($0 + 1) * columns]) }
  }

  private func system(initial: [(name: String, value: Double)]?, own: [Double]?) throws -> System {
    if let denominator = try list("denominator") {
      try alone("denominator", and: ["numerator"])
      guard let numerator = try list("numerator") else {
        throw wrong("numerator", "a list of numbers beside denominator")
      }
      let model = TransferFunction(numerator: numerator, denominator: denominator)
      let names = (0..<max(0, denominator.count - 1)).map { "y" + String(repeating: "'", count: $0) }
      return try System(model, initial: try FormulaReader.state(initial, names: names) ?? own ?? [])
    }
    if let poles = try complexes("poles") {
      try alone("poles", and: ["zeros", "gain"])
      if initial != nil || own != nil { throw noState("poles") }
      return try System(
        ZeroPoleGain(
          zeros: try complexes("zeros") ?? [], poles: poles, gain: try number("gain") ?? 1))
    }
    throw Failure(
      .badText, present.contains("sections")
        ? "\(name): a period must stand beside sections, found none"
        : "\(name): a denominator, poles, A, ode or formula is needed, found none of them")
  }

  /// Refuses keys that belong to another kind of model.
  func alone(_ key: String, and others: [String] = []) throws {
    let allowed = Set([key, "delay", "initial"] + others)
    for other in present where !allowed.contains(other) {
      throw Failure(.badText, "\(name): \(other) must not stand beside \(key)")
    }
  }

  func noState(_ key: String) -> Failure {
    Failure(.badText, "\(name): initial must not stand beside \(key), which has no named state")
  }
}
