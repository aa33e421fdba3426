import CSV

/// The even grid `from + n · step` up to and including `to`, counted and computed in decimal.
struct OutputGrid {
  /// The first time.
  var from: Decimal
  /// The last time, included where the steps meet it.
  var to: Decimal
  /// The distance of one time from the next.
  var step: Decimal

  /// The most rows that nobody asked for.
  static let mostByDefault = 10_000_000

  /// The times.
  ///
  /// - Parameter isTyped: whether step and end are the user's own, so that any number of rows is.
  /// - Throws: `Failure` (64) for a step that isn't above 0 or too small to tell one time from the
  ///   next, an end before the start, times beyond 1e300, and more rows than can be counted.
  func times(isTyped: Bool = true) throws -> RowTimes {
    for (option, time) in [("--from", from), ("--to", to), ("--step", step)] where !time.isTime {
      throw Failure.option(option, "times must be at most 1e300 from 0, found \(time.text)")
    }
    guard step.double > 0 else {
      throw Failure.option("--step", "a step above 0 is needed, found \(step.plain)")
    }
    guard from <= to else {
      throw Failure.option(
        "--to", "the last time must not be before the first, found \(to.plain) before \(from.plain)")
    }
    let largest = max(from.double.magnitude, to.double.magnitude)
    guard from == to || (largest + step.double != largest && largest - step.double != largest) else {
      throw Failure.option(
        "--step", "\(step.plain) is too small to tell times near \(NumberText.text(largest)) apart")
    }
    guard let count = from.count(to: to, step: step), count <= 1 << 53 else {
      throw Failure.option(
        "--step", "rows must be at most 9007199254740992, found more: "
          + "from \(from.plain) to \(to.plain) in steps of \(step.plain)")
    }
    guard isTyped || count <= OutputGrid.mostByDefault else {
      throw Failure.option(
        "--step", "without --step and --to there may be at most \(OutputGrid.mostByDefault) rows, found "
          + "\(count): from \(from.plain) to \(to.plain) in steps of \(step.plain); one of them is needed")
    }
    return .grid(self, count: count)
  }
}
