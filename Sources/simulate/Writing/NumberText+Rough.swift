import CSV

extension NumberText {
  /// The value to a few digits, for people.
  static func rough(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite, let number = Double(text(value, digits: digits)) else { return text(value) }
    return text(number)
  }
}
