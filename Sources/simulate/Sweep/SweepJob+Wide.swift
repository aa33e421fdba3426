import CSV
import Files
import NumericalMethods
import Runs
import Synchronization
import Systems

extension SweepJob {
  /// The most runs that stand beside one another.
  private static let mostColumns = 10_000
  /// The most values that are held at a time.
  private static let held = 8 << 20

  /// Writes a row for each time and a column for each run, by blocks of rows.
  ///
  /// - Throws: `Failure` (64) where runs have times of their own, `CSVError`, `SystemsError`.
  func writeWide(to path: String) throws {
    let plan = pattern.plan
    guard plan.count <= Self.mostColumns else {
      throw Failure.option(
        "--wide", "at most \(Self.mostColumns) runs can stand beside one another, found \(plan.count)")
    }
    guard let rows = pattern.sharedTimes else {
      throw Failure.option(
        "--wide", "all runs must have the same rows: give --from, --to and --step, or --times")
    }
    let output = StreamOutput(try CheckedOutput(path))
    let names = (0..<plan.count).flatMap { run in
      let name = plan.names.isEmpty
        ? plan.group(of: run) ?? "" : plan.words(of: run).replacing(",", with: "")
      return pattern.outputs.map { pattern.outputs.count == 1 ? name : "\(name) \($0)" }
    }
    let all = names + (form.wishes.bounds ? Answer.errorNames(names) : [])
      + Sensitivities.columns(pattern.sensitivity, names, bounds: form.wishes.bounds)
    try output.write((["t"] + all.map { try FieldText.field($0) }).joined(separator: ",") + "\n")
    let most = max(1, Self.held / all.count)
    let text = RowText()
    var first = 0
    while first < rows.count {
      let block = rows.block(from: first, most: most)
      let columns = try columns(at: block)
      do {
        try text.append(block.column(pattern.reader.axis), columns, prefix: "", digits: form.digits)
      } catch {
        try text.withBytes { try output.write($0) }
        throw error
      }
      try text.withBytes { try output.write($0) }
      text.removeAll()
      first += block.count
    }
    try output.finish()
  }

  /// The values of every run at some of the times: all outputs, then what may be off, then derivatives.
  private func columns(at block: RowTimes) throws -> [[Double]] {
    let columns = Mutex([[[Double]]](repeating: [], count: pattern.plan.count))
    var wishes = form.wishes
    wishes.jobs = 1
    try Parallel.forEachShard(jobs: form.wishes.jobs, count: pattern.plan.count) { run in
      let values = try pattern.located(run) {
        try pattern.simulation(of: run).answer(at: block, wishes).columns.map(\.values)
      }
      columns.withLock { $0[run] = values }
    }
    let outputs = pattern.outputs.count
    let firsts = form.wishes.bounds ? [0, outputs, 2 * outputs] : [0, outputs]
    return columns.withLock { runs in
      firsts.indices.flatMap { k in
        runs.flatMap { k + 1 < firsts.count ? $0[firsts[k]..<firsts[k + 1]] : $0[firsts[k]...] }
      }
    }
  }
}
