import CSV
import NumericalMethods
import Runs
import Systems

/// The values of some runs at some rows, a row's together: what is said of a population is made of them.
final class BandBlock: @unchecked Sendable {
  /// How many outputs, rows and runs there are.
  let outputs: Int
  let rows: Int
  let runs: Int
  /// The value of a run at (output · rows + row) · runs + run; each thread writes places of its own.
  let values: UnsafeMutableBufferPointer<Double>

  /// The most values that are held at a time, where the runs at one time are not more.
  private static let held = 1 << 25

  /// Makes room.
  init(outputs: Int, rows: Int, runs: Int) {
    (self.outputs, self.rows, self.runs) = (outputs, rows, runs)
    values = .allocate(capacity: outputs * rows * runs)
  }

  deinit { values.deallocate() }

  /// How many rows are computed together, of so many.
  static func rowsAtATime(of count: Int, outputs: Int, runs: Int) -> Int {
    max(1, min(count, held / max(1, runs * outputs)))
  }

  /// Computes the values of a sweep's runs.
  ///
  /// - Throws: the first run's error.
  convenience init(_ runs: Range<Int>, of job: SweepJob, at block: RowTimes) throws {
    let pattern = job.pattern
    self.init(outputs: pattern.outputs.count, rows: block.count, runs: runs.count)
    var wishes = job.form.wishes
    let jobs = wishes.jobs
    wishes.jobs = 1
    let compiled = try pattern.compiledRows(at: block, wishes)
    let windows = min(runs.count, 64 * jobs)
    try Parallel.forEachShard(jobs: jobs, count: windows) { window in
      for run in window * self.runs / windows..<(window + 1) * self.runs / windows {
        let number = runs.lowerBound + run
        let columns = try pattern.located(number) {
          if let compiled, let own = compiled.values(try pattern.values(of: number, pattern.plan.values(of: number))) {
            return [own]
          }
          return try pattern.simulation(of: number).answer(at: block, wishes).columns.prefix(outputs).map(\.values)
        }
        for output in 0..<outputs {
          for row in 0..<rows { values[(output * rows + row) * self.runs + run] = columns[output][row] }
        }
      }
    }
  }

  /// The columns of its rows, for each output those that are asked for.
  func statistics(_ columns: [BandColumn], jobs: Int) -> [[Double]] {
    let results = BandBlock(outputs: outputs * columns.count, rows: rows, runs: 1)
    Parallel.forEachShard(jobs: jobs, count: outputs * rows) { place in
      let (output, row) = place.quotientAndRemainder(dividingBy: rows)
      let statistics = OrderStatistics(Array(values[place * runs..<(place + 1) * runs]))
      for (k, column) in columns.enumerated() {
        results.values[(output * columns.count + k) * rows + row] = column.value(of: statistics)
      }
    }
    return (0..<outputs * columns.count).map { Array(results.values[$0 * rows..<($0 + 1) * rows]) }
  }
}
