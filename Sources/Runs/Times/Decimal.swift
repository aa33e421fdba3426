package import NumericalMethods
internal import Systems

/// A number as it was typed, or counted from such: a whole number times a power of ten, perhaps over
/// another whole number.
///
///     value = mantissa · 10^exponent / divisor
///
/// Sums and products with whole numbers are exact while 38 digits hold them, so that 3 · 0.3 is 0.9,
/// 968.3 / 0.025 is counted right, and 44100 steps of 1/44100 are 1. Beyond 38 digits they round to
/// the nearest double.
package struct Decimal: Sendable {
  /// The digits, as a whole number that does not end in 0 (or is 0).
  package private(set) var mantissa: Int128
  /// The power of ten.
  package private(set) var exponent: Int
  /// What it is divided by: 1 or more, without a divisor in common with the mantissa or with ten.
  package private(set) var divisor: Int128 = 1

  /// Makes `mantissa · 10^exponent`.
  package init(_ mantissa: Int128, exponent: Int = 0) {
    self.mantissa = mantissa
    self.exponent = mantissa == 0 ? 0 : exponent
    while self.mantissa != 0, self.mantissa % 10 == 0 {
      self.mantissa /= 10
      self.exponent += 1
    }
  }

  /// Makes the shortest decimal that reads back as this double; what is not finite as a number beyond
  /// all doubles, so that whoever asks for its double finds that it has none.
  package init(_ value: Double) {
    self = Decimal(text: value.description) ?? Decimal(value < 0 ? -1 : 1, exponent: 999)
  }

  /// Whether it lies within the times that are computed with: sums, differences and small multiples of
  /// such are doubles.
  package var isTime: Bool { double.magnitude <= Decimal.farthest }

  /// The farthest time from 0, the longest duration, and so on.
  package static let farthest = 1e300

  /// Makes the quotient of two decimals; nil for a divisor of 0, and beyond 38 digits.
  package init?(_ above: Decimal, over below: Decimal) {
    guard below.mantissa != 0 else { return nil }
    let (top, overflow) = above.mantissa.multipliedReportingOverflow(by: below.divisor)
    let (bottom, overflow2) = above.divisor.multipliedReportingOverflow(by: below.mantissa)
    guard !overflow, !overflow2 else { return nil }
    self.init(top, over: bottom, exponent: above.exponent - below.exponent)
  }

  /// Makes `mantissa · 10^exponent / divisor`, in lowest terms; nil beyond 38 digits.
  private init?(_ mantissa: Int128, over divisor: Int128, exponent: Int) {
    var (mantissa, divisor, exponent) = (mantissa, divisor, exponent)
    if divisor < 0 { (mantissa, divisor) = (-mantissa, -divisor) }
    let common = Decimal.commonDivisor(mantissa, divisor)
    if common > 1 { (mantissa, divisor) = (mantissa / common, divisor / common) }
    // Twos and fives belong to the power of ten.
    for (factor, other) in [(Int128(2), Int128(5)), (5, 2)] {
      while divisor % factor == 0 {
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: other)
        if overflow { return nil }
        (mantissa, divisor, exponent) = (product, divisor / factor, exponent - 1)
      }
    }
    self.init(mantissa, exponent: exponent)
    self.divisor = mantissa == 0 ? 1 : divisor
  }

  /// Reads digits with an optional sign, point and power of ten; nil for anything else.
  package init?(text: String) {
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
  package var double: Double {
    divisor == 1 ? Double("\(mantissa)e\(exponent)") ?? 0 : pair.hi
  }

  /// The digits and the power of ten, and the divisor of a fraction.
  package var text: String {
    (exponent == 0 ? "\(mantissa)" : "\(mantissa)e\(exponent)") + (divisor == 1 ? "" : "/\(divisor)")
  }

  /// The number as messages show it: a fraction as one, else the nearest double.
  package var plain: String {
    divisor == 1 || mantissa.magnitude > 1 << 53 || exponent.magnitude > 15
      ? SystemsError.text(double) : fraction
  }

  private var fraction: String {
    var (above, below) = (mantissa, divisor)
    for _ in 0..<exponent.magnitude { if exponent > 0 { above *= 10 } else { below *= 10 } }
    let common = Decimal.commonDivisor(above, below)
    return "\(above / common)/\(below / common)"
  }

  /// What the nearest double leaves out, itself as a double.
  package var rest: Double {
    let nearest = double
    guard nearest != 0 else { return 0 }
    let rest = pair - nearest
    return rest.isFinite ? rest.hi : 0
  }

  /// The number to twice a double's precision.
  private var pair: DoubleDouble {
    let high = Double(mantissa)
    let digits = DoubleDouble.orderedSum(high, Double(mantissa - Int128(high)))
    let whole = DoubleDouble(significand: digits, exponent: exponent)
    guard divisor != 1 else { return whole }
    let top = Double(divisor)
    return whole / DoubleDouble.orderedSum(top, Double(divisor - Int128(top)))
  }

  /// The decimal moved by powers of ten.
  package func shifted(by places: Int) -> Decimal {
    var copy = self
    if mantissa != 0 { copy.exponent += places }
    return copy
  }

  /// How many times a step above 0 fits into the way to another number, both ends counted; nil if
  /// an `Int` can't hold it.
  package func count(to end: Decimal, step: Decimal) -> Int? {
    guard self <= end else { return 0 }
    if let aligned = Decimal.aligned([self, end, step]) {
      let (difference, overflow) = aligned[1].subtractingReportingOverflow(aligned[0])
      if !overflow { return Int(exactly: difference / aligned[2]).flatMap { $0 < .max ? $0 + 1 : nil } }
    }
    let steps = ((end.double - double) / step.double * (1 + 4 * Double.ulpOfOne)).rounded(.down)
    return steps < 9e18 ? Int(steps) + 1 : nil
  }

  /// The number itself or, where its double is that of a multiple of a fraction, that multiple: what a
  /// program has printed of n/44100 is n/44100.
  package func multiple(of step: Decimal) -> Decimal {
    guard step.divisor != 1, divisor == 1 else { return self }
    let count = (double / step.double).rounded()
    guard count.magnitude < 0x1p53 else { return self }
    let exact = Int(count) * step
    return exact.double == double ? exact : self
  }

  /// The mantissas over the smallest of the exponents and one divisor; nil where 38 digits don't hold
  /// one.
  private static func aligned(_ numbers: [Decimal]) -> [Int128]? {
    let exponent = numbers.lazy.filter { $0.mantissa != 0 }.map(\.exponent).min() ?? 0
    var divisor: Int128 = 1
    for number in numbers where number.divisor != divisor {
      let (product, overflow) = (divisor / commonDivisor(divisor, number.divisor))
        .multipliedReportingOverflow(by: number.divisor)
      if overflow { return nil }
      divisor = product
    }
    var result: [Int128] = []
    for number in numbers {
      var mantissa = number.mantissa
      if mantissa != 0 {
        for _ in exponent..<number.exponent {
          let (product, overflow) = mantissa.multipliedReportingOverflow(by: 10)
          if overflow { return nil }
          mantissa = product
        }
        let (product, overflow) = mantissa.multipliedReportingOverflow(by: divisor / number.divisor)
        if overflow { return nil }
        mantissa = product
      }
      result.append(mantissa)
    }
    return result
  }

  private static func commonDivisor(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a.magnitude, b.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    return Int128(a)
  }
}

