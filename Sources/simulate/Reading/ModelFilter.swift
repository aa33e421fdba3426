import CSV
import Formulas
import Runs
import Systems

extension ModelFile {
  /// Counts the options that bear on what the file holds as used.
  ///
  /// - Parameter period: what `--period` says; nil where it is not typed.
  /// - Throws: `Failure` (64) where that is another than the file's own.
  func mark(_ use: inout OptionUse, period: Decimal?) throws {
    use.mark("--initial")
    if present.contains("formula") { use.mark("--period", "--step", "--two-sided") }
    guard let own = try number("period") else { return }
    if let period, period.double != own {
      throw Failure.option("--period", "\(name) has a period of its own, \(NumberText.text(own)), found \(period.plain)")
    }
    use.mark("--period")
  }

  /// The filter that a file with a `period` describes.
  ///
  /// - Throws: `Failure` (65) where the keys don't make one.
  func filter(_ period: Double, initial: [(name: String, value: Double)]?, own: [Double]?) throws -> Response.Part {
    guard period > 0 else { throw wrong("period", "a time above 0") }
    if present.contains("delay") { throw wrong("delay", "no dead time beside a period") }
    let system = try FailureWording.located(at: name) { try filterSystem(period, initial: initial, own: own) }
    let ends = system.impulseResponse.terms + system.freeResponse.terms
    var part = Response.Part(system: system, extent: .filters(ends.flatMap(\.filters)), name: name)
    part.period = Decimal(period)
    part.isDiscrete = true
    part.hasState = initial != nil || own != nil
    part.named = { try FailureWording.located(at: name) { try named() } }
    return part
  }

  private func filterSystem(
    _ period: Double, initial: [(name: String, value: Double)]?, own: [Double]?
  ) throws -> System {
    if let model = try stateSpace() {
      var system = try NamedSystem(inZ: model).filter(period: period)
      let states = model.a.indices.map { "x\($0 + 1)" }
      if let state = try FormulaReader.state(initial, names: states) ?? own {
        guard state.count == model.a.count else { throw wrong("initial", "a number for each of \(model.a.count) states") }
        system.freeResponse = try NamedSystem(stateInZ: state, of: model).filter(period: period).impulseResponse
      }
      return system
    }
    if initial != nil || own != nil { throw noState("period") }
    if let filters = try filters(period) {
      return System(impulseResponse: Signal(terms: [Signal.Term(filters: filters)]))
    }
    return try named().filter(period: period)
  }

  /// What the filter is to formulas in `z`.
  private func named() throws -> NamedSystem {
    if let model = try stateSpace() { return try NamedSystem(inZ: model) }
    if let filters = try filters(1) { return try NamedSystem(inZ: filters) }
    if let poles = try complexes("poles") {
      try alone("poles", and: ["zeros", "gain", "period"])
      let system = try System(
        ZeroPoleGain(
          zeros: try complexes("zeros") ?? [], poles: poles, gain: try number("gain") ?? 1))
      return try NamedSystem(inZ: system)
    }
    throw Failure(
      .badText, "\(name): a denominator, sections, poles or A is needed beside a period, found none of them")
  }

  /// Filters in series; nil where no coefficients are given.
  private func filters(_ period: Double) throws -> [DiscreteFilter]? {
    if let rows = try matrix("sections") {
      try alone("sections", and: ["period"])
      return try rows.map { row in
        guard row.count == 6, row[3] != 0 else {
          throw wrong("sections", "rows b0, b1, b2, a0, a1, a2 with an a0 that is not 0")
        }
        return DiscreteFilter(
          numerator: Array(row[..<3]), denominator: Array(row[3...]), period: period)
      }
    }
    guard let denominator = try list("denominator") ?? (present.contains("numerator") ? [1] : nil) else { return nil }
    try alone("denominator", and: ["numerator", "period"])
    guard denominator[0] != 0 else { throw wrong("denominator", "a first number that is not 0") }
    return [DiscreteFilter(numerator: try list("numerator") ?? [1], denominator: denominator, period: period)]
  }

  /// The matrices; nil where there are none.
  private func stateSpace() throws -> StateSpace? {
    guard present.contains("A"), let a = try matrix("A") else { return nil }
    // What other kinds are made of comes first, as it is refused there.
    guard !present.contains("sections"), !present.contains("denominator"), !present.contains("numerator"),
      !present.contains("poles")
    else { return nil }
    try alone("A", and: ["B", "C", "D", "period"])
    guard let b = try vector("B"), b.count == a.count else { throw wrong("B", "a column as long as A has rows") }
    guard let c = try vector("C"), c.count == a.count else { throw wrong("C", "a row as long as A has columns") }
    let d = try vector("D") ?? [0]
    guard d.count == 1 else { throw wrong("D", "one number") }
    return StateSpace(a: a, b: b, c: c, d: d[0])
  }
}
