import Formulas
import Runs
import Systems

/// Runs of which each is a formula with other numbers, under the same impulses: a run is made of them without
/// anything being read, checked or planned anew.
///
/// Only where the formula is a sum of exponentials with poles apart: another is a run like others.
struct CompiledRuns: Sendable {
  private let formula: Formula
  private let impulses: [Event]
  private let past: [SteadyPast]
  private let rows: ClosedRange<Double>
  private let interval: ClosedRange<Double>?
  private let quantities: [SummaryQuantity]
  private let horizon: Double

  /// Takes what runs share; nil where a quantity can't be told from it.
  init?(
    formula: Formula, input: Input, delay: Double, rows: ClosedRange<Double>, quantities: [SummaryQuantity]
  ) {
    let impulses = input.events.map { Event(time: $0.time + delay, weight: $0.weight) }.sorted { $0.time < $1.time }
    past = input.past.map { SteadyPast(before: $0.before + delay, period: $0.period, weight: $0.weight) }
    let latest = past.map(\.before).max() ?? -.infinity
    guard input.past.allSatisfy({ $0.low == 0 }), latest <= rows.lowerBound,
      impulses.allSatisfy({ $0.time >= latest })
    else { return nil }
    (self.formula, self.impulses, self.rows, self.quantities) = (formula, impulses, rows, quantities)
    interval = Inputs(input).lastInterval
    horizon = rows.upperBound - min(rows.lowerBound, (past.map { $0.before - $0.period } + impulses.map(\.time)).min() ?? rows.lowerBound)
  }

  /// The blocks of a run's formula; nil where it is not poles alone.
  private func blocks(of formula: Formula) -> [PoleCluster]? {
    formula.variable == .s
      ? (try? formula.system())?.impulseResponse.blocks(horizon: horizon)
      : formula.exponentials.flatMap { PoleCluster.blocks(of: $0, horizon: horizon) }
  }

  /// The quantities of a run; nil where its formula must be looked at more closely.
  ///
  /// - Throws: `RunsError`, `SystemsError` as any run.
  func values(_ bindings: [String: Double]) throws -> [Double]? {
    guard let bound = try? formula.bound(to: bindings), let blocks = blocks(of: bound) else { return nil }
    let curve = try OutputCurve(blocks, impulses: impulses, past: past, from: rows.lowerBound, to: rows.upperBound)
    guard curve.isFinite else { return nil }
    do {
      let values = try OutputSummary(curve, interval: interval).values(quantities)
      return values.allSatisfy(\.isFinite) ? values : nil
    } catch let error as RunsError {
      throw Failure(.badText, "--summary: \(error)")
    }
  }
}
