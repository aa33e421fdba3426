/// Two tables of numbers compared column by column, relative to each column's peak.
struct Comparison {
  /// The first difference, nil where there is none.
  let problem: String?

  /// Compares what was printed with a reference.
  init(printed: String, reference: String, tolerance: Double) {
    let found = printed.split(separator: "\n", omittingEmptySubsequences: false)
    let wanted = reference.split(separator: "\n", omittingEmptySubsequences: false)
    problem = Comparison.difference(
      found.map { $0.split(separator: ",").map(String.init) },
      wanted.map { $0.split(separator: ",").map(String.init) }, tolerance)
  }

  private static func difference(
    _ found: [[String]], _ wanted: [[String]], _ tolerance: Double
  ) -> String? {
    guard found.count == wanted.count else {
      return "\(wanted.count - 1) lines are expected, found \(found.count - 1)"
    }
    guard found.first == wanted.first else {
      return "the header \(wanted.first ?? []) is expected, found \(found.first ?? [])"
    }
    let columns = wanted.first?.count ?? 0
    var peaks = [Double](repeating: 0, count: columns)
    for row in wanted.dropFirst() where row.count == columns {
      for k in 1..<columns { peaks[k] = max(peaks[k], Double(row[k])?.magnitude ?? 0) }
    }
    for (line, (a, b)) in zip(found, wanted).enumerated().dropFirst() {
      guard a.count == b.count, a.first == b.first else {
        return "line \(line + 1): \(b) is expected, found \(a)"
      }
      for k in a.indices.dropFirst() {
        guard let x = Double(a[k]), let y = Double(b[k]), (x - y).magnitude <= tolerance * peaks[k]
        else { return "line \(line + 1): \(b[k]) is expected, found \(a[k])" }
      }
    }
    return nil
  }
}
