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

  /// The knots, each made when it is asked for where few are.
  struct Knots {
    fileprivate let listed: [Double]
    fileprivate let grid: TimeGrid.Even?
    let count: Int

    fileprivate init(_ knots: TimeGrid, reads: Int) {
      count = knots.count
      if case .even(let even) = knots.storage, reads < knots.count / 16 {
        (grid, listed) = (even, [])
      } else {
        (grid, listed) = (nil, knots.array)
      }
    }

    @inline(__always)
    subscript(k: Int) -> Double {
      if let grid { return grid.time(k) }
      return listed[k]
    }
  }

  let knots: Knots
  /// What the knots leave out of the moments that are meant; empty where nothing.
  let lowParts: [Double]
  let coefficients: [Double]
  let degree: Int
  private let pieces: PiecewisePolynomial
  private let side: Side
  private let inverseStep: Double
  private let isBefore: Bool

  /// - Parameter reads: at about how many lags it will be read.
  init(_ pieces: PiecewisePolynomial, side: Side, reads: Int = .max) {
    self.pieces = pieces
    self.side = side
    knots = Knots(pieces.knots, reads: reads)
    lowParts = pieces.lowParts
    coefficients = pieces.coefficients
    degree = pieces.degree
    isBefore = side == .before
    inverseStep = pieces.knots.step.map { 1 / $0 } ?? 0
  }

  /// What a row exactly at a knot shows, by its side.
  func knotValue(_ k: Int) -> Double { pieces.knotValue(k, side) }

  var cells: Int { knots.count - 1 }

  /// The last cell whose knot a lag has passed, looked for in steps that double from a cell nearby.
  @inline(__always)
  private func cell(of lag: Lag, near: Int) -> Int {
    let last = knots.count - 1
    var low = min(near, last - 1)
    var above = low + 1
    var step = 1
    if distance(lag, low) >= 0 {
      while above < last, distance(lag, above) >= 0 {
        low = above
        above = min(last, above + step)
        step *= 2
      }
    } else {
      // The first knot is passed by every lag that is inside.
      repeat {
        above = low
        low = max(0, low - step)
        step *= 2
      } while low > 0 && distance(lag, low) < 0
    }
    while above - low > 1 {
      let middle = (low + above) / 2
      if distance(lag, middle) >= 0 { low = middle } else { above = middle }
    }
    return low
  }

  /// The lag less a knot; exactly 0 within the slack.
  @inline(__always)
  func distance(_ lag: Lag, _ k: Int) -> Double {
    let low = lowParts.isEmpty ? lag.low : lag.low - lowParts[k]
    let difference = (lag.high - knots[k]) + low
    return difference.magnitude <= lag.slack ? 0 : difference
  }

  /// Where a lag falls, by the 4-ulp rule.
  func place(_ lag: Lag) -> Place {
    var near = 0
    return place(lag, near: &near)
  }

  /// Where a lag falls, by the 4-ulp rule.
  ///
  /// - Parameter near: a cell near which it may be; becomes the one that it is in.
  @inline(__always)
  func place(_ lag: Lag, near: inout Int) -> Place {
    let last = knots.count - 1
    let fromStart = distance(lag, 0)
    if !(fromStart >= 0) { return .outside }
    let fromEnd = distance(lag, last)
    if fromEnd > 0 { return .outside }
    if fromEnd == 0, !isBefore { return .knot(last) }
    // Every lag from here on is before the last knot.
    var k: Int
    if fromEnd == 0 {
      k = last
    } else if inverseStep > 0 {
      k = min(Int(fromStart * inverseStep), last - 1)
      while k > 0, distance(lag, k) < 0 { k -= 1 }
      while k < last - 1, distance(lag, k + 1) >= 0 { k += 1 }
    } else {
      k = cell(of: lag, near: near)
      near = k
    }
    guard distance(lag, k) == 0 else { return .cell(k) }
    // Of knots closer than the slack the side decides.
    if isBefore { while k > 0, distance(lag, k - 1) == 0 { k -= 1 } }
    return .knot(k)
  }
}

extension PiecewisePolynomial {
  /// What a row exactly at each knot shows.
  ///
  /// - Complexity: O(n).
  func knotValues(_ side: Side) -> [Double] { (0...cells).map { knotValue($0, side) } }

  /// What a row exactly at a knot shows: the limit of its side, 0 from beyond an end.
  ///
  /// Where the function is continuous to rounding, both sides read the same double.
  func knotValue(_ k: Int, _ side: Side) -> Double {
    if !ownValues.isEmpty, let own = ownValues[k] {
      // Before time 0 nothing has happened yet, whatever the formula says at 0.
      return side == .before && k == 0 && knots[0] == 0 ? 0 : own
    }
    let stride = degree + 1
    switch side {
    case .after: return k < cells ? coefficients[k * stride] : isClosed ? lastValue : 0
    case .before:
      if k == 0 { return 0 }
      if k == cells { return lastValue }
      let width = self.width(k - 1)
      var value = 0.0
      var size = 0.0
      for j in (0...degree).reversed() {
        value = value * width + coefficients[(k - 1) * stride + j]
        size = size * width + coefficients[(k - 1) * stride + j].magnitude
      }
      let next = coefficients[k * stride]
      return (value - next).magnitude <= 0x1p-49 * size ? next : value
    }
  }

  /// The value at a time; exactly 0 outside.
  ///
  /// - Complexity: O(log n) for listed knots, O(1) for those of a grid.
  public func value(at time: Double, side: Side = .after) -> Double {
    PieceReader(self, side: side, reads: 1).value(Lag(from: 0, to: time, delay: 0))
  }
}

extension PieceReader {
  /// The value at a lag, by Horner's rule in doubles.
  @inline(__always)
  func value(_ lag: Lag) -> Double {
    var near = 0
    return value(lag, near: &near)
  }

  /// The value at a lag, whose cell is looked for near another.
  @inline(__always)
  func value(_ lag: Lag, near: inout Int) -> Double {
    switch place(lag, near: &near) {
    case .outside: return 0
    case .knot(let k): return knotValue(k)
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
    case .knot(let k): return DoubleDouble(knotValue(k))
    case .cell(let k):
      let low = lowParts.isEmpty ? lag.low : lag.low - lowParts[k]
      let s = DoubleDouble.difference(lag.high, knots[k]) + low
      let base = k * (degree + 1)
      var value = DoubleDouble(coefficients[base + degree])
      for j in (0..<degree).reversed() { value = value * s + coefficients[base + j] }
      return value
    }
  }
}
