internal import NumericalMethods

extension DiscreteFilter {
  /// How many periods pass until only a share of the impulse response's absolute sum is left.
  ///
  ///     the smallest N with  Σ_{n > N} |h_n| ≤ share · Σ |h_n|;   without feedback, the last tap
  ///
  /// - Returns: nil where the response does not decay within 1e7 periods.
  /// - Complexity: O(periods × order).
  public func periods(leaving share: Double) -> Int? {
    if series != nil {
      guard let taps else { return nil }
      return Self.place(leaving: share, of: taps.numerator.map(\.magnitude))
    }
    if denominator.dropFirst().allSatisfy({ $0 == 0 }) {
      return numerator.lastIndex { $0 != 0 } ?? 0
    }
    var magnitudes: [Double] = []
    var recent = [Double](repeating: 0, count: denominator.count)
    var total = 0.0
    var quiet = 0
    // Quiet: as many periods again as have passed, and fewer than a trillionth of the area in them.
    while quiet < Swift.max(64, magnitudes.count / 2) {
      guard magnitudes.count < 10_000_000 else { return nil }
      let n = magnitudes.count
      var value = n < numerator.count ? numerator[n] : 0
      for k in 1..<denominator.count { value -= denominator[k] * recent[k - 1] }
      value /= denominator[0]
      guard value.magnitude < 1e200 else { return nil }
      recent.insert(value, at: 0)
      recent.removeLast()
      magnitudes.append(value.magnitude)
      total += value.magnitude
      quiet = value.magnitude <= 1e-13 * total ? quiet + 1 : 0
    }
    return Self.place(leaving: share, of: magnitudes)
  }

  /// The index after which only a share of a sum is left.
  private static func place(leaving share: Double, of magnitudes: [Double]) -> Int {
    let total: Double = magnitudes.reduce(0.0) { $0 + $1 }
    var left = 0.0
    var last = magnitudes.count - 1
    while last > 0, left + magnitudes[last] <= share * total {
      left += magnitudes[last]
      last -= 1
    }
    return last
  }

  /// The filter without feedback that a power series is, once its coefficients have died away; the
  /// filter itself where it is a quotient.
  ///
  /// - Returns: nil where they have not within 16384 periods.
  var taps: DiscreteFilter? {
    guard let series else { return self }
    var count = 64
    while count <= 1 << 14 {
      let values = series.coefficients(count).values.map { $0.hi }
      let total = values.reduce(0) { $0 + $1.magnitude }
      let late = values.dropFirst(count / 2).reduce(0) { $0 + $1.magnitude }
      guard total.isFinite else { return nil }
      if total > 0, late <= 1e-14 * total {
        return DiscreteFilter(numerator: values, denominator: [1], period: period)
      }
      count *= 2
    }
    return nil
  }
}
