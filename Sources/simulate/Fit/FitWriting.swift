import CSV
import Files
import Systems

/// What a fit writes: the estimates, and the files beside them.
struct FitWriting {
  let job: FitJob
  let results: [ParameterFit]

  private var command: Fit { job.command }
  private var hasIntervals: Bool { job.options.level != nil }
  private var digits: Int? { job.wishes.digits }

  /// One row of the result: whose it is, what, and its numbers as text, nothing for what is not known.
  struct Row {
    /// The group; nil for a parameter that all groups share.
    var group: String?
    var name: String
    /// The estimate, its standard error, the ends of its interval.
    var fields: [String]
  }

  /// Writes everything, the estimates last, so that nothing is left where a file can't be written.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write() throws {
    let format: Format = try Number.choice(command.fitting.format, option: "--format")
    let picture = try command.output.pictureFormat()
    let text = try format == .csv ? table() : FitJSON(writing: self).text()
    try FitFiles(writing: self).write()
    if let picture, let path = command.output.plot {
      try command.output.draw(FitFigure(writing: self, isText: picture.isText).figure(), as: picture, to: path)
    }
    if let path = command.fitting.outputModel { try FitModelText(job: job, results: results).write(to: path) }
    if let manifest = command.output.manifest {
      var report = Report()
      report.rows = rows.count
      try Manifest(job.pattern.reader, report).write(to: manifest)
    }
    try CheckedOutput.write(text, to: command.output.output ?? "-")
  }

  enum Format: String, CaseIterable { case csv, json }

  /// The rows, those of shared parameters first.
  var rows: [Row] {
    var rows: [Row] = []
    for (problem, result) in zip(job.problems, results) {
      for (k, estimate) in result.estimates.enumerated() {
        let group = k < problem.slots.count ? problem.slots[k].group : problem.groups.count == 1 ? 0 : nil
        var row = Row(group: group.flatMap { problem.groups[$0].label }, name: estimate.name, fields: fields(estimate))
        if job.isOfPoles, let part = PoleForm.part(of: estimate.name) {
          // One row for both parts.
          guard part.isReal else { continue }
          let other = result.estimates.indices.first { j in
            result.estimates[j].name == part.whole + "_im"
              && (j < problem.slots.count ? problem.slots[j].group : group) == group
          }
          row.name = part.whole
          if let other { row.fields = zip(row.fields, fields(result.estimates[other])).map(complex) }
        }
        rows.append(row)
      }
    }
    return rows
  }

  private func fields(_ estimate: ParameterFit.Estimate) -> [String] {
    ([estimate.value, estimate.standardError] + (hasIntervals ? [estimate.low, estimate.high] : [])).map(number)
  }

  /// `a+bi`; nothing where a part is not known.
  private func complex(_ real: String, _ imaginary: String) -> String {
    if real.isEmpty || imaginary.isEmpty { return "" }
    return real + (imaginary.hasPrefix("-") ? "" : "+") + imaginary + "i"
  }

  /// The estimates as CSV.
  private func table() throws -> String {
    let by = command.measured.by
    var text = try by.map { try FieldText.field($0) + "," } ?? ""
    text += "name,estimate,standard_error" + (hasIntervals ? ",low,high" : "") + "\n"
    for row in rows {
      var fields = by == nil ? [] : [row.group.map { $0 } ?? ""]
      fields = try fields.map { $0.isEmpty ? "" : try FieldText.field($0) }
      text += (fields + [row.name] + row.fields).joined(separator: ",") + "\n"
    }
    return text
  }

  /// A number as it is printed; nothing for what is not known.
  func number(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "" }
    return NumberText.text(value, digits: digits)
  }
}
