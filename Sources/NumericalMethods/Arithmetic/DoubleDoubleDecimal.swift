extension DoubleDouble {
  /// The decimal number `significand` 10^`exponent`.
  ///
  /// Exact wherever 106 bits hold it; else right to 2^-100, so that `hi` is the nearest double
  /// to the decimal number, but for numbers within 2^-100 of the middle between two doubles.
  /// Out of range it is infinite or 0.
  package init(significand: DoubleDouble, exponent: Int) {
    guard !significand.isZero else {
      self = .zero
      return
    }
    // Two steps where 10^|exponent| alone is out of range.
    let first = min(max(exponent, -290), 290)
    let second = min(max(exponent - first, -290), 290)
    self = significand.timesPowerOfTen(first).timesPowerOfTen(second)
  }

  /// The decimal number `significand` 10^`exponent`.
  package init(significand: Int, exponent: Int) {
    self.init(significand: DoubleDouble(significand), exponent: exponent)
  }

  /// The number that a text such as `-12.5e-3` spells in decimal, or nil for any other text.
  ///
  /// The first 31 significant digits count; the rest only shifts the exponent.
  package init?(_ text: some StringProtocol) {
    var digits = text.utf8[...]
    let negative = digits.first == UInt8(ascii: "-")
    if negative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
    var significand = DoubleDouble.zero
    var exponent = 0
    var kept = 0
    var seen = false
    var afterPoint = false
    while let byte = digits.first {
      if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
        seen = true
        if kept < 31 {
          significand = significand * 10 + Double(byte - UInt8(ascii: "0"))
          if !significand.isZero { kept += 1 }
          if afterPoint { exponent -= 1 }
        } else if !afterPoint {
          exponent += 1
        }
      } else {
        break
      }
      digits.removeFirst()
    }
    guard seen else { return nil }
    if let byte = digits.first {
      guard byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E"),
        let written = Int(String(decoding: digits.dropFirst(), as: UTF8.self))
      else { return nil }
      exponent += min(max(written, -100_000), 100_000)
    }
    let value = DoubleDouble(significand: significand, exponent: exponent)
    self = negative ? -value : value
  }

  /// This number times 10^n, |n| <= 290: by the exact 5^|n| up to 45, else by a rounded one.
  private func timesPowerOfTen(_ n: Int) -> DoubleDouble {
    guard n != 0 else { return self }
    let power = DoubleDouble(5).raised(to: abs(n))
    return n > 0
      ? (self * power).scaled(byPowerOfTwo: n) : (self / power).scaled(byPowerOfTwo: n)
  }
}
