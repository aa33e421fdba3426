internal import CNumberText

/// A number as it was typed: an integer over a power of ten.
public struct DecimalNumber: Hashable, Sendable {
  /// The integer.
  public var significand: Int64
  /// The power of ten by which it is divided, from 0 to 18.
  public var scale: Int

  /// `significand / 10^scale`; the scale from 0 to 18.
  public init(significand: Int64, scale: Int) {
    precondition((0...18).contains(scale), "the scale of a decimal must be from 0 to 18")
    self.significand = significand
    self.scale = scale
  }

  /// Reads a number such as `-0.025`, `3`, `1e-3`; nil where it is none, or has more than 15 digits
  /// or 18 decimals.
  public init?(_ text: some StringProtocol) {
    var digits: Int64 = 0
    var scale = 0
    var hasPoint = false
    var hasDigit = false
    var rest = Substring(text)[...]
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    while let character = rest.first {
      if let digit = character.wholeNumberValue, character.isASCII {
        guard digits < 1_000_000_000_000_000 else { return nil }
        digits = digits * 10 + Int64(digit)
        scale += hasPoint ? 1 : 0
        hasDigit = true
      } else if character == ".", !hasPoint {
        hasPoint = true
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    guard hasDigit else { return nil }
    if rest.first == "e" || rest.first == "E" {
      guard let exponent = Int(rest.dropFirst()), abs(exponent) < 400 else { return nil }
      scale -= exponent
    } else if !rest.isEmpty {
      return nil
    }
    while digits != 0, scale > 0, digits % 10 == 0 {
      digits /= 10
      scale -= 1
    }
    if digits == 0 { scale = 0 }
    while scale < 0, digits < 1_000_000_000_000_000 {
      digits *= 10
      scale += 1
    }
    guard (0...18).contains(scale), digits < 1_000_000_000_000_000 else { return nil }
    self.init(significand: isNegative ? -digits : digits, scale: scale)
  }

  /// The decimal that a double is printed as; nil where it has more than 15 digits or 18 decimals.
  public init?(_ value: Double) {
    guard value.isFinite else { return nil }
    self.init(NumberText.text(value))
  }

  /// The nearest double.
  public var value: Double { Double(significand) / Self.power(scale) }

  /// What the nearest double leaves out: `value + rest` is the number to twice the precision.
  public var rest: Double {
    // The fused remainder is exact.
    Double(significand).addingProduct(-value, Self.power(scale)) / Self.power(scale)
  }

  /// 10^scale, exact.
  static func power(_ scale: Int) -> Double {
    var power = 1.0
    for _ in 0..<scale { power *= 10 }
    return power
  }
}
