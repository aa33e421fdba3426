/// A column's name as a header has it: the word that says what it is, and the unit behind it.
///
///     time (h)    amount [mg]    Time_s    time/min    time..h. (as R writes the first one)
struct ColumnName {
  /// The word, in lower case, without its unit.
  let word: String
  /// The word as the header writes it.
  let written: String
  /// The unit as it stands, nil where there is none.
  let unit: String?

  /// Reads a name.
  init(_ name: String) {
    let text = name[...].trimmingSpaces
    if let (word, unit) = ColumnName.bracketed(text) ?? ColumnName.suffixed(text) {
      written = word
      self.unit = unit
    } else {
      written = text
      unit = nil
    }
    word = written.lowercased()
  }

  /// `time (h)`, `time [h]`, `time..h.`.
  private static func bracketed(_ text: String) -> (String, String)? {
    for (open, close) in [("(", ")"), ("[", "]"), ("..", ".")] where text.hasSuffix(close) {
      let body = text.dropLast(close.count)
      guard let range = body.ranges(of: open).first else { continue }
      let word = body[..<range.lowerBound].trimmingSpaces
      let unit = body[range.upperBound...].trimmingSpaces
      if !word.isEmpty, !unit.isEmpty { return (word.trimming("_"), unit) }
    }
    return nil
  }

  /// `time_s`, `time/s`: a unit of time alone, since any word may stand behind a line or a stroke.
  private static func suffixed(_ text: String) -> (String, String)? {
    guard let place = text.lastIndex(where: { $0 == "_" || $0 == "/" }), place > text.startIndex else { return nil }
    let unit = text[text.index(after: place)...].trimmingSpaces
    guard TimeUnitName(unit).seconds != nil else { return nil }
    return (text[..<place].trimmingSpaces, unit)
  }
}

extension String {
  /// The text without a character at its end.
  fileprivate func trimming(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}

/// The name of a unit of time.
struct TimeUnitName {
  /// As it stands.
  let text: String

  init(_ text: String) { self.text = text }

  /// How long it is, nil for a name that is not known.
  var seconds: Double? {
    switch text.lowercased() {
    case "ns", "nsec", "nanosecond", "nanoseconds": 1e-9
    case "us", "\u{B5}s", "\u{3BC}s", "usec", "microsecond", "microseconds": 1e-6
    case "ms", "msec", "millisecond", "milliseconds": 1e-3
    case "s", "sec", "secs", "second", "seconds": 1
    case "min", "mins", "minute", "minutes": 60
    case "h", "hr", "hrs", "hour", "hours": 3600
    case "d", "day", "days": 86_400
    case "wk", "week", "weeks": 604_800
    default: nil
    }
  }

  /// Whether another name means the same unit.
  func isSame(as other: TimeUnitName) -> Bool {
    if let a = seconds, let b = other.seconds { return a == b }
    return text.lowercased() == other.text.lowercased()
  }
}
