internal import Systems

/// The even grid `from + n · step` up to and including `to`, counted and computed in decimal.
package struct OutputGrid {
  /// The first time.
  package var from: Decimal
  /// The last time, included where the steps meet it.
  package var to: Decimal
  /// The distance of one time from the next.
  package var step: Decimal

  package init(from: Decimal, to: Decimal, step: Decimal) {
    (self.from, self.to, self.step) = (from, to, step)
  }

  /// The most rows that nobody asked for.
  package static let mostByDefault = 10_000_000

  /// The times.
  ///
  /// - Parameter isTyped: whether step and end are the user's own, so that any number of rows is.
  /// - Throws: `RunsError.grid` for a step that isn't above 0 or too small to tell one time from the
  ///   next, an end before the start, times beyond 1e300, and more rows than can be counted.
  package func times(isTyped: Bool = true) throws -> RowTimes {
    for (part, time) in [(RunsError.GridPart.from, from), (.to, to), (.step, step)] where !time.isTime {
      throw RunsError.grid(part, "times must be at most 1e300 from 0, found \(time.text)")
    }
    guard step.double > 0 else {
      throw RunsError.grid(.step, "a step above 0 is needed, found \(step.plain)")
    }
    guard from <= to else {
      throw RunsError.grid(
        .to, "the last time must not be before the first, found \(to.plain) before \(from.plain)")
    }
    let largest = max(from.double.magnitude, to.double.magnitude)
    guard from == to || (largest + step.double != largest && largest - step.double != largest) else {
      throw RunsError.grid(
        .step, "\(step.plain) is too small to tell times near \(SystemsError.text(largest)) apart")
    }
    guard let count = from.count(to: to, step: step), count <= 1 << 53 else {
      throw RunsError.grid(
        .step, "rows must be at most 9007199254740992, found more: "
          + "from \(from.plain) to \(to.plain) in steps of \(step.plain)")
    }
    guard isTyped || count <= OutputGrid.mostByDefault else {
      throw RunsError.grid(
        .step, "without --step and --to there may be at most \(OutputGrid.mostByDefault) rows, found "
          + "\(count): from \(from.plain) to \(to.plain) in steps of \(step.plain); one of them is needed")
    }
    return .grid(self, count: count)
  }
}
