/// A number that stands for a whole output.
///
///     peak, time_of_peak, minimum, time_of_minimum, final, area, mean, half_life, trough, average, time_above:2
public enum SummaryQuantity: Hashable, Sendable {
  /// The largest value from the first row to the last, rows and what lies between them.
  case peak
  /// When it is first reached.
  case timeOfPeak
  /// The smallest value.
  case minimum
  /// When it is first reached.
  case timeOfMinimum
  /// The value at the last row.
  case final
  /// The integral from the first row to the last.
  case area
  /// The area over the span.
  case mean
  /// How long after the first row half of the area has passed.
  case halfLife
  /// The smallest value of the last interval between two doses, before the second of them acts.
  case trough
  /// The mean over that interval.
  case average
  /// How long the output is above a level, which stands as it was typed.
  case timeAbove(level: Double, text: String)

  /// The words, for help and messages.
  public static let usages = [
    "peak", "time_of_peak", "minimum", "time_of_minimum", "final", "area", "mean", "half_life", "trough", "average",
    "time_above:LEVEL",
  ]

  /// The quantity of a word.
  ///
  /// - Returns: nil where there is none of that name, or its level is no finite number.
  public init?(_ word: String) {
    let plain: [String: SummaryQuantity] = [
      "peak": .peak, "time_of_peak": .timeOfPeak, "minimum": .minimum, "time_of_minimum": .timeOfMinimum,
      "final": .final, "area": .area, "mean": .mean, "half_life": .halfLife, "trough": .trough, "average": .average,
    ]
    if let quantity = plain[word] {
      self = quantity
      return
    }
    guard word.hasPrefix("time_above:") else { return nil }
    let text = String(word.dropFirst("time_above:".count))
    guard let level = Double(text), level.isFinite else { return nil }
    self = .timeAbove(level: level, text: text)
  }

  /// The word, as a column is named.
  public var name: String {
    switch self {
    case .peak: "peak"
    case .timeOfPeak: "time_of_peak"
    case .minimum: "minimum"
    case .timeOfMinimum: "time_of_minimum"
    case .final: "final"
    case .area: "area"
    case .mean: "mean"
    case .halfLife: "half_life"
    case .trough: "trough"
    case .average: "average"
    case .timeAbove(_, let text): "time_above:\(text)"
    }
  }
}
