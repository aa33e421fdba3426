/// The largest value of a function that is known at some times and can be asked for at others.
///
/// About the highest samples the span between the neighbours is divided again and again; where the
/// function is smooth there, a polynomial of degree 4 through five close samples gives the time,
/// which values alone tell to half of the digits only.
struct ExtremeSearch {
  /// Ascending times.
  let times: [Double]
  /// The values there.
  let values: [Double]
  /// The values at other times.
  let sampled: ([Double]) throws -> [Double]

  /// Parts of a span in one round.
  private static let parts = 16
  /// The highest samples that are looked at more closely.
  private static let candidates = 4

  /// The largest of the samples, the first of equals.
  var coarse: (time: Double, value: Double) {
    var best = 0
    for k in values.indices where values[k] > values[best] { best = k }
    return (times[best], values[best])
  }

  /// The largest value, on the samples and between them.
  ///
  /// - Throws: what `sampled` throws.
  func refined() throws -> (time: Double, value: Double) {
    var best = coarse
    let last = values.count - 1
    let summits = values.indices.filter { k in
      (k == 0 || values[k] >= values[k - 1]) && (k == last || values[k] >= values[k + 1])
        && !((k == 0 || values[k] == values[k - 1]) && (k == last || values[k] == values[k + 1]))
    }
    for k in summits.sorted(by: { (-values[$0], $0) < (-values[$1], $1) }).prefix(Self.candidates) {
      let found = try refined(k)
      if found.value > best.value || (found.value == best.value && found.time < best.time) {
        best = found
      }
    }
    return best
  }

  /// The largest value between the neighbours of a sample.
  private func refined(_ k: Int) throws -> (time: Double, value: Double) {
    let ends = (times[max(0, k - 1)], times[min(times.count - 1, k + 1)])
    var (low, high) = ends
    var best = (time: times[k], value: values[k])
    let resolution = 0x1p-50 * max(ends.0.magnitude, ends.1.magnitude)
    var close: Double?
    while high - low > 4 * resolution {
      let step = (high - low) / Double(Self.parts)
      let moments = (1..<Self.parts).map { low + Double($0) * step }
      let found = try sampled(moments)
      for (time, value) in zip(moments, found) where value > best.value { best = (time, value) }
      let drop = best.value - (found.min() ?? best.value)
      if close == nil, drop <= 1e-4 * best.value.magnitude { close = step }
      if drop <= 0x1p-50 * best.value.magnitude { break }
      (low, high) = (max(low, best.time - step), min(high, best.time + step))
    }
    guard let close, best.time - 2 * close > ends.0, best.time + 2 * close < ends.1 else { return best }
    return try summit(about: best, step: close)
  }

  /// The summit of the polynomial through five samples, where the function agrees with it.
  private func summit(
    about best: (time: Double, value: Double), step: Double
  ) throws -> (time: Double, value: Double) {
    let f = try sampled((-2...2).map { best.time + Double($0) * step })
    let c1 = (f[0] - 8 * f[1] + 8 * f[3] - f[4]) / 12
    let c2 = (-f[0] + 16 * f[1] - 30 * f[2] + 16 * f[3] - f[4]) / 24
    let c3 = (-f[0] + 2 * f[1] - 2 * f[3] + f[4]) / 12
    let c4 = (f[0] - 4 * f[1] + 6 * f[2] - 4 * f[3] + f[4]) / 24
    guard c2 < 0 else { return best }
    var x = 0.0
    for _ in 0..<20 {
      let slope = c1 + x * (2 * c2 + x * (3 * c3 + x * 4 * c4))
      x -= slope / (2 * c2 + x * (6 * c3 + x * 12 * c4))
    }
    guard x.magnitude < 1 else { return best }
    let time = best.time + x * step
    let value = try sampled([time])[0]
    guard value >= best.value - 0x1p-50 * best.value.magnitude else { return best }
    return (time, max(value, best.value))
  }
}
