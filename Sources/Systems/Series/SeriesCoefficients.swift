package import NumericalMethods

/// The first coefficients of a power series, each with a bound on its error.
///
/// What lies beyond the lists is 0. Where all that is added has one sign nothing cancels, and each
/// coefficient is good to its own last digit: Panjer's recursion.
package struct SeriesCoefficients: Hashable, Sendable {
  /// The coefficients of rising powers.
  package private(set) var values: [DoubleDouble]
  /// What each may be off.
  package private(set) var errors: [Double]

  /// The rounding of one operation in double-double.
  static let unit = 0x1p-102

  /// Coefficients that are as given.
  init(_ values: [DoubleDouble]) {
    self.values = values
    errors = [Double](repeating: 0, count: values.count)
    trim()
  }

  private init(_ values: [DoubleDouble], errors: [Double]) {
    self.values = values
    self.errors = errors
    trim()
  }

  /// How many there are.
  var count: Int { values.count }

  private mutating func trim() {
    while let last = values.last, last.isZero, errors.last == 0 {
      values.removeLast()
      errors.removeLast()
    }
  }

  /// The sum.
  func adding(_ other: SeriesCoefficients) -> SeriesCoefficients {
    let count = max(values.count, other.values.count)
    var sum = [DoubleDouble](repeating: .zero, count: count)
    var off = [Double](repeating: 0, count: count)
    for k in 0..<count {
      for part in [self, other] where k < part.count {
        sum[k] += part.values[k]
        off[k] += part.errors[k] + Self.unit * part.values[k].hi.magnitude
      }
    }
    return SeriesCoefficients(sum, errors: off)
  }

  /// The product, its first `count` coefficients.
  func multiplied(by other: SeriesCoefficients, count: Int) -> SeriesCoefficients {
    guard self.count > 0, other.count > 0 else { return SeriesCoefficients([]) }
    let length = min(count, self.count + other.count - 1)
    var row = SeriesRow()
    var sum = [DoubleDouble](repeating: .zero, count: length)
    var off = [Double](repeating: 0, count: length)
    for n in 0..<length {
      row.reset()
      for k in max(0, n - other.count + 1)...min(n, self.count - 1) {
        row.add(1, self, k, other, n - k)
      }
      (sum[n], off[n]) = (row.sum, row.error)
    }
    return SeriesCoefficients(sum, errors: off)
  }

  /// `e^A`:  `n bₙ = Σ k aₖ bₙ₋ₖ`.
  ///
  /// Source: H. H. Panjer, "Recursive evaluation of a family of compound distributions" (1981).
  func exponential(_ count: Int) -> SeriesCoefficients {
    let constant = values.first ?? .zero
    var result = recursion(count) { n, k in Double(k) / Double(n) }
    result.scale(byExponential: constant, off: errors.first ?? 0)
    return result
  }

  /// `A^p`:  `n a₀ bₙ = Σ (k p − (n − k)) aₖ bₙ₋ₖ`, after the powers that all terms have.
  func raised(to power: Double, _ count: Int) -> SeriesCoefficients {
    guard let lead = values.firstIndex(where: { !$0.isZero }) else {
      return SeriesCoefficients(power == 0 ? [.one] : [])
    }
    if power >= 0, power <= 64, power == power.rounded() { return multiplied(Int(power), count) }
    let shift = Int((Double(lead) * power).rounded())
    let front = values[lead]
    let inverse = DoubleDouble.one / front
    var unit = SeriesCoefficients(
      values[lead...].map { $0 * inverse },
      errors: zip(values, errors).dropFirst(lead).map {
        ($1 + 2 * Self.unit * $0.hi.magnitude) / front.hi.magnitude
      })
    // The first one is 1 by itself.
    let relative = unit.errors.first ?? 0
    if !unit.errors.isEmpty { unit.errors[0] = 0 }
    var result = unit.recursion(max(0, count - shift)) { n, k in
      (Double(k) * power - Double(n - k)) / Double(n)
    }
    let size = front.magnitude.naturalLogarithm * power
    result.scale(byExponential: size, off: relative * power.magnitude)
    if front.hi < 0, Int(power) % 2 != 0 { result.values = result.values.map { -$0 } }
    if shift > 0 {
      result.values = [DoubleDouble](repeating: .zero, count: shift) + result.values
      result.errors = [Double](repeating: 0, count: shift) + result.errors
    }
    return result
  }

  /// A whole power by products, which keep the sign of what has one.
  private func multiplied(_ power: Int, _ count: Int) -> SeriesCoefficients {
    var result = SeriesCoefficients([.one])
    var square = self
    var left = power
    while left > 0 {
      if left & 1 == 1 { result = result.multiplied(by: square, count: count) }
      left >>= 1
      if left > 0 { square = square.multiplied(by: square, count: count) }
    }
    return result
  }

  /// `ln A`:  `n a₀ cₙ = n aₙ − Σ_{0 < k < n} k cₖ aₙ₋ₖ`.
  func logarithm(_ count: Int) -> SeriesCoefficients {
    guard let front = values.first, count > 0 else { return SeriesCoefficients([]) }
    let inverse = DoubleDouble.one / front
    let logarithm = front.naturalLogarithm
    var result = SeriesCoefficients([])
    result.values = [logarithm]
    result.errors = [errors[0] / front.hi + Self.unit * (1 + logarithm.hi.magnitude)]
    var row = SeriesRow()
    for n in stride(from: 1, to: count, by: 1) {
      row.reset()
      if n < self.count { row.add(values[n], off: errors[n]) }
      for k in stride(from: max(1, n - self.count + 1), to: n, by: 1) {
        row.add(-Double(k) / Double(n), result, k, self, n - k)
      }
      result.values.append(row.sum * inverse)
      result.errors.append((row.error + row.sum.hi.magnitude * errors[0] * inverse.hi) * inverse.hi)
    }
    result.trim()
    return result
  }

  /// Of two lists of the same coefficients the better ones.
  func better(than other: SeriesCoefficients) -> SeriesCoefficients {
    let count = max(values.count, other.values.count)
    var result = SeriesCoefficients([])
    for k in 0..<count {
      let a = k < values.count ? (values[k], errors[k]) : (.zero, 0)
      let b = k < other.count ? (other.values[k], other.errors[k]) : (.zero, 0)
      let isFirst = a.0.isFinite && (!b.0.isFinite || a.1 <= b.1)
      result.values.append(isFirst ? a.0 : b.0)
      result.errors.append(isFirst ? a.1 : b.1)
    }
    result.trim()
    return result
  }

  /// `b₀ = 1`, `bₙ = Σ_{k ≥ 1} weight(n, k) aₖ bₙ₋ₖ`; large ones are kept by a power of two, which
  /// `exponent` takes up.
  private func recursion(_ count: Int, weight: (Int, Int) -> Double) -> SeriesCoefficients {
    guard count > 0 else { return SeriesCoefficients([]) }
    var result = SeriesCoefficients([.one])
    var row = SeriesRow()
    guard self.count > 1 else { return result }
    for n in 1..<count {
      row.reset()
      for k in 1...min(n, self.count - 1) where !values[k].isZero || errors[k] != 0 {
        row.add(weight(n, k), self, k, result, n - k)
      }
      result.values.append(row.sum)
      result.errors.append(row.error)
      if row.sum.hi.magnitude > 0x1p800 {
        result.exponent += 700
        for j in result.values.indices {
          result.values[j] = result.values[j].scaled(byPowerOfTwo: -700)
          result.errors[j] *= 0x1p-700
        }
      }
    }
    return result
  }

  /// The power of two that a recursion has taken out.
  private var exponent = 0

  /// Multiplies by `e^size`, in steps that stay within range.
  private mutating func scale(byExponential size: DoubleDouble, off: Double) {
    let total = size + Double(exponent) * DoubleDouble.naturalLogarithmOf2
    exponent = 0
    let steps = max(1, (total.hi.magnitude / 600).rounded(.up))
    let factor = (total / steps).exponential()
    let relative = off + 0x1p-97 * (1 + total.hi.magnitude)
    for k in values.indices {
      for _ in 0..<Int(min(steps, 100)) { values[k] = values[k] * factor }
      for _ in 0..<Int(min(steps, 100)) { errors[k] *= factor.hi }
      // What has left the range may be brought back by another factor.
      errors[k] += relative * values[k].hi.magnitude + .leastNormalMagnitude
    }
    trim()
  }
}
