internal import NumericalMethods

/// Two trains whose impulses all lie on one uniform grid, as dice, taps and samples do.
struct CommonGrid {
  private let step: DoubleDouble
  private let start: DoubleDouble
  private let first: GridTrain
  private let second: GridTrain

  /// How many places the grid has.
  var count: Int { first.weights.count + second.weights.count - 1 }

  /// Finds the grid of two trains; nil where there is none of so few places.
  ///
  /// Two times count as the same instant if they differ by less than 1e-9 of the step, and stamps that
  /// were written with six decimals or more by half of the last one.
  ///
  /// - Complexity: O(n log n), O(n) for times that ascend.
  init?(_ a: SortedTrain, _ b: SortedTrain, places most: Double) {
    let (aSteps, bSteps) = (Self.steps(of: a.times), Self.steps(of: b.times))
    var candidates = aSteps + bSteps
    for x in aSteps { for y in bSteps { if let part = Self.commonPart(x, y) { candidates.append(part) } } }
    for step in candidates where step.hi > 0 {
      guard let x = GridTrain(a, step, most: most), let y = GridTrain(b, step, most: most) else {
        continue
      }
      self.step = step
      start = x.start + y.start
      (first, second) = (x, y)
      return
    }
    return nil
  }

  /// The train of the convolution; every instant of the grid between the first and the last or, where
  /// those would be too many, those at which something falls.
  func convolved(listingAllUpTo most: Double, jobs: Int) -> Train {
    var (weights, error) = DiscreteConvolution.exact(first.weights, second.weights, jobs: jobs)
    for (rests, other) in [(first.rests, second.weights), (second.rests, first.weights)] where !rests.isEmpty {
      let rest = DiscreteConvolution.exact(rests, other, jobs: jobs)
      for n in weights.indices { weights[n] += rest.values[n] }
      error += rest.error
    }
    let isSparse = Double(count) > most
    var result = Train(
      weights.indices.lazy.filter { !isSparse || weights[$0] != 0 }.map { n in
        Event(time: Double(start + step * Double(n)), weight: weights[n])
      })
    result.transformError = error
    return result
  }

  /// The steps that a train may have, the likeliest first.
  private static func steps(of times: [Double]) -> [DoubleDouble] {
    var steps: [DoubleDouble] = []
    if let rate = TimeGrid.samplingRate(of: times) { steps.append(DoubleDouble(1) / Double(rate)) }
    if let even = TimeGrid.evenGrid(of: times) {
      steps.append(DoubleDouble(hi: even.step, lo: even.stepRest))
    }
    guard steps.isEmpty else { return steps }
    var gap = Double.infinity
    for k in times.indices.dropFirst() {
      let next = times[k] - times[k - 1]
      if next > 64 * times[k].magnitude.ulp { gap = min(gap, next) }
    }
    guard gap.isFinite, let last = times.last, let early = times.first else { return [] }
    let slack = 64 * max(last.magnitude, early.magnitude).ulp
    let rate = (1 / gap).rounded()
    if rate >= 1, rate < 0x1p53, (1 / rate - gap).magnitude <= max(slack, 1e-9 * gap) {
      steps.append(DoubleDouble(1) / rate)
    }
    steps.append(decimal(near: gap, within: slack))
    return steps
  }

  /// The largest step that both are multiples of, where that is a small part; nil where they are equal.
  private static func commonPart(_ a: DoubleDouble, _ b: DoubleDouble) -> DoubleDouble? {
    // Euclid's algorithm: what is left is nothing once it is rounding.
    var (x, y) = (max(a, b), min(a, b))
    guard y.hi > 0 else { return nil }
    let least = 1e-6 * y.hi
    while y.hi > least {
      let count = (x / y).hi.rounded()
      let rest = (x - y * count).magnitude
      if rest.hi <= 1e-12 * x.hi { return y == min(a, b) && count == 1 ? nil : y }
      (x, y) = (y, rest)
    }
    return nil
  }

  /// The shortest decimal near a value.
  private static func decimal(near value: Double, within slack: Double) -> DoubleDouble {
    var scale = 1.0
    for _ in 0...15 {
      let rounded = (value * scale).rounded() / scale
      if rounded > 0, (rounded - value).magnitude <= slack { return DoubleDouble(meantBy: rounded) }
      scale *= 10
    }
    return DoubleDouble(value)
  }
}

/// A train on a grid: the weight of every place from its first impulse to its last, and what those that
/// are sums leave out, empty where nothing.
private struct GridTrain {
  let start: DoubleDouble
  private(set) var weights: [Double]
  private(set) var rests: [Double] = []

  init?(_ train: SortedTrain, _ step: DoubleDouble, most: Double) {
    guard let first = train.times.first, let last = train.times.last,
      (last - first) / step.hi < most
    else { return nil }
    let size = max(first.magnitude, last.magnitude)
    var slack = max(1e-9 * step.hi, 8 * size.ulp)
    let rate = (1 / step.hi).rounded()
    let isRate = rate >= 1 && rate <= 1e6 && (step * rate - 1).magnitude.hi < 1e-25
    if isRate, let half = TimeGrid.halfUnit(of: train.times), half < 0.1 * step.hi {
      slack = max(slack, half)
    }
    let place = (first / step.hi).rounded()
    let onGrid = step * place
    start = isRate && (onGrid - first).magnitude.hi <= slack ? onGrid : DoubleDouble(meantBy: first)
    weights = [Double](repeating: 0, count: Int(((last - first) / step.hi).rounded()) + 1)
    for k in train.times.indices {
      let since = (DoubleDouble(train.times[k]) + train.low(k) - start).hi
      let n = (since / step.hi).rounded()
      let off = (step * n - since).magnitude.hi
      guard off <= slack, n >= 0, n < Double(weights.count) else { return nil }
      let sum = DoubleDouble.sum(weights[Int(n)], train.weights[k])
      weights[Int(n)] = sum.hi
      guard sum.lo != 0 else { continue }
      if rests.isEmpty { rests = [Double](repeating: 0, count: weights.count) }
      rests[Int(n)] += sum.lo
    }
  }
}

extension DoubleDouble {
  /// The number that a double was read from: 1/n where that is its double, else its shortest decimal.
  init(meantBy value: Double) {
    let rate = (1 / value).rounded()
    let digits = value.description
    if digits.utf8.count >= 15, rate.magnitude >= 1, rate.magnitude <= 1e6, 1 / rate == value {
      self = DoubleDouble(1) / rate
    } else {
      self = DoubleDouble(digits) ?? DoubleDouble(value)
    }
  }
}
