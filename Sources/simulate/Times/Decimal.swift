import CSV

/// A number as it was typed: a whole number times a power of ten.
///
///     value = mantissa · 10^exponent
///
/// Sums and products with whole numbers are exact while 38 digits hold them, so that 3 · 0.3 is
/// 0.9 and 968.3 / 0.025 is counted right. Beyond 38 digits they round to the nearest double.
struct Decimal: Sendable {
  /// The digits, as a whole number that does not end in 0 (or is 0).
  private(set) var mantissa: Int128
  /// The power of ten.
  private(set) var exponent: Int

  /// Makes `mantissa · 10^exponent`.
  init(_ mantissa: Int128, exponent: Int = 0) {
    self.mantissa = mantissa
    self.exponent = mantissa == 0 ? 0 : exponent
    while self.mantissa != 0, self.mantissa % 10 == 0 {
      self.mantissa /= 10
      self.exponent += 1
    }
  }

  /// Makes the shortest decimal that reads back as this double; what is not finite as a number beyond
  /// all doubles, so that whoever asks for its double finds that it has none.
  init(_ value: Double) {
    self = Decimal(text: value.description) ?? Decimal(value < 0 ? -1 : 1, exponent: 999)
  }

  /// Whether it lies within the times that are computed with: sums, differences and small multiples of
  /// such are doubles.
  var isTime: Bool { double.magnitude <= Decimal.farthest }

  /// The farthest time from 0, the longest duration, and so on.
  static let farthest = 1e300

  /// Reads digits with an optional sign, point and power of ten; nil for anything else.
  init?(text: String) {
    var digits: Int128 = 0
    var shift = 0
    var seen = false
    var isFraction = false
    var rest = Substring(text)
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    while let character = rest.first {
      if character == ".", !isFraction {
        isFraction = true
      } else if let digit = character.isASCII ? character.wholeNumberValue : nil {
        seen = true
        let (ten, overflow) = digits.multipliedReportingOverflow(by: 10)
        let (sum, overflow2) = ten.addingReportingOverflow(Int128(digit))
        if overflow || overflow2 {  // more digits than are held: the 38 first ones count
          if !isFraction { shift += 1 }
        } else {
          digits = sum
          if isFraction { shift -= 1 }
        }
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    guard seen else { return nil }
    if rest.first == "e" || rest.first == "E" {
      let power = rest.dropFirst()
      guard power.utf8.allSatisfy({ $0 == 43 || $0 == 45 || (48...57).contains($0) }),
        let value = Int(power), value.magnitude < 1_000_000
      else { return nil }
      shift += value
      rest = ""
    }
    guard rest.isEmpty else { return nil }
    self.init(isNegative ? -digits : digits, exponent: shift)
  }

  /// The nearest double.
  var double: Double { Double(text) ?? 0 }

  /// The digits and the power of ten, in a form that any reader of numbers takes.
  var text: String { exponent == 0 ? "\(mantissa)" : "\(mantissa)e\(exponent)" }

  /// The number as messages show it: of the nearest double.
  var plain: String { NumberText.text(double) }

  /// What the nearest double leaves out, itself as a double.
  var rest: Double {
    let nearest = double
    let high = Double(mantissa)
    let low = Double(mantissa - Int128(high))
    let power = Decimal.power(exponent.magnitude)
    guard power.high.isFinite, nearest != 0 else { return 0 }
    if exponent >= 0 {
      let product = high * power.high
      let productRest = (-product).addingProduct(high, power.high) + high * power.low
        + low * power.high
      return (product - nearest) + productRest
    }
    // The remainder of mantissa / 10^k less the double, divided by 10^k.
    let product = nearest * power.high
    let productRest = (-product).addingProduct(nearest, power.high) + nearest * power.low
    return ((high - product) + (low - productRest)) / power.high
  }

  /// The decimal moved by powers of ten.
  func shifted(by places: Int) -> Decimal { Decimal(mantissa, exponent: exponent + places) }

  /// How many times a step above 0 fits into the way to another number, both ends counted; nil if
  /// an `Int` can't hold it.
  func count(to end: Decimal, step: Decimal) -> Int? {
    guard self <= end else { return 0 }
    if let aligned = Decimal.aligned([self, end, step]) {
      let (difference, overflow) = aligned[1].subtractingReportingOverflow(aligned[0])
      if !overflow { return Int(exactly: difference / aligned[2]).flatMap { $0 < .max ? $0 + 1 : nil } }
    }
    let steps = ((end.double - double) / step.double * (1 + 4 * Double.ulpOfOne)).rounded(.down)
    return steps < 9e18 ? Int(steps) + 1 : nil
  }

  /// 10^k as a sum of two doubles.
  private static func power(_ k: UInt) -> (high: Double, low: Double) {
    var high = 1.0
    var low = 0.0
    for _ in 0..<min(k, 400) {
      let product = high * 10
      let rest = (-product).addingProduct(high, 10) + low * 10
      high = product + rest
      low = rest - (high - product)
    }
    return (high, low)
  }

  /// The mantissas over the smallest of the exponents; nil where 38 digits don't hold one.
  private static func aligned(_ numbers: [Decimal]) -> [Int128]? {
    let exponent = numbers.lazy.filter { $0.mantissa != 0 }.map(\.exponent).min() ?? 0
    var result: [Int128] = []
    for number in numbers {
      var mantissa = number.mantissa
      if mantissa != 0 {
        for _ in exponent..<number.exponent {
          let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
          if overflow { return nil }
          mantissa = product
        }
      }
      result.append(mantissa)
    }
    return result
  }

  private static func smallestExponent(_ a: Decimal, _ b: Decimal) -> Int {
    if a.mantissa == 0 { return b.exponent }
    return b.mantissa == 0 ? a.exponent : min(a.exponent, b.exponent)
  }
}

extension Decimal: Comparable {
  static func == (a: Decimal, b: Decimal) -> Bool {
    a.mantissa == b.mantissa && a.exponent == b.exponent
  }

  static func < (a: Decimal, b: Decimal) -> Bool {
    if let both = aligned([a, b]) { return both[0] < both[1] }
    return a.double < b.double
  }

  static func + (a: Decimal, b: Decimal) -> Decimal {
    if let both = aligned([a, b]) {
      let (sum, overflow) = both[0].addingReportingOverflow(both[1])
      if !overflow { return Decimal(sum, exponent: smallestExponent(a, b)) }
    }
    let sum = a.double + b.double
    // Beyond the doubles the larger one stands for both.
    return sum.isFinite ? Decimal(sum) : a.double.magnitude > b.double.magnitude ? a : b
  }

  static prefix func - (a: Decimal) -> Decimal { Decimal(-a.mantissa, exponent: a.exponent) }

  static func - (a: Decimal, b: Decimal) -> Decimal { a + -b }

  static func * (count: Int, a: Decimal) -> Decimal {
    let (product, overflow) = a.mantissa.multipliedReportingOverflow(by: Int128(count))
    guard overflow else { return Decimal(product, exponent: a.exponent) }
    let rounded = Double(count) * a.double
    return rounded.isFinite ? Decimal(rounded) : Decimal(rounded < 0 ? -1 : 1, exponent: 999)
  }
}

extension Decimal {
  /// The doubles nearest to `self + n · step` for n = 0, 1, … count − 1.
  func grid(step: Decimal, count: Int) -> [Double] {
    count == 1 ? [double] : (0..<count).map { (self + $0 * step).double }
  }
}
