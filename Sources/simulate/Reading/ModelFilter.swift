import Formulas
import Systems

extension ModelFile {
  /// The filter that a file with a `period` describes.
  ///
  /// - Throws: `Failure` (65) where the keys don't make one.
  func filter(_ period: Double, _ formulas: FormulaReader) throws -> Response.Part {
    guard period > 0 else { throw wrong("period", "a time above 0") }
    if present.contains("delay") { throw wrong("delay", "no dead time beside a period") }
    let system = try FailureWording.located(at: name) { try filterSystem(period) }
    var part = Response.Part(
      system: system, extent: .filters(system.impulseResponse.terms.flatMap(\.filters)), name: name)
    part.period = Decimal(period)
    part.isDiscrete = true
    return part
  }

  private func filterSystem(_ period: Double) throws -> System {
    if let rows = try matrix("sections") {
      try alone("sections", and: ["period"])
      let filters = try rows.map { row in
        guard row.count == 6, row[3] != 0 else {
          throw wrong("sections", "rows b0, b1, b2, a0, a1, a2 with an a0 that is not 0")
        }
        return DiscreteFilter(
          numerator: Array(row[..<3]), denominator: Array(row[3...]), period: period)
      }
      return System(impulseResponse: Signal(terms: [Signal.Term(filters: filters)]))
    }
    if let denominator = try list("denominator") ?? (present.contains("numerator") ? [1] : nil) {
      try alone("denominator", and: ["numerator", "period"])
      guard denominator[0] != 0 else { throw wrong("denominator", "a first number that is not 0") }
      let filter = DiscreteFilter(
        numerator: try list("numerator") ?? [1], denominator: denominator, period: period)
      return System(impulseResponse: Signal(terms: [Signal.Term(filters: [filter])]))
    }
    if let poles = try complexes("poles") {
      try alone("poles", and: ["zeros", "gain", "period"])
      let system = try System(
        ZeroPoleGain(
          zeros: try complexes("zeros") ?? [], poles: poles, gain: try number("gain") ?? 1))
      return try NamedSystem(inZ: system).filter(period: period)
    }
    if let a = try matrix("A") {
      try alone("A", and: ["B", "C", "D", "period"])
      guard let b = try vector("B"), b.count == a.count else { throw wrong("B", "a column as long as A has rows") }
      guard let c = try vector("C"), c.count == a.count else { throw wrong("C", "a row as long as A has columns") }
      let d = try vector("D") ?? [0]
      guard d.count == 1 else { throw wrong("D", "one number") }
      return try NamedSystem(inZ: StateSpace(a: a, b: b, c: c, d: d[0])).filter(period: period)
    }
    throw Failure(
      .badText, "\(name): a denominator, sections, poles or A is needed beside a period, found none of them")
  }
}
