import CSV
import Files
import Systems

/// How the unknown of every group leaves: rows, and what is said of them.
struct DeconvolveWriting {
  let job: DeconvolveJob
  let axis: TimeAxis

  /// A table: the names of its columns after the time, and the columns.
  struct Rows {
    var time = "t"
    var times: [Double]
    var columns: [(name: String, values: [Double])]
  }

  /// Writes all groups and says how good they are.
  ///
  /// - Throws: `CSVError`, `Failure`.
  func write(_ results: [GroupResult], reader: Reader) throws {
    var output = try CheckedOutput(job.command.output.output ?? "-")
    switch job.wanted.format {
    case .csv: try writeTable(results, to: &output)
    case .json: try output.write(DeconvolveJSON(writing: self).text(results))
    }
    try output.finish()
    for result in results {
      for line in DeconvolveReport(job: job, result: result).lines { Messages.say(line) }
    }
    if let manifest = job.command.output.manifest {
      var text = try Manifest(reader, Report())
      text.rows = results.reduce(0) { $0 + $1.knots.count }
      text.methods = results.map {
        MethodNote(
          name: "deconvolution", reason: $0.estimate?.choice ?? "spikes off the grid",
          cost: $0.estimate?.method ?? $0.spikes?.method ?? "", certainty: .estimate)
      }
      try text.write(to: manifest)
    }
  }

  private func writeTable(_ results: [GroupResult], to output: inout CheckedOutput) throws {
    guard let first = results.first else { return }
    let names = ["t"] + rows(first).columns.map(\.name)
    guard let by = job.command.measured.by else {
      // The times of spikes off the grid are found, like their amounts.
      let writer = RowWriter(
        names: names, digits: job.wishes.digits,
        timeDigits: first.spikes == nil ? nil : job.wishes.digits, jobs: job.wishes.jobs)
      try writer.writeHeader(to: &output)
      let rows = rows(first)
      try writer.write(axis.column(rows.times), rows.columns.map(\.values), to: &output)
      return
    }
    try output.write(([by] + names).map { try FieldText.field($0) }.joined(separator: ",") + "\n")
    for result in results {
      let rows = rows(result)
      let lead = try FieldText.field(result.name ?? "")
      let times = axis.column(rows.times)
      var text = ""
      for k in rows.times.indices {
        text += lead + ","
          + (result.spikes != nil && axis.origin == nil
            ? NumberText.text(rows.times[k], digits: job.wishes.digits) : times.text(k))
        for column in rows.columns {
          text += "," + NumberText.text(column.values[k], digits: job.wishes.digits)
        }
        text += "\n"
      }
      try output.write(text)
    }
  }

  /// The table of a group.
  func rows(_ result: GroupResult) -> Rows {
    if let spikes = result.spikes {
      var columns = [(name: "amount", values: spikes.amounts)]
      if job.wanted.level != nil {
        columns += [("t_error", spikes.timeErrors), ("amount_error", spikes.amountErrors)]
      }
      return Rows(times: spikes.times, columns: columns)
    }
    guard let estimate = result.estimate, let unknown = result.unknown else {
      return Rows(times: [], columns: [])
    }
    let name = job.isResponse ? "h" : job.command.unknown.spikes ? "amount" : "rate"
    var columns = [(name: name, values: estimate.values)]
    if let level = job.wanted.level,
      let band = estimate.band(level: level, isNonnegative: job.command.unknown.nonnegative)
    {
      columns += [("low", band.low), ("high", band.high)]
    }
    if job.command.unknown.total { columns.append(("total", unknown.totals(estimate.values))) }
    if let resolution = estimate.resolution { columns.append(("resolution", resolution)) }
    return Rows(times: unknown.knots, columns: columns)
  }
}
