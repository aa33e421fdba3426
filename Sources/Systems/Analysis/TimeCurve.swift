internal import NumericalMethods
internal import RealModule

/// A signal seen as a curve: where to look, where it may jump or bend, and roots on it.
///
/// Everything found is found on values computed for that very place; the grid only says where to
/// look first.
struct TimeCurve {
  /// What is looked at.
  let signal: Signal
  /// A number by which values are multiplied.
  var scale = 1.0
  /// Places at which it may jump or bend, ascending.
  let breaks: [Double]
  /// The places looked at first, ascending; the breaks are among them.
  let grid: [Double]

  /// Makes a curve over a span.
  ///
  /// - Parameter oscillation: the fastest angular frequency, so that no swing is stepped over.
  init(_ signal: Signal, over span: ClosedRange<Double>, breaks: [Double], oscillation: Double) {
    let (start, end) = (span.lowerBound, span.upperBound)
    self.signal = signal.prepared(over: end - start)
    self.breaks = breaks.filter { span.contains($0) }
    let length = end - start
    var places = [start, end]
    if length > 0 {
      let count = 1500 + Int(min(200_000, 3 * length * oscillation))
      for k in 1..<count { places.append(start + length * Double(k) / Double(count)) }
      // Fast beginnings: octaves of distance from the start, sixteen places in each.
      for k in 1..<640 { places.append(start + length * Double.exp2(-Double(k) / 16)) }
    }
    places.sort()
    grid = Self.merged(places, self.breaks)
  }

  /// Two ascending lists as one, without doubles.
  private static func merged(_ a: [Double], _ b: [Double]) -> [Double] {
    var all: [Double] = []
    all.reserveCapacity(a.count + b.count)
    var (i, j) = (0, 0)
    while i < a.count || j < b.count {
      let next: Double
      if j == b.count || i < a.count && a[i] <= b[j] {
        next = a[i]
        i += 1
      } else {
        next = b[j]
        j += 1
      }
      if all.last != next { all.append(next) }
    }
    return all
  }

  /// The values at places.
  func values(at places: [Double], side: Side = .after) throws -> [Double] {
    let values = try signal.sampled(at: .listed(places), side: side).values
    return scale == 1 ? values : values.map { $0 * scale }
  }

  /// Of each place the value before it and, some units in the last place off, on both sides: what a
  /// formula comes to at a corner, whatever it says there.
  func limits(at places: [Double]) throws -> [Double] {
    let before = try values(at: places, side: .before)
    let off = places.flatMap { place -> [Double] in
      let step = 64 * max(place.magnitude, grid[0].magnitude).ulp
      return [max(grid[0], place - step), min(grid[grid.count - 1], place + step)]
    }
    let beside = try values(at: off)
    return places.indices.flatMap { [before[$0], beside[2 * $0], beside[2 * $0 + 1]] }
  }

  /// The place between two at which a condition begins to hold, to the last bit; a break within
  /// rounding is that break.
  ///
  /// - Parameters:
  ///   - low: where it does not hold.
  ///   - high: where it holds.
  func beginning(
    between low: Double, and high: Double, of condition: (Double) -> Bool
  ) throws -> Double {
    var (low, high) = (low, high)
    for _ in 0..<80 {
      let places = (1..<32).map { low + (high - low) * (Double($0) / 32) }
        .filter { $0 > low && $0 < high }
      if places.isEmpty { break }
      let first = try values(at: places).firstIndex(where: condition) ?? places.count
      if first > 0 { low = places[first - 1] }
      if first < places.count { high = places[first] }
    }
    let near = breaks.partition { $0 < high }
    for k in [near, near - 1] where breaks.indices.contains(k) {
      if (breaks[k] - high).magnitude <= 32 * max(high.magnitude, grid[0].magnitude).ulp {
        return breaks[k]
      }
    }
    return high
  }

  /// The largest values that the curve reaches near some places of the grid: `(place, value)`.
  ///
  /// - Parameter magnitudes: the values on the grid that are to be made large.
  func maxima(
    of magnitudes: [Double], above limit: Double, by size: (Double) -> Double
  ) throws -> [(time: Double, value: Double)] {
    var tops = magnitudes.indices.filter { k in
      magnitudes[k] >= limit && (k == 0 || magnitudes[k] >= magnitudes[k - 1])
        && (k + 1 == magnitudes.count || magnitudes[k] >= magnitudes[k + 1])
    }
    if tops.count > 16 {
      let largest = tops.sorted { magnitudes[$0] > magnitudes[$1] }.prefix(8)
      tops = Set(tops.prefix(8) + largest).sorted()
    }
    var found: [(time: Double, value: Double)] = []
    for k in tops {
      let (low, high) = (max(k - 1, 0), min(k + 1, grid.count - 1))
      if isBreak(grid[k]) || low == k || high == k {
        found.append((grid[k], magnitudes[k]))
        for (a, b) in [(low, k), (k, high)] where a < b {
          if let place = try extremum(between: grid[a], and: grid[b], by: size) {
            found.append((place, size(try values(at: [place])[0])))
          }
        }
      } else if let place = try extremum(between: grid[low], and: grid[high], by: size) {
        found.append((place, size(try values(at: [place])[0])))
      } else {
        found.append((grid[k], magnitudes[k]))
      }
    }
    return found
  }

  private func isBreak(_ place: Double) -> Bool {
    let k = breaks.partition { $0 < place }
    return k < breaks.count && breaks[k] == place
  }

  /// The place between two at which the curve is largest and smooth, nil where there is none.
  ///
  /// The root of the derivative of Chebyshev's interpolant over the widest window that resolves the
  /// curve, so that rounding moves the place by little.
  private func extremum(
    between a: Double, and b: Double, by size: (Double) -> Double
  ) throws -> Double? {
    let next = breaks.partition { $0 < b }
    let high = next < breaks.count ? breaks[next] : grid[grid.count - 1]
    let before = breaks.partition { $0 <= a } - 1
    let low = before >= 0 ? breaks[before] : grid[0]
    let middle = 0.5 * (a + b)
    var half = 32 * (b - a)
    var noise = Double.infinity
    while half > 0.4 * (b - a) {
      let window = ChebyshevWindow(
        from: max(low, min(a, middle - half)), to: min(high, max(b, middle + half)))
      let own = try values(at: window.places).map(size)
      if let place = window.maximum(of: own, between: a, and: b, noise: &noise) {
        return place.isNaN ? nil : place
      }
      half /= 2
    }
    return nil
  }
}
