import NumericalMethods
import RealModule

extension Signal {
  /// The share of a response's absolute area that is far below the rounding of a sum over all of it.
  package static let settled = 0x1p-60

  /// Where nearly all of the absolute area of a signal with loops lies: marched over longer and longer
  /// times, until the second half holds next to nothing.
  ///
  /// - Returns: nil where it does not decay within 100,000 of the least dead times.
  /// - Throws: what a march throws.
  func loopSpan(leaving share: Double) throws -> ClosedRange<Double>? {
    let delays = terms.flatMap(\.loops).flatMap { ($0.forward.terms + $0.around.terms).map(\.delay.hi) }
      .filter { $0 > 0 }
    guard let least = delays.min(), let most = delays.max() else { return nil }
    var length: Double = 32 * most
    var found: ClosedRange<Double>?
    while found == nil {
      guard length <= 1e5 * least else { return nil }
      let samples = try absoluteAreas(over: length)
      guard let samples else { return nil }
      let total: Double = samples.reduce(0.0, +)
      let end: Double = start + length
      guard total.isFinite else { return nil }
      if total == 0 { return start...end }
      let late: Double = samples.dropFirst(samples.count / 2).reduce(0.0, +)
      if late <= 1e-3 * share * total {
        var left = 0.0
        var last = samples.count - 1
        while last > 0, left + samples[last] <= share * total {
          left += samples[last]
          last -= 1
        }
        let place: Double = length * Double(last + 1) / Double(samples.count)
        found = start...(start + place)
      }
      length *= 2
    }
    return found
  }

  /// The absolute area in each of many equal parts of a stretch from the start on; nil where the signal
  /// grows beyond all numbers.
  private func absoluteAreas(over length: Double) throws -> [Double]? {
    let count = 4096
    let width = length / Double(count)
    let origin = start
    do {
      let plain = try withLoopsWritten(until: origin + length)
      let times = (0..<count).map { origin + (Double($0) + 0.5) * width }
      let sampled = try plain.sampled(at: .listed(times))
      var areas = sampled.values.map { $0.magnitude * width }
      for event in sampled.impulses {
        let k = Int(((event.time - origin) / width).rounded(.down))
        if areas.indices.contains(k) { areas[k] += event.weight.magnitude }
      }
      return areas
    } catch SystemsError.notFinite {
      return nil
    }
  }
}
