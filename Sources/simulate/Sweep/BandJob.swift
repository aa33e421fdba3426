import CSV
import Files
import NumericalMethods
import Runs
import Systems

/// The bands of a population: at each time the quantiles of all its runs, for each group and each
/// combination of what is varied.
///
/// The values of all runs at a block of times are held and sorted, so that quantiles are exact for any
/// number of times; many runs make the blocks short, and the runs are computed again for each. A shard holds
/// the values of its own runs, so that what is merged does not depend on how the runs were divided.
struct BandJob {
  let job: SweepJob
  let columns: [BandColumn]
  /// The rows, the same in every run.
  private let rows: RowTimes

  private var pattern: RunPattern { job.pattern }
  private var runs: Int { pattern.plan.replicates }
  private var outputs: Int { pattern.outputs.count }

  /// Takes a sweep whose runs are drawn.
  ///
  /// - Throws: `Failure` (64) where none are, or a single one has no deviation, or memory does not hold the
  ///   runs at one time, or runs have times of their own.
  init(_ job: SweepJob, columns: [BandColumn]) throws {
    guard job.pattern.plan.population != nil else {
      throw Failure.option("--quantiles", "runs that are drawn are needed: --draw or --draw-file, found none")
    }
    if job.pattern.plan.replicates < 2, columns.contains(where: { if case .standardDeviation = $0 { true } else { false } }) {
      throw Failure.option("--quantiles", "sd needs two runs or more, found 1")
    }
    guard let rows = job.pattern.sharedTimes else {
      throw Failure.option(
        "--quantiles", "all runs must have the same rows: give --from, --to and --step, or --times")
    }
    (self.job, self.columns, self.rows) = (job, columns, rows)
    if let objection = Memory.objection(to: 16 * Double(runs) * Double(outputs)) {
      throw Failure.option("--runs", "the values of \(runs) runs at one time \(objection)")
    }
  }

  /// What `--explain` says.
  private var explanation: String {
    let block = BandBlock.rowsAtATime(of: rows.count, outputs: outputs, runs: runs)
    let megabytes = max(1, Double(8 * block * runs * outputs) / 1e6)
    return "quantiles: exact order statistics of \(runs) runs, straight between neighbours (type 7); "
      + "\(block) of \(rows.count) rows at a time, \(NumberText.text(megabytes.rounded())) MB"
  }

  /// The names of the columns after the times.
  private var names: [String] {
    pattern.outputs.flatMap { output in
      columns.map { pattern.outputs.count == 1 ? $0.name : "\($0.name)_\(output)" }
    }
  }

  /// The first line.
  private var header: String {
    get throws {
      try (pattern.plan.variedColumns + ["t"] + names).map { try FieldText.field($0) }.joined(separator: ",") + "\n"
    }
  }

  /// Writes the bands as the options say, and draws them.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write(_ options: SweepOptions) throws {
    let path = options.output.output ?? "-"
    guard let picture = options.output.plot, let format = try options.output.pictureFormat() else {
      return try write(to: path, isExplained: options.output.explain)
    }
    let measured = try options.measured.measured.map {
      try MeasuredPoints($0, columns: options.measured.measuredColumns)
    }
    var labels = pattern.plan.variedColumns.map { (name: $0, texts: [String]()) }
    var times: [Double] = []
    var values = [[Double]](repeating: [], count: outputs * columns.count)
    try write(to: path, isExplained: options.output.explain) { first, block, found in
      let texts = pattern.plan.variedTexts(of: first)
      for k in labels.indices { labels[k].texts += [String](repeating: texts[k], count: block.count) }
      times += block.times.array
      for k in values.indices { values[k] += found[k] }
    }
    let table = PlotTable(
      labels: labels, axis: pattern.reader.axis, times: times, names: names, columns: values)
    let figure = TableFigure(table: table, isText: format.isText, measured: measured)
    try options.output.draw(try figure.figure(), as: format, to: picture)
  }

  /// Writes a row for each time: the group and what is varied, the time, the statistics of each output.
  ///
  /// - Parameter taken: is told of each block of rows, and of the first run that it is about.
  /// - Throws: `CSVError`, `SystemsError`.
  func write(to path: String, isExplained: Bool, taken: ((_ first: Int, RowTimes, [[Double]]) -> Void)? = nil) throws {
    if isExplained { Messages.say(explanation) }
    let output = StreamOutput(try CheckedOutput(path))
    try output.write(try header)
    let text = RowText()
    let most = BandBlock.rowsAtATime(of: rows.count, outputs: outputs, runs: runs)
    for first in stride(from: 0, to: pattern.plan.count, by: runs) {
      let prefix = try pattern.plan.variedPrefix(of: first)
      for row in stride(from: 0, to: rows.count, by: most) {
        let block = rows.block(from: row, most: most)
        let found = try BandBlock(first..<first + runs, of: job, at: block).statistics(columns, jobs: job.form.wishes.jobs)
        try pattern.located(first) {
          try text.append(block.column(pattern.reader.axis), found, prefix: prefix, digits: job.form.digits)
        }
        try text.withBytes { try output.write($0) }
        text.removeAll()
        taken?(first, block, found)
      }
    }
    try output.finish()
  }

  /// Writes the values of a share's runs, and what merging needs beside them.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func writeShard(_ share: Share, into directory: String, identity: PlanIdentity) throws {
    let runs = share.runs(of: pattern.plan.count)
    try job.writeShard(share, into: directory, identity: identity, ending: BandShard.ending) { write in
      let start = BandShard.start(rows: outputs * rows.count, runs: runs.count)
      try start.withUnsafeBytes { try write($0) }
      guard !runs.isEmpty else {
        let text = try trailer(runs)
        try Array(text.utf8).withUnsafeBytes { try write($0) }
        return start.count
      }
      let most = BandBlock.rowsAtATime(of: rows.count, outputs: outputs, runs: runs.count)
      // Output after output: where not all rows fit, the runs are made again for each.
      for output in 0..<(most < rows.count ? outputs : 1) {
        for row in stride(from: 0, to: rows.count, by: most) {
          let block = try BandBlock(runs, of: job, at: rows.block(from: row, most: most))
          let length = block.rows * block.runs
          let own = most < rows.count ? block.values[output * length..<(output + 1) * length] : block.values[...]
          try write(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: own)))
        }
      }
      try Array(try trailer(runs).utf8).withUnsafeBytes { try write($0) }
      return start.count
    }
  }

  /// What a merge needs beside the values: what is asked for, the first line, and what stands first in each row.
  private func trailer(_ share: Range<Int>) throws -> String {
    var text = BandShard.question(columns, digits: job.form.digits, outputs: outputs, rows: rows.count, runs: runs)
    text += try header
    let rowsText = RowText()
    let times = rows.column(pattern.reader.axis)
    let combinations = share.isEmpty ? 0..<0 : share.lowerBound / runs..<(share.upperBound - 1) / runs + 1
    for combination in combinations {
      try rowsText.append(times, [], prefix: try pattern.plan.variedPrefix(of: combination * runs))
    }
    return text + rowsText.withBytes { String(decoding: $0, as: UTF8.self) }
  }
}
