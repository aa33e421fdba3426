import CSV
import Files
import Systems

/// What `simulate run --by COLUMN` does: a result for each group, in the order of the groups.
struct GroupedRun {
  let pattern: RunPattern
  let output: OutputOptions
  let wishes: Wishes
  /// Whether each group is a column.
  let isWide: Bool

  /// Computes the groups, writes them, and does what else was asked for.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write() throws {
    if output.stack { throw Failure.option("--stack", "must not stand beside --by; --where chooses one group") }
    try SampleOutput.refuse(output.output)
    let format = try output.pictureFormat()
    let form = RunForm(wishes: wishes, digits: wishes.digits, summary: nil, isWide: isWide)
    let job = try SweepJob(pattern: pattern, form: form)
    var report = Report()
    if isWide {
      try job.writeWide(to: output.output ?? "-")
    } else if needsReport {
      report = try writeOneByOne(job)
    } else {
      try job.writeStream(to: output.output ?? "-")
    }
    if let plot = output.plot, let format {
      try output.draw(GroupFigure(pattern: pattern, wishes: wishes, isText: format.isText).figure(), as: format, to: plot)
    }
    try tell(report)
    if output.verify {
      for run in 0..<pattern.plan.count {
        try pattern.simulation(of: run).verify(wishes, of: pattern.plan.group(of: run))
      }
    }
  }

  /// Whether more than the rows is wanted of each group.
  private var needsReport: Bool {
    wishes.wantsErrors || output.impulses != nil || output.explain || output.manifest != nil
  }

  /// Writes group after group, threads sharing the rows of each, and takes notes.
  private func writeOneByOne(_ job: SweepJob) throws -> Report {
    var report = Report()
    let stream = StreamOutput(try CheckedOutput(output.output ?? "-"))
    try stream.write(try job.header())
    let text = RowText()
    for run in 0..<pattern.plan.count {
      report.begin(pattern.plan.group(of: run))
      try job.form.print(run, of: pattern, times: nil, into: text, taken: { report.add($0) }) { text in
        try text.withBytes { try stream.write($0) }
        text.removeAll()
      }
      try text.withBytes { try stream.write($0) }
      text.removeAll()
    }
    try stream.finish()
    return report
  }

  private func tell(_ report: Report) throws {
    try output.tellImpulses(
      report.impulses, pattern.reader.axis, wishes, by: pattern.plan.groups?.column)
    if output.explain {
      for line in Explanation.lines(methods: report.methods, bound: report.bound, peak: report.peak) {
        Messages.say(line)
      }
    }
    if let manifest = output.manifest {
      try Manifest(pattern.reader, report).write(to: manifest)
    }
  }
}
