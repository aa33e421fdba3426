internal import NumericalMethods

extension TimeGrid {
  /// The rate n of samples at k/n, k whole and consecutive, whose stamps were written with six decimals
  /// or more: the one whole number up to 1,000,000 that explains every stamp to half of its last
  /// decimal; nil where there is none, or more than one.
  ///
  /// - Complexity: O(n).
  public static func samplingRate(of stamps: [Double]) -> Int? {
    guard stamps.count >= 2, let first = stamps.first, let last = stamps.last, first < last,
      last.isFinite, let half = halfUnit(of: stamps)
    else { return nil }
    let intervals = Double(stamps.count - 1)
    let least = (intervals / (last - first + 2 * half) * (1 - 1e-15)).rounded(.up)
    let most = Swift.min((intervals / Swift.max(last - first - 2 * half, 1e-300) * (1 + 1e-15)).rounded(.down), 1e6)
    guard least >= 1, least <= most, most - least < 1000 else { return nil }
    var found: Int?
    for rate in Int(least)...Int(most) {
      let start = (first * Double(rate)).rounded()
      let grid = Even(start, rate: rate, count: stamps.count)
      guard stamps.indices.allSatisfy({
        (grid.time($0) - stamps[$0]).magnitude <= half + stamps[$0].ulp
      }) else { continue }
      if found != nil { return nil }
      found = rate
    }
    return found
  }

  /// The uniform grid of stamps at k/n.
  package init?(sampledAt stamps: [Double]) {
    guard let rate = Self.samplingRate(of: stamps) else { return nil }
    storage = .even(Even((stamps[0] * Double(rate)).rounded(), rate: rate, count: stamps.count))
  }

  /// Half a unit of the last decimal that any of the stamps was written with; nil below six decimals.
  ///
  /// The digits that read back as the double are those that were written, but for zeros at their end.
  package static func halfUnit(of stamps: [Double]) -> Double? {
    var scale = 1e5
    var decimals = 5
    for stamp in stamps where stamp.magnitude < 1e9 {
      while decimals < 17, !isWritten(stamp, with: scale) {
        decimals += 1
        scale *= 10
      }
      if decimals == 17 { break }
    }
    return decimals < 6 ? nil : 0.5 / scale * (1 + 1e-9)
  }

  /// Whether so many decimals read back as the double.
  private static func isWritten(_ value: Double, with scale: Double) -> Bool {
    (value * scale).rounded() / scale == value
  }
}

extension TimeGrid.Even {
  /// The grid of `count` times from `start/rate` on, 1/rate apart.
  init(_ start: Double, rate: Int, count: Int) {
    let step = DoubleDouble(1) / Double(rate)
    let first = DoubleDouble(start) / Double(rate)
    self.init(start: first.hi, startRest: first.lo, step: step.hi, stepRest: step.lo, count: count)
  }
}
