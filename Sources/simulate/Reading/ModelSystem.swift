import Formulas
import Systems

extension ModelFile {
  /// The system that the file describes.
  ///
  /// - Parameters:
  ///   - formulas: how formulas and equations are read.
  ///   - initial: the state that `--initial` gives, by name; nil leaves the file's own.
  /// - Throws: `Failure` (65) where the keys don't make one model.
  func part(_ formulas: FormulaReader, initial: [(name: String, value: Double)]?) throws
    -> Response.Part
  {
    let own = try vector("initial")
    var part = try bare(formulas, initial: initial, own: own)
    part.hasState = initial != nil || own != nil
    if let delay = try number("delay") {
      guard delay >= 0 else { throw wrong("delay", "a number that is not negative") }
      part.system = part.system.delayed(by: delay)
      if case .filters = part.extent {
        throw wrong("delay", "no dead time beside a formula in z")
      }
      part.extent = .formula(part.system.impulseResponse)
    }
    return part
  }

  private func bare(
    _ formulas: FormulaReader, initial: [(name: String, value: Double)]?, own: [Double]?
  ) throws -> Response.Part {
    if let text = try text("formula") {
      try alone("formula")
      if initial != nil || own != nil { throw noState("formula") }
      let bare = text.hasPrefix("=") ? String(text.dropFirst()) : text
      return try formulas.response(bare, place: "\(name): formula")
    }
    if let text = try text("ode") {
      try alone("ode", and: ["observe"])
      return try formulas.equation(
        text, observe: self.text("observe"), initial: initial, listed: own, place: "\(name): ode")
    }
    let system = try FailureWording.located(at: name) {
      try self.system(initial: initial, own: own)
    }
    return Response.Part(
      system: system, extent: .formula(system.impulseResponse), name: name)
  }

  private func system(initial: [(name: String, value: Double)]?, own: [Double]?) throws -> System {
    if let denominator = try list("denominator") {
      try alone("denominator", and: ["numerator"])
      let model = TransferFunction(numerator: try list("numerator") ?? [1], denominator: denominator)
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
    if let a = try matrix("A") {
      try alone("A", and: ["B", "C", "D"])
      guard let b = try vector("B") else { throw wrong("B", "a column as long as A has rows") }
      guard let c = try vector("C") else { throw wrong("C", "a row as long as A has columns") }
      let d = try vector("D") ?? [0]
      guard d.count == 1 else { throw wrong("D", "one number") }
      let names = a.indices.map { "x\($0 + 1)" }
      return try System(
        StateSpace(a: a, b: b, c: c, d: d[0]),
        initial: try FormulaReader.state(initial, names: names) ?? own ?? [])
    }
    throw Failure(
      .badText, "\(name): a denominator, poles, A, ode or formula is needed, found none of them")
  }

  /// Refuses keys that belong to another kind of model.
  private func alone(_ key: String, and others: [String] = []) throws {
    let allowed = Set([key, "delay", "initial"] + others)
    for other in present where !allowed.contains(other) {
      throw Failure(.badText, "\(name): \(other) must not stand beside \(key)")
    }
  }

  private func noState(_ key: String) -> Failure {
    Failure(.badText, "\(name): initial must not stand beside \(key), which has no named state")
  }
}
