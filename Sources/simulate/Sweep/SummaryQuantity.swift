/// A number that stands for a whole run.
enum SummaryQuantity: String, CaseIterable {
  /// The largest value from the first row to the last, rows and what lies between them.
  case peak
  /// When it is first reached.
  case timeOfPeak = "time_of_peak"
  /// The smallest value.
  case minimum
  /// When it is first reached.
  case timeOfMinimum = "time_of_minimum"
  /// The value at the last row.
  case final
  /// The integral from the first row to the last.
  case area
  /// The area over the span.
  case mean

  /// All words, for help and messages.
  static var list: String { allCases.map(\.rawValue).joined(separator: ", ") }

  /// Reads `peak,final,…`.
  ///
  /// - Throws: `Failure` (64).
  static func read(_ text: String) throws -> [SummaryQuantity] {
    var found: [SummaryQuantity] = []
    for word in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let quantity = SummaryQuantity(rawValue: word.trimmingSpaces) else {
        throw Failure.option("--summary", "some of \(list) are needed, found '\(word)'")
      }
      guard !found.contains(quantity) else {
        throw Failure.option("--summary", "each must be given once, found '\(word)' twice")
      }
      found.append(quantity)
    }
    return found
  }
}
