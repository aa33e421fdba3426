import NumericalMethods

/// Pieces made ready to be read at many lags.
struct PieceReader {
  /// Where a lag falls.
  enum Place {
    case outside
    /// Within the slack of this knot.
    case knot(Int)
    /// Inside this cell, further than the slack from its ends.
    case cell(Int)
  }

  let knots: [Double]
  /// What the knots leave out of the moments that are meant; empty where nothing.
  let rests: [Double]
  let coefficients: [Double]
  let degree: Int
  /// What a row exactly at each knot shows, by its side.
  let knotValues: [Double]
  private let inverseStep: Double

  init(_ pieces: PiecewisePolynomial, side: Side) {
    knots = Array(pieces.knots)
    rests = pieces.rests
    coefficients = pieces.coefficients
    degree = pieces.degree
    knotValues = pieces.knotValues(side)
    inverseStep = pieces.knots.step.map { 1 / $0 } ?? 0
  }

  var cells: Int { knots.count - 1 }

  /// The lag less a knot; exactly 0 within the slack.
  @inline(__always)
  func distance(_ lag: Lag, _ k: Int) -> Double {
    let low = rests.isEmpty ? lag.low : lag.low - rests[k]
    let difference = (lag.high - knots[k]) + low
    return difference.magnitude <= lag.slack ? 0 : difference
  }

  /// Where a lag falls, by the 4-ulp rule.
  @inline(__always)
  func place(_ lag: Lag) -> Place {
    let last = knots.count - 1
    let fromStart = distance(lag, 0)
    if !(fromStart >= 0) { return .outside }
    let fromEnd = distance(lag, last)
    if fromEnd > 0 { return .outside }
    if fromEnd == 0 { return .knot(last) }
    // Every lag from here on is before the last knot.
    var k: Int
    if inverseStep > 0 {
      k = min(Int(fromStart * inverseStep), last - 1)
      while k > 0, distance(lag, k) < 0 { k -= 1 }
      while k < last - 1, distance(lag, k + 1) >= 0 { k += 1 }
    } else {
      k = 0
      var above = last
      while above - k > 1 {
        let middle = (k + above) / 2
        if distance(lag, middle) >= 0 { k = middle } else { above = middle }
      }
    }
    return distance(lag, k) == 0 ? .knot(k) : .cell(k)
  }
}

extension PiecewisePolynomial {
  /// What a row exactly at each knot shows: the limit of its side, 0 from beyond an end.
  ///
  /// Where the function is continuous to rounding, both sides read the same double.
  ///
  /// - Complexity: O(n).
  func knotValues(_ side: Side) -> [Double] {
    let stride = degree + 1
    var values = [Double](repeating: 0, count: cells + 1)
    switch side {
    case .after:
      for k in 0..<cells { values[k] = coefficients[k * stride] }
      values[cells] = isClosed ? lastValue : 0
    case .before:
      for k in 1..<max(1, cells) {
        let width = self.width(k - 1)
        var value = 0.0
        var size = 0.0
        for j in (0...degree).reversed() {
          value = value * width + coefficients[(k - 1) * stride + j]
          size = size * width + coefficients[(k - 1) * stride + j].magnitude
        }
        let next = coefficients[k * stride]
        values[k] = (value - next).magnitude <= 0x1p-49 * size ? next : value
      }
      values[cells] = lastValue
    }
    for (k, own) in ownValues.enumerated() {
      guard let own else { continue }
      // Before time 0 nothing has happened yet, whatever the formula says at 0.
      values[k] = side == .before && k == 0 && knots[0] == 0 ? 0 : own
    }
    return values
  }

  /// The value at a time; exactly 0 outside.
  ///
  /// - Complexity: O(log n) for listed knots, after O(n) for the making of the reader.
  public func value(at time: Double, side: Side = .after) -> Double {
    PieceReader(self, side: side).value(Lag(from: 0, to: time, delay: 0))
  }
}

extension PieceReader {
  /// The value at a lag, by Horner's rule in doubles.
  @inline(__always)
  func value(_ lag: Lag) -> Double {
    switch place(lag) {
    case .outside: return 0
    case .knot(let k): return knotValues[k]
    case .cell(let k):
      let s = distance(lag, k)
      let base = k * (degree + 1)
      var value = coefficients[base + degree]
      for j in (0..<degree).reversed() { value = value * s + coefficients[base + j] }
      return value
    }
  }

  /// The value at a lag in double-double: for the definition.
  func preciseValue(_ lag: Lag) -> DoubleDouble {
    switch place(lag) {
    case .outside: return .zero
    case .knot(let k): return DoubleDouble(knotValues[k])
    case .cell(let k):
      let low = rests.isEmpty ? lag.low : lag.low - rests[k]
      let s = DoubleDouble.difference(lag.high, knots[k]) + low
      let base = k * (degree + 1)
      var value = DoubleDouble(coefficients[base + degree])
      for j in (0..<degree).reversed() { value = value * s + coefficients[base + j] }
      return value
    }
  }
}
