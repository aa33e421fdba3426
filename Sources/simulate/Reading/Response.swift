import Formulas
import Systems

/// The system that the options describe: parts in series, and what default times must know.
struct Response {
  /// One system of the series.
  struct Part {
    /// The system.
    var system: System
    /// When it can differ from 0.
    var extent: Extent
    /// The spacing of a file's samples.
    var step: Decimal?
    /// The period of a filter in `z`.
    var period: Decimal?
    /// Whether its response is impulses and nothing else.
    var isDiscrete = false
    /// Whether it starts from a state other than rest.
    var hasState = false
    /// How messages name it.
    var name: String
    /// What it is to formulas in `z`, where it is a filter of a file.
    var named: (() throws -> NamedSystem)?
    /// The formula that it is, where it is one.
    var formula: Formula?
    /// Whether that holds before 0 too.
    var isTwoSided = false
    /// Gives the derivatives of its responses by a bound name, nil where the name does not count.
    var moved: ((String) throws -> System?)?
  }

  /// The systems, in the order in which they act.
  var parts: [Part]
  /// Dead time after the series.
  var delay: Decimal
  /// Gives the derivative of that by a bound name.
  var delayDerivative: ((String) throws -> Double)?

  /// The whole system.
  var system: System {
    parts.dropFirst().reduce(parts.first?.system ?? .identity) { $0.series($1.system) }
      .delayed(by: delay.double)
  }

  /// The spacing of the first file's samples.
  var step: Decimal? { parts.lazy.compactMap(\.step).first }

  /// The period of the first filter in `z`.
  var period: Decimal? { parts.lazy.compactMap(\.period).first }

  /// Whether the response is impulses and nothing else.
  var isDiscrete: Bool { parts.allSatisfy(\.isDiscrete) }

  /// Whether a part starts from a state other than rest.
  var hasState: Bool { parts.contains(where: \.hasState) }

  /// The first and the last lag at which the response can differ from 0.
  ///
  /// - Parameter needsEnd: false where the end need not be looked for.
  /// - Throws: `Failure` (64) where it does not decay.
  func ends(needsEnd: Bool) throws -> (first: Decimal, last: Decimal) {
    var first = delay
    var last = delay
    for part in parts {
      let ends: (first: Decimal, last: Decimal) =
        needsEnd || part.extent.startsBeforeZero
        ? try part.extent.ends(what: "the response \(part.name)") : (part.extent.first, Decimal(0))
      first = first + ends.first
      last = last + ends.last
    }
    return (first, last)
  }

  /// How long after an impulse it shows beside the rounding of a sum.
  ///
  /// - Throws: `Failure` (64) where a part does not decay.
  func reach() throws -> Decimal {
    try parts.reduce(delay) { try $0 + $1.extent.reach(what: "the response \($1.name)") }
  }

  /// When the free response has died away.
  ///
  /// - Throws: `Failure` (64) where it does not decay.
  func freeEnd() throws -> Decimal {
    let free = system.freeResponse
    return free.terms.isEmpty ? Decimal(0) : try Extent.end(of: free, what: "the free response")
  }
}