extension Decimal: Comparable {
  package static func == (a: Decimal, b: Decimal) -> Bool {
    a.mantissa == b.mantissa && a.exponent == b.exponent && a.divisor == b.divisor
  }

  package static func < (a: Decimal, b: Decimal) -> Bool {
    if let both = aligned([a, b]) { return both[0] < both[1] }
    return a.double < b.double
  }

  package static func + (a: Decimal, b: Decimal) -> Decimal {
    if a.mantissa == 0 { return b }
    if b.mantissa == 0 { return a }
    if let both = aligned([a, b]) {
      let (sum, overflow) = both[0].addingReportingOverflow(both[1])
      let divisor = a.divisor / commonDivisor(a.divisor, b.divisor) * b.divisor
      if !overflow,
        let whole = Decimal(sum, over: divisor, exponent: min(a.exponent, b.exponent))
      {
        return whole
      }
    }
    let sum = a.double + b.double
    // Beyond the doubles the larger one stands for both.
    return sum.isFinite ? Decimal(sum) : a.double.magnitude > b.double.magnitude ? a : b
  }

  package static prefix func - (a: Decimal) -> Decimal {
    var copy = a
    copy.mantissa = -a.mantissa
    return copy
  }

  package static func - (a: Decimal, b: Decimal) -> Decimal { a + -b }

  package static func * (count: Int, a: Decimal) -> Decimal {
    let (product, overflow) = a.mantissa.multipliedReportingOverflow(by: Int128(count))
    if !overflow, let whole = Decimal(product, over: a.divisor, exponent: a.exponent) { return whole }
    let rounded = Double(count) * a.double
    return rounded.isFinite ? Decimal(rounded) : Decimal(rounded < 0 ? -1 : 1, exponent: 999)
  }
}

extension Decimal {
  /// The doubles nearest to `self + n · step` for n = 0, 1, … count − 1.
  package func grid(step: Decimal, count: Int) -> [Double] {
    if count > Self.few { return moments(step, count).map(\.hi) }
    return (0..<count).map { (self + $0 * step).double }
  }

  /// The same numbers as sums of two doubles; a second half below the rounding of what was added to
  /// the number is left out, because it means nothing.
  ///
  /// - Parameter shift: what the number itself holds beside a time that was typed.
  package func moments(step: Decimal, count: Int, shift: Double) -> [DoubleDouble] {
    let sums = count > Self.few
      ? moments(step, count)
      : (0..<count).map { n in
        let sum = self + n * step
        return DoubleDouble(hi: sum.double, lo: sum.rest)
      }
    let each = step.double
    return sums.enumerated().map { n, sum in
      let added = Swift.max(shift.magnitude, (Double(n) * each).magnitude)
      return DoubleDouble(hi: sum.hi, lo: added > 0 && sum.lo.magnitude > added.ulp ? sum.lo : 0)
    }
  }

  /// Up to so many are counted in decimal, more in double-double, which is as exact as both halves show.
  private static let few = 64

  private func moments(_ step: Decimal, _ count: Int) -> [DoubleDouble] {
    let (start, each) = (DoubleDouble(hi: double, lo: rest), DoubleDouble(hi: step.double, lo: step.rest))
    return (0..<count).map { n in
      let sum = start + each * Double(n)
      // What is left of a start and steps that cancel is 0.
      return sum.hi.magnitude < 0x1p-95 * start.hi.magnitude ? .zero : sum
    }
  }
}
