import CSV

/// Dates along an axis: at round moments of the calendar, and as many as fit beside one another.
struct DateTicks {
  /// A date where it stands, and as it is written.
  struct Tick: Hashable {
    var place: String
    var label: String
  }

  /// Steps of the calendar.
  private enum Step {
    case seconds(Int64)
    case months(Int)

    /// How long it is, in seconds.
    var length: Double {
      switch self {
      case .seconds(let count): Double(count)
      case .months(let count): Double(count) * 30.4 * 86_400
      }
    }

    /// Which part of `2010-01-14T06:00:00Z` a date on it needs.
    func label(_ text: String) -> String {
      switch self {
      case .months(let count): String(text.prefix(count % 12 == 0 ? 4 : 7))
      case .seconds(let count) where count % 86_400 == 0: String(text.prefix(10))
      case .seconds(let count) where count % 60 == 0: String(text.dropFirst(5).prefix(5) + " " + text.dropFirst(11).prefix(5))
      case .seconds: String(text.dropFirst(11).prefix(8))
      }
    }
  }

  private static let steps: [Step] = [
    .seconds(1), .seconds(2), .seconds(5), .seconds(10), .seconds(30), .seconds(60), .seconds(120), .seconds(300),
    .seconds(600), .seconds(1800), .seconds(3600), .seconds(7200), .seconds(21_600), .seconds(43_200),
    .seconds(86_400), .seconds(2 * 86_400), .seconds(7 * 86_400), .seconds(14 * 86_400), .months(1), .months(2),
    .months(3), .months(6), .months(12), .months(24), .months(60), .months(120), .months(240), .months(600),
    .months(1200), .months(6000), .months(12_000),
  ]

  /// The dates.
  let ticks: [Tick]

  /// Finds the dates between two moments.
  ///
  /// - Parameter width: of the axis, in pixels.
  init(from first: Instant, to last: Instant, width: Double) {
    let span = Double(last.seconds - first.seconds)
    for step in DateTicks.steps {
      let places = span / step.length <= 200 ? DateTicks.places(step, from: first, to: last) : []
      let room = Double(step.label(first.text(.second)).count) * 7.5 + 14
      guard !places.isEmpty, Double(places.count) * room <= width || places.count == 1 else { continue }
      ticks = places.map { Tick(place: $0.text(.second), label: step.label($0.text(.second))) }
      return
    }
    ticks = []
  }

  private static func places(_ step: Step, from first: Instant, to last: Instant) -> [Instant] {
    switch step {
    case .seconds(let length):
      // Weeks begin on Mondays; 1970 began on a Thursday.
      let shift: Int64 = length % (7 * 86_400) == 0 ? 4 * 86_400 : 0
      var place = ((first.seconds - shift) / length) * length + shift
      while place < first.seconds { place += length }
      return stride(from: place, through: last.seconds, by: Int64.Stride(length)).map { Instant(seconds: $0) }
    case .months(let length):
      let text = first.text(.day)
      guard let year = Int(text.dropLast(6)), let month = Int(text.dropLast(3).suffix(2)) else { return [] }
      var count = (year * 12 + month - 1) / length * length
      var places: [Instant] = []
      while true {
        let place = Instant(year: count / 12, month: count % 12 + 1, day: 1)
        if place > last { return places }
        if place >= first { places.append(place) }
        count += length
      }
    }
  }
}

extension Figure.Axis {
  /// The axis of times: dates with their ticks where the files have dates.
  ///
  /// - Parameters:
  ///   - times: among which the first and the last moment are.
  ///   - width: of the axis, in pixels.
  init(of times: [Double], _ reader: Reader, width: Double = 780) {
    let axis = reader.axis
    self.init(label: reader.words.times(axis))
    guard let origin = axis.origin, let first = times.min(), let last = times.max() else { return }
    // Where the text ends earlier, gnuplot takes the rest as 0.
    timeFormat = "%Y-%m-%dT%H:%M:%SZ"
    ticks = DateTicks(
      from: Instant(time: first, since: origin, in: axis.unit), to: Instant(time: last, since: origin, in: axis.unit),
      width: width
    ).ticks
  }
}
