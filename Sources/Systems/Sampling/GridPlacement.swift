internal import NumericalMethods

/// How impulses fall on the fine grid of uniform pieces, and on that of coarser rows.
///
///     tᵢ + delay + τ₀ − φ = (m + f) δ,   0 ≤ f < 1
///
/// An impulse on place i of the fine grid reaches row n at knot `n · coarse − i`: of the knots those from its
/// phase `−i mod coarse` on, every `coarse`-th one.
struct GridPlacement {
  /// Where an impulse falls.
  enum Place {
    /// Beyond the rows' reach.
    case outside
    /// Within the slack of the grid for some rows only.
    case stray
    /// On a place.
    case on(Int)
    /// Before a place, by a fraction of a step.
    case before(Int, fraction: Double)
  }

  let index: GridIndex
  /// The first row, as it was meant.
  let start: DoubleDouble
  let coarse: Int
  let cells: Int
  let rows: Rows
  private let largest: Double

  init(index: GridIndex, start: DoubleDouble, coarse: Int, cells: Int, rows: Rows) {
    self.index = index
    self.start = start
    self.coarse = coarse
    self.cells = cells
    self.rows = rows
    largest = max(rows.times[0].magnitude, rows.times[rows.times.count - 1].magnitude)
  }

  /// Where an impulse falls on the fine grid.
  @inline(__always)
  func place(_ time: Double, _ low: Double) -> Place {
    let n = index.nearest(time)
    let count = rows.times.count
    if n < Double(-cells - 2) || n > Double(count) * Double(coarse) + 1 { return .outside }
    let m = Int(n)
    let rest = index.rest(time, n) + low
    let reached = m <= 0 ? rows.times[0] : rows.times[min(coarse == 1 ? m : m / coarse, count - 1)]
    let near = max(time.ulp, reached >= 0 ? reached.ulp : 0)
    if rest.hi.magnitude <= 2.5 * near { return .on(m) }
    if rest.hi.magnitude <= 6 * max(time.magnitude, largest).ulp { return .stray }
    return rest.hi < 0
      ? .before(m, fraction: -rest.hi / index.step.hi)
      : .before(m + 1, fraction: (index.step - rest).hi / index.step.hi)
  }

  /// The row from which an impulse on a place of its phase counts.
  @inline(__always)
  func row(_ place: Int, phase: Int) -> Int { coarse == 1 ? place : (place + phase) / coarse }

  /// The phase of an impulse, that of strays being 0; −1 for one beyond the rows' reach.
  func phase(of train: SortedTrain, _ k: Int) -> Int {
    switch place(train.times[k], train.low(k)) {
    case .outside: return -1
    // They are told apart again where they are added.
    case .stray: return 0
    case .on(let place), .before(let place, _):
      let over = place % coarse
      return over > 0 ? coarse - over : -over
    }
  }

  /// The impulses by their phases, each part in its order.
  ///
  /// - Complexity: O(n log n), O(1) where every row is a place.
  func phases(of train: SortedTrain) -> [(phase: Int, train: SortedTrain)] {
    guard coarse > 1 else { return [(0, train)] }
    let phases = train.times.indices.map { phase(of: train, $0) }
    // In the order of their phases, and among equal ones in their own.
    var order = train.times.indices.filter { phases[$0] >= 0 }
    if coarse <= 4 * order.count {
      var starts = [Int](repeating: 0, count: coarse + 1)
      for k in order { starts[phases[k] + 1] += 1 }
      for p in 0..<coarse { starts[p + 1] += starts[p] }
      var sorted = order
      for k in order {
        sorted[starts[phases[k]]] = k
        starts[phases[k]] += 1
      }
      order = sorted
    } else {
      order.sort { (phases[$0], $0) < (phases[$1], $1) }
    }
    var parts: [(phase: Int, train: SortedTrain)] = []
    var start = 0
    while start < order.count {
      let phase = phases[order[start]]
      let end = order[start...].firstIndex { phases[$0] != phase } ?? order.count
      let own = order[start..<end]
      var part = SortedTrain(times: own.map { train.times[$0] }, weights: own.map { train.weights[$0] })
      if !train.lowParts.isEmpty { part.lowParts = own.map { train.lowParts[$0] } }
      parts.append((phase, part))
      start = end
    }
    return parts
  }
}

/// Where times fall on a grid: `time + origin = n · step + rest`.
struct GridIndex {
  let origin: DoubleDouble
  let step: DoubleDouble
  private let inverse: Double

  init(origin: DoubleDouble, step: DoubleDouble) {
    self.origin = origin
    self.step = step
    inverse = 1 / step.hi
  }

  /// The nearest place, as a double: it may be beyond an integer's range.
  @inline(__always)
  func nearest(_ time: Double) -> Double { ((time + origin.hi) * inverse).rounded() }

  /// What the time is after place n.
  @inline(__always)
  func rest(_ time: Double, _ n: Double) -> DoubleDouble {
    let sum = DoubleDouble.sum(time, origin.hi)
    let product = DoubleDouble.product(n, step.hi)
    let high = sum.hi - product.hi  // exact: the two are near each other, or n is 0
    let rest = DoubleDouble.sum(high, sum.lo)
    return rest + (origin.lo - product.lo - n * step.lo)
  }
}
