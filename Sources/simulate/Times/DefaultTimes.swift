import Systems

/// The output times that nobody typed: everything that can happen, at a fitting step.
struct DefaultTimes {
  /// The response, with the ends of its parts.
  var response: Response
  /// The input.
  var input: Input

  /// The first and the last moment at which anything can happen; nil where nothing can.
  ///
  /// - Parameter needsEnd: false where `--to` is typed, so that nothing needs to decay.
  /// - Throws: `Failure` (64) where something doesn't decay.
  func span(needsEnd: Bool) throws -> (first: Decimal, last: Decimal)? {
    var first: [Decimal] = []
    var last: [Decimal] = []
    if let inputs = try input.span(needsEnd: needsEnd) {
      let ends = try response.ends(needsEnd: needsEnd)
      first.append(inputs.first + ends.first)
      last.append(inputs.last + ends.last)
    }
    if response.hasState {
      first.append(Decimal(0))
      last.append(try needsEnd ? response.freeEnd() : Decimal(0))
    }
    guard let a = first.min(), let b = last.max() else { return nil }
    return (a, b)
  }

  /// The step: the response file's own, else the rate file's, else a thousandth of the span.
  func step(from: Decimal, to: Decimal) -> Decimal {
    if isDiscrete, let period = response.period { return period }
    if let step = response.step ?? input.rates.lazy.compactMap(\.step).first { return step }
    let span = to - from
    return span.double > 0 ? span.shifted(by: -3) : Decimal(1)
  }

  /// Whether all is impulses, so that rows are instants.
  var isDiscrete: Bool { response.isDiscrete && input.isImpulsesOnly }

  /// The instants at which an impulse can fall, within what was typed; nil where they are the
  /// periods of a filter in `z`, an even grid.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func instants(from: Decimal?, to: Decimal?) throws -> [Double]? {
    if response.parts.allSatisfy({ $0.period != nil }) { return nil }
    let output = response.system.response(to: input.signal)
    // A steady past is not part of the rows: they begin with its row's own time.
    let start = try input.earlier.isEmpty ? nil : span(needsEnd: false)?.first
    let (low, high) = (from?.double ?? start?.double ?? -.infinity, to?.double ?? .infinity)
    return try output.impulseTimes(leaving: Extent.share).filter { $0 >= low && $0 <= high }
  }
}
