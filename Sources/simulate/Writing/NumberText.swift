/// Numbers in messages, column names and JSON.
enum NumberText {
  /// The shortest text that reads back as the same double, without `.0` for whole numbers.
  static func shortest(_ value: Double) -> String {
    let text = value.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// The value to a few digits, for people.
  static func rough(_ value: Double, digits: Int = 3) -> String {
    guard value != 0, value.isFinite else { return shortest(value) }
    var power = 0
    var probe = value.magnitude
    while probe >= 10 { probe /= 10; power += 1 }
    while probe < 1 { probe *= 10; power -= 1 }
    var scale = 1.0
    for _ in 1..<digits { scale *= 10 }
    let rounded = Int128((probe * scale).rounded())
    let decimal = Decimal(value < 0 ? -rounded : rounded, exponent: power - digits + 1)
    return shortest(decimal.double)
  }
}
