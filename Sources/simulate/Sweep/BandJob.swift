import CSV
import Files
import NumericalMethods
import Runs
import Systems

/// The bands of a population: at each time the quantiles of all its runs, for each group and each
/// combination of what is varied.
///
/// The values of all runs at a block of times are held and sorted, so that quantiles are exact for any
/// number of times; many runs make the blocks short, and the runs are computed again for each.
struct BandJob {
  let job: SweepJob
  let columns: [BandColumn]
  /// The most values that are held at a time, where the runs at one time are not more.
  private static let held = 1 << 25

  private var pattern: RunPattern { job.pattern }
  private var runs: Int { pattern.plan.replicates }
  private var outputs: Int { pattern.outputs.count }

  /// Takes a sweep whose runs are drawn.
  ///
  /// - Throws: `Failure` (64) where none are, or a single one has no deviation, or memory does not hold the
  ///   runs at one time.
  init(_ job: SweepJob, columns: [BandColumn]) throws {
    (self.job, self.columns) = (job, columns)
    guard job.pattern.plan.population != nil else {
      throw Failure.option("--quantiles", "runs that are drawn are needed: --draw or --draw-file, found none")
    }
    if runs < 2, columns.contains(where: { if case .standardDeviation = $0 { true } else { false } }) {
      throw Failure.option("--quantiles", "sd needs two runs or more, found 1")
    }
    if let objection = Memory.objection(to: 16 * Double(runs) * Double(outputs)) {
      throw Failure.option("--runs", "the values of \(runs) runs at one time \(objection)")
    }
  }

  /// How many rows are computed together, of so many.
  private func rowsAtATime(of count: Int) -> Int { max(1, min(count, Self.held / (runs * outputs))) }

  /// What `--explain` says.
  private func explanation(_ rows: Int) -> String {
    let block = rowsAtATime(of: rows)
    let megabytes = max(1, Double(8 * block * runs * outputs) / 1e6)
    return "quantiles: exact order statistics of \(runs) runs, straight between neighbours (type 7); "
      + "\(block) of \(rows) rows at a time, \(NumberText.text(megabytes.rounded())) MB"
  }

  /// Writes a row for each time: the group and what is varied, the time, the statistics of each output.
  ///
  /// - Throws: `Failure` (64) where runs have times of their own, `CSVError`, `SystemsError`.
  func write(to path: String, isExplained: Bool) throws {
    guard let rows = pattern.sharedTimes else {
      throw Failure.option(
        "--quantiles", "all runs must have the same rows: give --from, --to and --step, or --times")
    }
    if isExplained { Messages.say(explanation(rows.count)) }
    let output = StreamOutput(try CheckedOutput(path))
    let names = pattern.plan.variedColumns + ["t"] + pattern.outputs.flatMap { output in
      columns.map { pattern.outputs.count == 1 ? $0.name : "\($0.name)_\(output)" }
    }
    try output.write(try names.map { try FieldText.field($0) }.joined(separator: ",") + "\n")
    let text = RowText()
    for first in stride(from: 0, to: pattern.plan.count, by: runs) {
      let prefix = try pattern.plan.variedPrefix(of: first)
      var row = 0
      while row < rows.count {
        let block = rows.block(from: row, most: rowsAtATime(of: rows.count))
        let found = try statistics(of: first, at: block)
        try pattern.located(first) {
          try text.append(block.column(pattern.reader.axis), found, prefix: prefix, digits: job.form.digits)
        }
        try text.withBytes { try output.write($0) }
        text.removeAll()
        row += block.count
      }
    }
    try output.finish()
  }

  /// The columns of some rows, from all runs of a combination.
  private func statistics(of first: Int, at block: RowTimes) throws -> [[Double]] {
    var wishes = job.form.wishes
    let jobs = wishes.jobs
    wishes.jobs = 1
    let count = block.count
    // A row's values stand together, one after another for each run.
    let values = UnsafeMutableBufferPointer<Double>.allocate(capacity: outputs * count * runs)
    defer { values.deallocate() }
    let places = Places(values: values)
    let windows = min(runs, 64 * jobs)
    try Parallel.forEachShard(jobs: jobs, count: windows) { window in
      for run in window * runs / windows..<(window + 1) * runs / windows {
        let answer = try pattern.located(first + run) {
          try pattern.simulation(of: first + run).answer(at: block, wishes)
        }
        for output in 0..<outputs {
          for row in 0..<count {
            places.values[(output * count + row) * runs + run] = answer.columns[output].values[row]
          }
        }
      }
    }
    let results = UnsafeMutableBufferPointer<Double>.allocate(capacity: outputs * columns.count * count)
    defer { results.deallocate() }
    let found = Places(values: results)
    Parallel.forEachShard(jobs: jobs, count: outputs * count) { place in
      let (output, row) = place.quotientAndRemainder(dividingBy: count)
      let statistics = OrderStatistics(Array(places.values[place * runs..<(place + 1) * runs]))
      for (k, column) in columns.enumerated() {
        found.values[(output * columns.count + k) * count + row] = column.value(of: statistics)
      }
    }
    return (0..<outputs * columns.count).map { Array(results[$0 * count..<($0 + 1) * count]) }
  }

  /// Memory of which each thread writes places of its own.
  private struct Places: @unchecked Sendable {
    let values: UnsafeMutableBufferPointer<Double>
  }
}
