public import Systems
internal import NumericalMethods

/// The numbers that stand for an output between two times, computed from the exact output, not read off rows.
///
///     let output = System(impulseResponse: h).response(to: .events(doses))
///     let summary = try OutputSummary(of: output, rows: times)
///     try summary.value(.peak)
///
/// Of poles and pieces they come from the sums of exponentials and polynomials between knots; of anything else
/// the output is asked for more and more closely about its highest rows.
public struct OutputSummary: Sendable {
  private enum Source {
    case curve(OutputCurve)
    case sampled(SampledCurve)
    /// All is impulses: their times and amounts.
    case amounts([Double], [Double])
  }

  private let source: Source
  private let first: Double
  private let last: Double
  /// From a dose to the next, where the trough and the average are taken.
  private let interval: ClosedRange<Double>?

  /// Takes an output.
  ///
  /// - Parameters:
  ///   - rows: the times at which it would be printed; the first and the last are the ends.
  ///   - interval: the last interval between two doses.
  /// - Throws: ``RunsError`` without rows, `SystemsError`.
  public init(
    of output: Signal, rows: [Double], interval: ClosedRange<Double>? = nil, side: Side = .after,
    tolerance: Tolerance = .init(), jobs: Int = 1
  ) throws {
    guard let first = rows.min(), let last = rows.max() else { throw RunsError.undefined("a run must have at least one row") }
    (self.first, self.last, self.interval) = (first, last, interval)
    if let curve = try OutputCurve(output, from: first, to: last, side: side), curve.isFinite {
      source = .curve(curve)
    } else {
      source = .sampled(
        try SampledCurve(output, rows: rows, side: side, tolerance: tolerance, jobs: jobs))
    }
  }

  /// Takes the curve of an output.
  package init(_ curve: OutputCurve, interval: ClosedRange<Double>? = nil) {
    (first, last, self.interval) = (curve.knots[0], curve.end, interval)
    source = .curve(curve)
  }

  /// Takes an output that is impulses.
  ///
  /// - Parameters:
  ///   - amounts: at rows in any order.
  /// - Throws: ``RunsError`` without rows.
  public init(amounts: [Double], rows: [Double]) throws(RunsError) {
    let order = rows.indices.sorted { (rows[$0], $0) < (rows[$1], $1) }
    guard let a = order.first, let b = order.last else { throw .undefined("a run must have at least one row") }
    (first, last, interval) = (rows[a], rows[b], nil)
    source = .amounts(order.map { rows[$0] }, order.map { amounts[$0] })
  }

  /// A quantity.
  ///
  /// - Throws: ``RunsError`` where the output has none, `SystemsError`.
  public func value(_ quantity: SummaryQuantity) throws -> Double { try values([quantity])[0] }

  /// Quantities, in their order.
  ///
  /// - Throws: ``RunsError`` where the output has none, `SystemsError`.
  public func values(_ quantities: [SummaryQuantity]) throws -> [Double] {
    var peak: (time: Double, value: Double)?
    var least: (time: Double, value: Double)?
    return try quantities.map { quantity in
      switch quantity {
      case .peak, .timeOfPeak:
        let found = try peak ?? extreme(1)
        peak = found
        return quantity == .peak ? found.value : found.time
      case .minimum, .timeOfMinimum:
        let found = try least ?? extreme(-1)
        least = found
        return quantity == .minimum ? found.value : found.time
      case .final: return try final()
      case .area: return try area()
      case .mean: return last > first ? try area() / (last - first) : try final()
      case .halfLife: return try halfLife() - first
      case .trough: return try over(dosing(quantity)).extreme(-1).value
      case .average:
        let interval = try dosing(quantity)
        return try over(interval).area() / (interval.upperBound - interval.lowerBound)
      case .timeAbove(let level, _): return try duration(above: level)
      }
    }
  }

  private func extreme(_ sign: Double) throws -> (time: Double, value: Double) {
    switch source {
    case .curve(let curve): return try curve.extreme(sign)
    case .sampled(let curve): return try curve.extreme(sign)
    case .amounts(let times, let amounts):
      var best = 0
      for k in amounts.indices where sign * amounts[k] > sign * amounts[best] { best = k }
      return (times[best], amounts[best])
    }
  }

  private func final() throws -> Double {
    switch source {
    case .curve(let curve): return curve.last
    case .sampled(let curve): return try curve.final()
    case .amounts(_, let amounts): return amounts[amounts.count - 1]
    }
  }

  /// The integral from the first row to the last; of impulses, their sum.
  private func area() throws -> Double {
    switch source {
    case .curve(let curve): return curve.area(from: first, to: last)
    case .sampled(let curve): return try curve.area(from: first, to: last)
    case .amounts(_, let amounts): return amounts.reduce(into: CompensatedSum()) { $0.add($1) }.value
    }
  }

  private func halfLife() throws -> Double {
    switch source {
    case .curve(let curve):
      if let time = try curve.time(ofShare: 0.5) { return time }
    case .sampled(let curve):
      if let time = try curve.time(ofShare: 0.5) { return time }
    case .amounts(let times, let amounts):
      let total = amounts.reduce(0.0) { $0 + $1 }
      var sum = 0.0
      for (time, amount) in zip(times, amounts) where total != 0 {
        sum += amount
        if sum / total >= 0.5 { return time }
      }
    }
    throw RunsError.undefined("half_life: the output must have an area, and has none")
  }

  private func duration(above level: Double) throws -> Double {
    switch source {
    case .curve(let curve): return try curve.duration(above: level)
    case .sampled(let curve): return try curve.duration(above: level)
    case .amounts: throw RunsError.undefined("time_above: an output that is impulses is above a level for no time")
    }
  }

  /// The last interval between two doses.
  private func dosing(_ quantity: SummaryQuantity) throws -> ClosedRange<Double> {
    guard let interval else {
      throw RunsError.undefined(
        "\(quantity.name): two doses one after another, or a steady one, are needed, found none")
    }
    guard interval.lowerBound >= first, interval.upperBound <= last else {
      throw RunsError.undefined(
        "\(quantity.name): the rows must reach over the last interval between two doses, from "
          + "\(interval.lowerBound) to \(interval.upperBound)")
    }
    return interval
  }

  /// The same of a part of the span; what begins at its end does not count in it.
  private func over(_ interval: ClosedRange<Double>) throws -> OutputSummary {
    switch source {
    case .curve(let curve):
      return OutputSummary(curve.part(from: interval.lowerBound, to: interval.upperBound))
    case .sampled(let curve):
      return OutputSummary(try curve.part(interval))
    case .amounts: throw RunsError.undefined("trough and average: an output that is impulses has none")
    }
  }

  private init(_ curve: SampledCurve) {
    (first, last, interval) = (curve.first, curve.last, nil)
    source = .sampled(curve)
  }
}
