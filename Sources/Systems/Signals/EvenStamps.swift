import NumericalMethods

extension TimeGrid {
  /// Makes the grid that stamps stand for: even where they are, to rounding, else as listed.
  ///
  /// Stamps that are within 4 ulp of `start + k·step`, for the decimal numbers `start` and `step`
  /// with the fewest digits or for a step of one part of an integer (1/44100), are that even grid;
  /// so are samples at k/n that were written with six decimals or more. Any other stamps stay as they
  /// are.
  ///
  /// - Throws: `SystemsError.timesMustAscend` with the place.
  /// - Complexity: O(n).
  public init(stamps: [Double]) throws(SystemsError) {
    try self.init(stamps)
    if let even = Self.evenGrid(of: stamps) {
      storage = .even(even)
    } else if let sampled = Self(sampledAt: stamps) {
      self = sampled
    }
  }

  /// The even grid that ascending stamps are within 4 ulp, if there is one.
  package static func evenGrid(of stamps: [Double]) -> Even? {
    guard let first = stamps.first, let last = stamps.last, stamps.count >= 2,
      let start = DoubleDouble(first.description)
    else { return nil }
    let intervals = Double(stamps.count - 1)
    let mean = (DoubleDouble.difference(last, first) / intervals).hi
    guard mean > 0, mean.isFinite, (last - first).isFinite else { return nil }
    // Most lists that are not even show it at once.
    let rough = 8 * Swift.max(first.magnitude, last.magnitude).ulp
    let middle = stamps.count / 2
    guard (stamps[1] - first - mean).magnitude <= rough,
      (stamps[middle] - first - Double(middle) * mean).magnitude <= rough
    else { return nil }

    func grid(_ step: DoubleDouble) -> Even? {
      guard step.hi > 0 else { return nil }
      let even = Even(
        start: start.hi, startRest: start.lo, step: step.hi, stepRest: step.lo,
        count: stamps.count)
      func fits(_ k: Int) -> Bool {
        let stamp = stamps[k]
        return (even.time(k) - stamp).magnitude <= 4 * stamp.ulp
      }
      guard fits(stamps.count - 1), fits(1), stamps.indices.allSatisfy(fits) else { return nil }
      return even
    }

    let exponent = decimalExponent(of: mean)
    let rate = (1 / mean).rounded()
    for digits in 1...17 {
      // A step of many digits is rather one part of an integer.
      if digits == 13, rate >= 1, rate < 0x1p53, let even = grid(DoubleDouble(1) / rate) {
        return even
      }
      let place = exponent - digits + 1
      let unit = DoubleDouble(significand: 1, exponent: place)
      let significand = (DoubleDouble(mean) / unit).hi.rounded()
      guard significand < 0x1p62 else { break }
      let step = DoubleDouble(significand: Int(significand), exponent: place)
      // A step this far off misses the last stamp.
      guard (step.hi - mean).magnitude * intervals <= rough else { continue }
      if let even = grid(step) { return even }
    }
    return nil
  }

  /// The exponent of the first significant decimal digit.
  private static func decimalExponent(of value: Double) -> Int {
    var exponent = Int((Double(value.exponent) * 0.301_029_995_663_981_2).rounded(.down))
    while DoubleDouble(significand: 1, exponent: exponent + 1).hi <= value { exponent += 1 }
    while DoubleDouble(significand: 1, exponent: exponent).hi > value { exponent -= 1 }
    return exponent
  }
}
