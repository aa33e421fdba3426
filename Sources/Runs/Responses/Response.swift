package import Formulas
package import Systems

/// A response: systems in series, and what default times must know.
package struct Response {
  /// One system of the series.
  package struct Part {
    /// The system.
    package var system: System
    /// When it can differ from 0.
    package var extent: Extent
    /// The spacing of a file's samples.
    package var step: Decimal?
    /// The period of a filter in `z`.
    package var period: Decimal?
    /// Whether its response is impulses and nothing else.
    package var isDiscrete = false
    /// Whether it starts from a state other than rest.
    package var hasState = false
    /// How messages name it.
    package var name: String
    /// What it is to formulas in `z`, where it is a filter of a file.
    package var named: (() throws -> NamedSystem)?
    /// The formula that it is, where it is one.
    package var formula: Formula?
    /// Whether that holds before 0 too.
    package var isTwoSided = false
    /// Gives the derivatives of its responses by a bound name, nil where the name does not count.
    package var moved: ((String) throws -> System?)?

    package init(system: System, extent: Extent, name: String) {
      (self.system, self.extent, self.name) = (system, extent, name)
    }
  }

  /// The systems, in the order in which they act.
  package var parts: [Part]
  /// Dead time after the series.
  package var delay: Decimal
  /// Gives the derivative of that by a bound name.
  package var delayDerivative: ((String) throws -> Double)?

  package init(parts: [Part], delay: Decimal) { (self.parts, self.delay) = (parts, delay) }

  /// The whole system.
  package var system: System {
    parts.dropFirst().reduce(parts.first?.system ?? .identity) { $0.series($1.system) }
      .delayed(by: delay.double)
  }

  /// The spacing of the first file's samples.
  package var step: Decimal? { parts.lazy.compactMap(\.step).first }

  /// The period of the first filter in `z`.
  package var period: Decimal? { parts.lazy.compactMap(\.period).first }

  /// Whether the response is impulses and nothing else.
  package var isDiscrete: Bool { parts.allSatisfy(\.isDiscrete) }

  /// Whether a part starts from a state other than rest.
  package var hasState: Bool { parts.contains(where: \.hasState) }

  /// The first and the last lag at which the response can differ from 0.
  ///
  /// - Parameter needsEnd: false where the end need not be looked for.
  /// - Throws: `RunsError.endless` where it does not decay.
  package func ends(needsEnd: Bool) throws -> (first: Decimal, last: Decimal) {
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
  /// - Throws: `RunsError.endless` where a part does not decay.
  func reach() throws -> Decimal {
    try parts.reduce(delay) { try $0 + $1.extent.reach(what: "the response \($1.name)") }
  }

  /// When the free response has died away.
  ///
  /// - Throws: `RunsError.endless` where it does not decay.
  package func freeEnd() throws -> Decimal {
    let free = system.freeResponse
    return free.terms.isEmpty ? Decimal(0) : try Extent.end(of: free, what: "the free response")
  }

  /// Refuses an input that the response can't take.
  ///
  /// - Throws: `RunsError.clash`.
  func check(_ input: Input) throws(RunsError) {
    if let filter = parts.first(where: { $0.period != nil }) {
      if !input.rates.isEmpty {
        throw .clash(.rate, "a filter in z takes impulses only, found a rate for \(filter.name)")
      }
      if !input.pulses.isEmpty || !input.steadyPulses.isEmpty {
        throw .clash(.events, "a filter in z takes impulses only, found a pulse for \(filter.name)")
      }
    }
    guard hasState else { return }
    if !input.past.isEmpty || !input.steadyPulses.isEmpty {
      throw .clash(.events, "an initial state at t = 0 must not meet a steady past")
    }
    let early = (input.events.lazy.map(\.time).min() ?? 0, input.pulses.lazy.map(\.start).min() ?? 0)
    let first = min(early.0, early.1, input.rates.map { $0.first?.double ?? -.infinity }.min() ?? 0)
    if first < 0 {
      throw .clash(
        .events, "with an initial state everything must start at t = 0 or later, "
          + (first.isFinite ? "found t = \(SystemsError.text(first))" : "found a rate that always was"))
    }
  }
}
