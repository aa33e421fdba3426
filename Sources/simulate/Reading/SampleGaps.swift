import CSV

extension SampleFile {
  /// A gap that is longer than this many usual spacings is no spacing of an uneven file, such as of months.
  private static let unusual = 1.5

  /// Warns where a held value is held longer than usual: over a gap, or over rows skipped for a missing field.
  ///
  /// - Complexity: O(n).
  func warnOfGaps(_ axis: TimeAxis) {
    let distances = zip(times.dropFirst(), times).map { $0 - $1 }
    guard let usual = SampleFile.median(distances.filter { $0 > 0 }) else { return }
    let gaps = distances.indices.filter { distances[$0] > SampleFile.unusual * usual }
    guard let first = gaps.first else { return }
    let others = gaps.count > 1 ? " (the first of \(gaps.count) gaps)" : ""
    Messages.say(
      table.error(
        row: first + 1, column: 0,
        "the rate at \(axis.text(times[first])) is held until \(axis.text(times[first + 1])), "
          + "\(NumberText.rough(distances[first] / usual)) times the usual spacing\(others)").description)
  }

  /// Says where samples without anything between them are nearly even: moved by so little they meet no others.
  ///
  /// - Parameter columns: the option that names the columns.
  /// - Complexity: O(n).
  func warnOfNearSteps(_ axis: TimeAxis, columns: String) {
    guard rate == nil, times.count > 3, let first = times.first, let last = times.last else { return }
    let step = (last - first) / Double(times.count - 1)
    let size = max(first.magnitude, last.magnitude)
    var worst = (row: 0, off: 0.0)
    for (k, time) in times.enumerated() {
      let off = time - (first + Double(k) * step)
      if off.magnitude > worst.off.magnitude { worst = (k, off) }
    }
    guard worst.off.magnitude > max(1e-9 * step, 1e-14 * size), worst.off.magnitude < 0.02 * step else { return }
    let name = table.header.names.flatMap { names in valueColumn.map { names[$0] } } ?? "\((valueColumn ?? 1) + 1)"
    Messages.say(
      table.error(
        row: worst.row, column: 0,
        "steps are nearly even, about \(NumberText.rough(step, digits: 6)), and taken as they stand; \(axis.text(times[worst.row])) is "
          + "\(NumberText.rough(worst.off.magnitude)) off: --spacing DT \(columns) \(name) takes the values DT apart").description)
  }

  /// About the median: of at most a thousand and one values, evenly chosen.
  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let stride = max(1, values.count / 1000)
    let chosen = Swift.stride(from: 0, to: values.count, by: stride).map { values[$0] }.sorted()
    return chosen[chosen.count / 2]
  }
}
