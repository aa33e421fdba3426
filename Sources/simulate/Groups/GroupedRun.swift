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
    if output.stack, isWide { throw Failure.option("--stack", "must not stand beside --wide") }
    try SampleOutput.refuse(output.output)
    let format = try output.pictureFormat()
    var form = RunForm(wishes: wishes, digits: wishes.digits, summary: nil, isWide: isWide)
    if output.stack { form.parts = try parts() }
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

  /// The most columns of contributions.
  private static let mostParts = 10_000

  /// The columns of contributions that any group has: impulses by their time, then what has none.
  ///
  /// - Throws: `Failure` (64) for more of them than a table can be expected to have.
  private func parts() throws -> [String] {
    var times: [String: Double] = [:]
    var others: [String] = []
    for run in 0..<pattern.plan.count {
      for part in try pattern.simulation(of: run).partNames() {
        if let time = part.time {
          times[part.name] = time
        } else if !others.contains(part.name) {
          others.append(part.name)
        }
      }
      guard times.count <= Self.mostParts else {
        throw Failure.option(
          "--stack", "at most \(Self.mostParts) impulses can stand beside one another, found more in all groups; --where "
            + "chooses some")
      }
    }
    return times.sorted { $0.value < $1.value }.map(\.key) + others
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
      for line in pattern.reader.notes + Explanation.lines(methods: report.methods, bound: report.bound, peak: report.peak) {
        Messages.say(line)
      }
    }
    if let manifest = output.manifest {
      try Manifest(pattern.reader, report).write(to: manifest)
    }
  }
}
