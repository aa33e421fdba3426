package import Systems

/// From when to when a response or a rate can differ from 0, for the default times.
package enum Extent {
  /// As a file says it.
  case file(first: Decimal, last: Decimal)
  /// As a formula does: until less than 1e-6 of its absolute area is left.
  case formula(Signal)
  /// As a filter in `z` does, in whole periods; the filters are added.
  case filters([DiscreteFilter])

  /// The share of a formula's absolute area that is left out at its end.
  package static let share = 1e-6

  /// The first and the last moment.
  ///
  /// - Throws: `RunsError.endless` where it doesn't decay.
  package func ends(what: String) throws -> (first: Decimal, last: Decimal) {
    switch self {
    case .file(let first, let last): return (first, last)
    case .formula(let signal):
      guard let span = try signal.areaSpan(leaving: Extent.share) else {
        throw RunsError.endless(what)
      }
      return (
        span.lowerBound < 0 ? -Extent.roundedUp(-span.lowerBound) : Decimal(span.lowerBound),
        Extent.roundedUp(span.upperBound)
      )
    case .filters(let filters):
      var last = Decimal(0)
      for filter in filters {
        guard let periods = filter.periods(leaving: Extent.share) else {
          throw RunsError.endless(what)
        }
        last = max(last, periods * Decimal(filter.period))
      }
      return (Decimal(0), last)
    }
  }

  /// How long what begins at 0 shows beside the rounding of a sum over all of it; filters may stand in series.
  ///
  /// - Throws: `RunsError.endless` where it doesn't decay.
  func reach(what: String) throws -> Decimal {
    switch self {
    case .file(_, let last): return last
    case .formula(let signal):
      guard let span = try signal.areaSpan(leaving: Signal.settled) else { throw RunsError.endless(what) }
      return Extent.roundedUp(span.upperBound)
    case .filters(let filters):
      return try filters.reduce(Decimal(0)) { sum, filter in
        guard let periods = filter.periods(leaving: Signal.settled) else { throw RunsError.endless(what) }
        return sum + periods * Decimal(filter.period)
      }
    }
  }

  /// The first moment, where no search for it is needed.
  package var first: Decimal {
    switch self {
    case .file(let first, _): first
    case .formula(let signal): Decimal(signal.start.isFinite ? signal.start : 0)
    case .filters: Decimal(0)
    }
  }

  /// Whether it is a formula without a beginning.
  package var startsBeforeZero: Bool {
    if case .formula(let signal) = self { return !signal.start.isFinite }
    return false
  }

  /// The end of a formula's signal.
  package static func end(of signal: Signal, what: String) throws -> Decimal {
    try Extent.formula(signal).ends(what: what).last
  }

  /// The value rounded up to two significant digits.
  package static func roundedUp(_ value: Double) -> Decimal {
    guard value > 0 else { return Decimal(value) }
    var scale = 0
    var probe = Decimal(value)
    while probe.double >= 100 {
      probe = probe.shifted(by: -1)
      scale += 1
    }
    while probe.double < 10 {
      probe = probe.shifted(by: 1)
      scale -= 1
    }
    return Decimal(Int128(probe.double.rounded(.up)), exponent: scale)
  }
}
