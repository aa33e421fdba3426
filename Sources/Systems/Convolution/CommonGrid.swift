internal import NumericalMethods

/// Two trains whose impulses all lie on one even grid, as dice, taps and samples do.
struct CommonGrid {
  private let step: DoubleDouble
  private let start: DoubleDouble
  private let first: [Double]
  private let second: [Double]

  /// Finds the grid of two trains, nil where there is none that is at most eight times as long as
  /// the trains together.
  ///
  /// Two times count as the same instant if they differ by less than 1e-9 of the step.
  init?(_ a: [Event], _ b: [Event]) {
    let (a, b) = (a.sorted { $0.time < $1.time }, b.sorted { $0.time < $1.time })
    guard let a0 = a.first?.time, let b0 = b.first?.time else { return nil }
    var gap = Double.infinity
    for list in [a, b] {
      for k in list.indices.dropFirst() {
        let next = list[k].time - list[k - 1].time
        if next > 64 * list[k].time.magnitude.ulp { gap = min(gap, next) }
      }
    }
    guard gap.isFinite else { return nil }
    step = CommonGrid.decimal(near: gap, within: 64 * max(a.last?.time.magnitude ?? 0, b.last?.time.magnitude ?? 0).ulp)
    start = CommonGrid.decimal(a0) + CommonGrid.decimal(b0)
    let most = 8 * Double(a.count + b.count) + 64
    guard let x = CommonGrid.weights(a, from: a0, step: step, most: most),
      let y = CommonGrid.weights(b, from: b0, step: step, most: most)
    else { return nil }
    (first, second) = (x, y)
  }

  /// The train of the convolution; every instant of the grid between the first and the last.
  func convolved() -> Train {
    let weights = CommonGrid.product(first, second)
    return Train(
      weights.indices.map { n in
        Event(time: Double(start + step * Double(n)), weight: weights[n])
      })
  }

  /// Exact up to one rounding where few products meet, else by the library's convolution.
  private static func product(_ x: [Double], _ y: [Double]) -> [Double] {
    guard x.count * min(y.count, 1 << 20) <= 1 << 22 else {
      return DiscreteConvolution.convolve(x, y)
    }
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: x.count + y.count - 1)
    for i in x.indices where x[i] != 0 {
      for j in y.indices { sums[i + j].addProduct(x[i], y[j]) }
    }
    return sums.map(\.value)
  }

  private static func weights(
    _ events: [Event], from start: Double, step: DoubleDouble, most: Double
  ) -> [Double]? {
    guard let last = events.last?.time, (last - start) / step.hi < most else { return nil }
    var result = [Double](repeating: 0, count: Int(((last - start) / step.hi).rounded()) + 1)
    for event in events {
      let n = ((event.time - start) / step.hi).rounded()
      let off = (event.time - start) - n * step.hi
      let slack = max(1e-9 * step.hi, 8 * max(event.time.magnitude, start.magnitude).ulp)
      guard off.magnitude <= slack, n < Double(result.count) else { return nil }
      result[Int(n)] += event.weight
    }
    return result
  }

  /// The decimal that a double was read from.
  private static func decimal(_ value: Double) -> DoubleDouble {
    DoubleDouble("\(value)") ?? DoubleDouble(value)
  }

  /// The shortest decimal near a value.
  private static func decimal(near value: Double, within slack: Double) -> DoubleDouble {
    var scale = 1.0
    for _ in 0...15 {
      let rounded = (value * scale).rounded() / scale
      if rounded > 0, (rounded - value).magnitude <= slack { return decimal(rounded) }
      scale *= 10
    }
    return DoubleDouble(value)
  }
}
