import CSV
import Runs

/// Reading of the numbers that options hold: finite, written in decimal.
enum Number {
  /// The number that an option's text is, as it was typed.
  ///
  /// - Throws: `Failure` (64) for `nan`, `inf`, hexadecimal digits, what a double can't hold, and
  ///   what is no number.
  static func decimal(_ text: String, option: String) throws -> Decimal {
    guard !text.isEmpty else { throw Failure.option(option, "a number is needed, found nothing") }
    do {
      _ = try NumberText.number(text)
    } catch {
      throw Failure.option(option, error.message(for: CSVProblem.quoted(text)))
    }
    guard let decimal = Decimal(text: text) else {
      throw Failure.option(option, "a number is needed, found \(CSVProblem.quoted(text))")
    }
    return decimal
  }

  /// The number that an option's text is, or the fraction of two: `1/44100`.
  ///
  /// - Throws: as `decimal`.
  static func fraction(_ text: String, option: String) throws -> Decimal {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return try decimal(text, option: option) }
    let above = try decimal(String(parts[0]), option: option)
    guard let value = Decimal(above, over: try decimal(String(parts[1]), option: option)) else {
      throw Failure.option(
        option, "a fraction needs a divisor other than 0 and at most 38 digits, found '\(text)'")
    }
    return value
  }

  /// The number that an option's text is.
  static func double(_ text: String, option: String) throws -> Double {
    try decimal(text, option: option).double
  }

  /// A whole number within limits.
  static func integer(_ text: String, option: String, in range: ClosedRange<Int>) throws -> Int {
    guard let value = Int(text), range.contains(value) else {
      let limits = range.upperBound == .max
        ? "\(range.lowerBound) or more" : "from \(range.lowerBound) to \(range.upperBound)"
      throw Failure.option(option, "a whole number \(limits) is needed, found '\(text)'")
    }
    return value
  }

  /// The word that an option holds, out of a closed list.
  static func choice<Choice>(_ text: String, option: String) throws -> Choice
  where Choice: RawRepresentable<String> & CaseIterable {
    if let choice = Choice(rawValue: text) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    let list = words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
    throw Failure.option(option, "\(list) is needed, found '\(text)'")
  }
}
