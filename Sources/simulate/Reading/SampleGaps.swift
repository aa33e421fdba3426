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

  /// About the median: of at most a thousand and one values, evenly chosen.
  private static func median(_ values: [Double]) -> Double? {
    guard !values.isEmpty else { return nil }
    let stride = max(1, values.count / 1000)
    let chosen = Swift.stride(from: 0, to: values.count, by: stride).map { values[$0] }.sorted()
    return chosen[chosen.count / 2]
  }
}
