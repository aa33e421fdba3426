package import Systems

/// Runs that differ in little: a run is made of its numbers without anything being read, checked or planned anew.
package struct CompiledRuns: Sendable {
  /// What a run's input is multiplied by, from the numbers of its names.
  package typealias Scale = @Sendable ([String: Double]) throws -> Double

  private enum Kind: Sendable {
    /// A formula with other numbers, under the same impulses; only where it is a sum of exponentials with poles
    /// apart: another is a run like others.
    case formula(CompiledResponse, [Event], [SteadyPast], horizon: Double)
    /// The same curve, so many times as large.
    case scaled(OutputCurve, by: Scale)
  }

  private let kind: Kind
  private let rows: ClosedRange<Double>
  private let interval: ClosedRange<Double>?
  private let quantities: [SummaryQuantity]

  /// Takes a formula and the impulses that act on it; nil where they are not known by their times alone.
  package init?(
    response: CompiledResponse, input: Input, delay: Double, rows: ClosedRange<Double>, quantities: [SummaryQuantity]
  ) {
    let impulses = input.events.map { Event(time: $0.time + delay, weight: $0.weight) }.sorted { $0.time < $1.time }
    let past = input.past.map { SteadyPast(before: $0.before + delay, period: $0.period, weight: $0.weight) }
    let latest = past.map(\.before).max() ?? -.infinity
    guard input.past.allSatisfy({ $0.low == 0 }), latest <= rows.lowerBound, impulses.allSatisfy({ $0.time >= latest })
    else { return nil }
    let first = (past.map { $0.before - $0.period } + impulses.map(\.time)).min() ?? rows.lowerBound
    kind = .formula(response, impulses, past, horizon: rows.upperBound - min(rows.lowerBound, first))
    (self.rows, self.quantities) = (rows, quantities)
    interval = Inputs(input).lastInterval
  }

  /// Takes an output and what multiplies it; nil where it is not of poles and pieces.
  package init?(
    output: Signal, scale: @escaping Scale, interval: ClosedRange<Double>?, rows: ClosedRange<Double>,
    quantities: [SummaryQuantity]
  ) throws {
    guard let curve = try OutputCurve(output, from: rows.lowerBound, to: rows.upperBound), curve.isFinite else { return nil }
    kind = .scaled(curve, by: scale)
    (self.rows, self.interval, self.quantities) = (rows, interval, quantities)
  }

  /// The curve of a run; nil where its formula must be looked at more closely.
  private func curve(_ bindings: [String: Double]) throws -> OutputCurve? {
    switch kind {
    case .formula(let response, let impulses, let past, let horizon):
      guard let blocks = response.blocks(bindings, horizon: horizon) else { return nil }
      return try OutputCurve(blocks, impulses: impulses, past: past, from: rows.lowerBound, to: rows.upperBound)
    case .scaled(let curve, let scale): return curve.scaled(by: try scale(bindings))
    }
  }

  /// The quantities of a run; nil where it must be looked at more closely.
  ///
  /// - Throws: `RunsError`, `SystemsError` as any run, and what its scale throws.
  package func values(_ bindings: [String: Double]) throws -> [Double]? {
    guard let curve = try curve(bindings), curve.isFinite else { return nil }
    let values = try OutputSummary(curve, interval: interval).values(quantities)
    return values.allSatisfy(\.isFinite) ? values : nil
  }
}
