import CSV
import Files
import Glibc
import Runs
import Systems

extension OutputOptions {
  /// Computes the rows and writes them, and says what else was asked for.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write(_ simulation: Simulation, _ wishes: Wishes) throws {
    let format = try pictureFormat()
    let report = try writeSamples(simulation, wishes) ?? writeEvenRows(simulation, wishes)
      ?? writeRows(simulation, wishes)
    if let plot, let format { try draw(simulation, wishes, as: format, to: plot) }
    try tell(simulation, wishes, report)
  }

  /// Writes a sound or an array, block by block; nil where the file's name asks for text.
  private func writeSamples(_ simulation: Simulation, _ wishes: Wishes) throws -> Report? {
    guard SampleOutput.isAsked(by: output) else { return nil }
    var report = Report()
    var first = 0
    var written: SampleOutput?
    while first < simulation.times.count {
      let block = simulation.times.block(from: first, most: 1 << 20)
      let answer = try simulation.answer(at: block, wishes)
      let values = answer.columns.map(\.values)
      written = try written
        ?? SampleOutput(output, columns: values.count, rate: simulation.reader.sound?.rate)
      try written?.write(block.times.array, values)
      report.add(answer)
      first += block.count
    }
    try written?.finish()
    return report
  }

  /// Writes header and rows, block by block, so that memory does not grow with their number.
  private func writeRows(_ simulation: Simulation, _ wishes: Wishes) throws -> Report {
    var report = Report()
    var doubts = Doubts()
    var first = 0
    var answer = try simulation.answer(at: simulation.times.block(from: 0, most: Self.block), wishes)
    var output = try CheckedOutput(self.output ?? "-")
    let writer = RowWriter(
      names: ["t"] + answer.columns.map(\.name), digits: wishes.digits, jobs: wishes.jobs)
    try writer.writeHeader(to: &output)
    while true {
      let block = simulation.times.block(from: first, most: Self.block)
      try writer.write(
        block.column(simulation.reader.axis), answer.columns.map(\.values), to: &output)
      report.add(answer)
      doubts.look(at: answer, of: simulation, wishes)
      first += block.count
      if first >= simulation.times.count { break }
      answer = try simulation.answer(
        at: simulation.times.block(from: first, most: Self.block), wishes)
    }
    try output.finish()
    doubts.tell(simulation.reader.axis, hasBounds: wishes.bounds)
    return report
  }

  /// Rows computed and printed at a time: 64 MB of times and values.
  private static let block = 1 << 22

  /// Writes the impulses and the manifest, and says the rest on standard error.
  private func tell(_ simulation: Simulation, _ wishes: Wishes, _ report: Report) throws {
    try tellImpulses(report.impulses, simulation.reader.axis, wishes)
    if explain { try simulation.explain(wishes, report) }
    if verify { try simulation.verify(wishes) }
    if let manifest { try Manifest(simulation.reader, report).write(to: manifest) }
  }

  /// Writes the impulses that no row can hold, or says how many there are.
  ///
  /// - Parameter column: the column of the groups, where there are some.
  /// - Throws: `CSVError`.
  func tellImpulses(
    _ groups: [(group: String?, events: [Event])], _ axis: TimeAxis, _ wishes: Wishes, by column: String? = nil
  ) throws {
    let merged = groups.map { group, events in
      (group, Train(events).merged().events.filter { $0.weight != 0 })
    }
    let count = merged.reduce(0) { $0 + $1.1.count }
    if let impulses {
      var output = try CheckedOutput(impulses)
      let names = (column.map { [$0] } ?? []) + ["time", "amount"]
      try output.write(try names.map { try FieldText.field($0) }.joined(separator: ",") + "\n")
      let text = RowText()
      for (group, events) in merged {
        let prefix = try group.map { try FieldText.field($0) + "," } ?? ""
        try text.append(
          axis.column(events.map(\.time)), [events.map(\.weight)], prefix: prefix, digits: wishes.digits)
        try text.withBytes { try output.write($0) }
        text.removeAll()
      }
      try output.finish()
    } else if count > 0 {
      let many = count == 1 ? "1 impulse passes" : "\(count) impulses pass"
      Messages.say(
        "\(many) through the direct term, which no row can hold; --impulses FILE writes a table")
    }
  }
}
