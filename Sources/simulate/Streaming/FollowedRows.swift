import CSV
import Files
import Runs
import Systems

/// The rows of `--follow`: the next one, and the impulses that can still act.
struct FollowedRows: ~Copyable {
  /// The response.
  let signal: Signal
  /// The distance of the rows.
  let step: Decimal
  /// The first lag at which the response acts, and the last that still matters.
  let reach: (first: Decimal, last: Double)
  /// What is asked for.
  let wishes: Wishes
  /// The first row; by default the first impulse and the response's first lag.
  var from: Decimal?
  /// The last row, where it is known.
  var to: Decimal?
  /// The time of the latest impulse.
  private(set) var latest: Double?

  private var events: [Event] = []
  /// What computes rows as long as impulses, samples and rows share an even grid.
  private var live: LiveSuperposition?
  /// The number of rows written.
  private var written = 0

  init(signal: Signal, step: Decimal, reach: (first: Decimal, last: Double), wishes: Wishes) {
    self.signal = signal
    self.step = step
    self.reach = reach
    self.wishes = wishes
  }

  /// Takes the next impulse.
  mutating func add(_ event: Event) {
    let from = self.from ?? Decimal(event.time) + reach.first
    if latest == nil { begin(at: event.time, from: from) }
    if live?.take(event) == false { live = nil }
    self.from = from
    latest = event.time
    events.append(event)
  }

  private mutating func begin(at time: Double, from: Decimal) {
    let grid = RowTimes.grid(OutputGrid(from: from, to: from, step: step), count: 1)
    guard case .grid(let rows) = grid.times else { return }
    live = LiveSuperposition(first: time, through: signal, rows: rows, side: wishes.side)
  }

  /// Rows computed at a time.
  private static let most = 1 << 16

  /// Writes the rows that no impulse to come can change; at the end all that are left.
  ///
  /// - Throws: `CSVError`, `SystemsError`.
  mutating func write(
    isLast: Bool, _ writer: RowWriter, _ axis: TimeAxis, _ output: inout CheckedOutput
  ) throws {
    guard let from, let latest else { return }
    var end = to.flatMap { from.count(to: $0, step: step) } ?? .max
    if !isLast {
      // A row exactly at the latest impulse may still get another one.
      let ahead = (latest + reach.first.double - from.double) / step.double - 1e-6
      end = min(end, ahead <= 0 ? 0 : Int(min(ahead, 0x1p60).rounded(.up)))
    }
    while written < end {
      let count = min(end - written, FollowedRows.most)
      let grid = OutputGrid(from: from + written * step, to: from, step: step)
      let rows = RowTimes.grid(grid, count: count)
      let values = try live?.values(upTo: written + count)
        ?? Signal.events(events).convolved(with: signal).sampled(
          at: rows.times, side: wishes.side, tolerance: wishes.tolerance, jobs: wishes.jobs
        ).values
      try writer.write(rows.column(axis), [values], to: &output)
      written += count
      forget(before: (from + written * step).double)
    }
    try output.flush()
  }

  /// Drops the impulses that reach no row from a time on.
  private mutating func forget(before time: Double) {
    let oldest = time - reach.last - 1e-6 * step.double
    let gone = events.firstIndex { $0.time >= oldest } ?? events.count
    // Not one by one: removing moves all that stay.
    if gone > 0, 2 * gone >= events.count { events.removeFirst(gone) }
  }
}
