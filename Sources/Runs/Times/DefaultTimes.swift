internal import Systems

/// The output times that nobody typed: everything that can happen, at a fitting step.
///
/// Of several groups everything that can happen in any of them.
package struct DefaultTimes {
  /// Responses with their inputs: one pair, or one for each group.
  package var runs: [(response: ResponseMatrix, inputs: Inputs)]

  /// A single run's.
  package init(_ response: ResponseMatrix, _ inputs: Inputs) { runs = [(response, inputs)] }

  /// Those of several groups.
  package init(_ runs: [(response: ResponseMatrix, inputs: Inputs)]) { self.runs = runs }

  /// The first and the last moment at which anything can happen; nil where nothing can.
  ///
  /// - Parameter needsEnd: false where `--to` is typed, so that nothing needs to decay.
  /// - Throws: `RunsError.endless` where something doesn't decay.
  package func span(needsEnd: Bool) throws -> (first: Decimal, last: Decimal)? {
    var first: [Decimal] = []
    var last: [Decimal] = []
    for (response, inputs) in runs {
      for path in response.paths {
        for (channel, response) in path.enumerated() {
          if let span = try inputs.span(of: channel, needsEnd: needsEnd) {
            let ends = try response.ends(needsEnd: needsEnd)
            first.append(span.first + ends.first)
            last.append(span.last + ends.last)
          }
          if response.hasState {
            first.append(Decimal(0))
            last.append(try needsEnd ? response.freeEnd() : Decimal(0))
          }
        }
      }
    }
    guard let a = first.min(), let b = last.max() else { return nil }
    return (a, b)
  }

  /// The step: the response file's own, else the rate file's, else a thousandth of the span.
  package func step(from: Decimal, to: Decimal) -> Decimal {
    if isDiscrete, let period = runs.first?.response.period { return period }
    let rates = runs.lazy.flatMap { $0.inputs.all.flatMap(\.rates) }.compactMap(\.step)
    if let step = runs.lazy.compactMap(\.response.step).first ?? rates.first { return step }
    let span = to - from
    return span.double > 0 ? span.shifted(by: -3) : Decimal(1)
  }

  /// Whether all is impulses, so that rows are instants.
  package var isDiscrete: Bool {
    runs.allSatisfy { $0.response.isDiscrete && $0.inputs.isImpulsesOnly }
  }

  /// The instants at which an impulse can fall, within what was typed; nil where they are the
  /// periods of a filter in `z`, an even grid.
  ///
  /// - Throws: `RunsError`, `SystemsError`.
  package func instants(from: Decimal?, to: Decimal?) throws -> [Double]? {
    if runs.allSatisfy({ run in
      run.response.paths.joined().allSatisfy { $0.parts.allSatisfy { $0.period != nil } }
    }) { return nil }
    var output = Signal()
    for (response, inputs) in runs {
      for path in response.paths {
        for epoch in inputs.epochs {
          for (response, input) in zip(path, epoch.channels) {
            output = output + response.system.response(to: input.signal)
          }
        }
      }
    }
    // A steady past is not part of the rows: they begin with its row's own time.
    let hasPast = runs.contains { $0.inputs.all.contains { !$0.earlier.isEmpty } }
    let start = try hasPast ? span(needsEnd: false)?.first : nil
    let (low, high) = (from?.double ?? start?.double ?? -.infinity, to?.double ?? .infinity)
    return try output.impulseTimes(leaving: Extent.share).filter { $0 >= low && $0 <= high }
  }
}
