import ComplexModule
import RealModule

/// The decay that the last samples of a response show, fitted as a straight line to their logarithms.
///
///     log |h(t)| ≈ a − rate · t    by least squares over the last samples of one sign
public struct ExponentialTail: Hashable, Sendable {
  /// The rate of the decay, above 0.
  public var rate: Double
  /// How many samples it was fitted to.
  public var count: Int

  /// Fits the last quarter of the samples, at least 3 and at most 50, as far as they have one sign.
  ///
  /// - Returns: nil where fewer than three samples have the last one's sign, or they don't decay.
  public init?(times: [Double], values: [Double]) {
    guard let end = times.last, let last = values.last, last != 0 else { return nil }
    let most = min(50, max(3, times.count / 4))
    var points: [(t: Double, y: Double)] = []
    for k in times.indices.suffix(most).reversed() {
      guard values[k] != 0, values[k].sign == last.sign else { break }
      points.append((times[k] - end, .log(values[k].magnitude)))
    }
    guard points.count >= 3 else { return nil }
    let n = Double(points.count)
    let meanTime = points.reduce(0) { $0 + $1.t } / n
    let meanLog = points.reduce(0) { $0 + $1.y } / n
    let above = points.reduce(0) { $0 + ($1.t - meanTime) * ($1.y - meanLog) }
    let below = points.reduce(0) { $0 + ($1.t - meanTime) * ($1.t - meanTime) }
    guard below > 0, above < 0 else { return nil }
    rate = -above / below
    count = points.count
  }

  /// The decay from a value on, as a signal that starts at a moment.
  ///
  ///     value · exp(−rate · (t − start))  for t ≥ start
  public func continuation(from start: Double, value: Double) -> Signal {
    Signal(.rational(Rational(gain: value, poles: [.init(-rate, 0)]))).delayed(by: start)
  }
}
