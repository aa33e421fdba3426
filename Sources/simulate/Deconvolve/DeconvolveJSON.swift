import CSV
import Systems

/// The result as JSON: rows, and what is known of them.
struct DeconvolveJSON {
  let writing: DeconvolveWriting

  /// The text.
  func text(_ results: [GroupResult]) -> String {
    let groups = results.map(group)
    guard let by = writing.job.command.measured.by else { return (groups.first ?? "{}") + "\n" }
    return "{\"by\": \(JSON.string(by)), \"groups\": [\(groups.joined(separator: ",\n"))]}\n"
  }

  private func group(_ result: GroupResult) -> String {
    var fields: [String] = []
    if let name = result.name { fields.append("\"group\": \(JSON.string(name))") }
    let rows = writing.rows(result)
    let column = writing.axis.column(rows.times)
    let isDate = writing.axis.origin != nil
    let times = rows.times.indices.map { isDate ? JSON.string(column.text($0)) : column.text($0) }
    fields.append("\"t\": [\(times.joined(separator: ", "))]")
    for part in rows.columns {
      fields.append("\"\(part.name)\": [\(part.values.map(number).joined(separator: ", "))]")
    }
    if let estimate = result.estimate {
      fields.append("\"lambda\": \(estimate.lambda.map(number) ?? "null")")
      fields.append("\"degrees_of_freedom\": \(number(estimate.degreesUsed))")
      fields.append("\"noise\": \(estimate.noise.map(number) ?? "null")")
      fields.append("\"condition\": \(estimate.condition.map(number) ?? "null")")
      fields.append("\"criterion\": \(JSON.string(estimate.choice))")
      if let baseline = estimate.baseline { fields.append("\"baseline\": \(number(baseline))") }
    }
    if let spikes = result.spikes {
      fields.append("\"noise\": \(spikes.noise.map(number) ?? "null")")
      if let baseline = spikes.baseline { fields.append("\"baseline\": \(number(baseline))") }
    }
    return "{" + fields.joined(separator: ",\n ") + "}"
  }

  private func number(_ value: Double) -> String {
    value.isFinite ? NumberText.text(value, digits: writing.job.wishes.digits) : "null"
  }
}
