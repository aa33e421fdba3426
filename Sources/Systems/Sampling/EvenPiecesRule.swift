internal import NumericalMethods

/// Events through even pieces at rows of the same step: an exact split on the grid, transforms.
///
///     tᵢ + delay + τ₀ − φ = (m + f) δ,   0 ≤ f < 1
///     f = 0:  y[m + k]     += w · (value at knot k)
///     f > 0:  y[m + 1 + k] += Σⱼ w (1 − f)ʲ · (c[k][j] δʲ)
///
/// The rows are doubles and the grid is decimal: what a row is off moves the events that are not on
/// the grid by `y′ · (row − ideal)`. An event within the slack of the grid for some rows only is
/// left to windows.
struct EvenPiecesRule {
  private let pieces: PiecewisePolynomial
  private let knots: TimeGrid.Even
  private let grid: TimeGrid.Even
  private let times: [Double]
  private let rows: Rows
  private let delay: Double

  /// Weights on the grid, from row `first`.
  private var onGrid: [Double] = []
  private var onFirst = 0
  /// `w (1 − f)ʲ` for each power, from row `first`.
  private var offGrid: [[Double]] = []
  private var offFirst = 0
  /// Sums of absolute weights, on and off the grid, where errors are wanted.
  private var onSizes: [Double] = []
  private var offSizes: [Double] = []
  private var strays: [Event] = []
  private let eventCount: Int

  private var cells: Int { knots.count - 1 }
  private var degree: Int { pieces.degree }

  /// Places the events on the grid; nil where that can't be done within rounding.
  init?(
    _ events: [Event], _ delay: Double, _ pieces: PiecewisePolynomial, _ knots: TimeGrid.Even,
    _ times: [Double], _ grid: TimeGrid.Even, _ rows: Rows
  ) {
    self.pieces = pieces
    self.knots = knots
    self.grid = grid
    self.times = times
    self.rows = rows
    self.delay = delay
    eventCount = events.count
    let count = grid.count
    let largest = max(times[0].magnitude, times[count - 1].magnitude)
    // On so fine a grid the rows' own rounding would reach over a knot.
    guard largest.ulp < 1e-7 * grid.step else { return nil }
    // Else a lag could be far above both of its times, and the knots' rounding above the slack.
    guard delay == 0 || (delay > 0 && knots.start >= 0) else { return nil }
    let step = DoubleDouble(hi: knots.step, lo: knots.stepRest)
    let origin =
      DoubleDouble(hi: knots.start, lo: knots.startRest)
      - DoubleDouble(hi: grid.start, lo: grid.startRest) + delay
    let place = GridPlace(origin: origin, step: step)
    let cells = knots.count - 1

    // The part of the grid that the events take.
    var low = Int.max
    var high = Int.min
    for event in events {
      let m = place.nearest(event.time)
      if m < Double(-cells - 2) || m > Double(count + 1) { continue }
      low = min(low, Int(m))
      high = max(high, Int(m))
    }
    guard low <= high else { return }
    low = max(low, -cells)
    high = min(high, count - 1)
    guard low <= high else { return }
    onFirst = low
    offFirst = low
    onGrid = [Double](repeating: 0, count: high - low + 1)
    var offWeights: [[Double]] = []
    var hasOn = false
    let offLength = high - low + 2
    for event in events where event.weight != 0 {
      let time = event.time
      let n = place.nearest(time)
      if n < Double(-cells - 2) || n > Double(count + 1) { continue }
      var m = Int(n)
      let rest = place.rest(time, n)
      let reached = times[min(max(m, 0), count - 1)]
      let near = max(time.ulp, reached >= 0 ? reached.ulp : 0)
      if rest.hi.magnitude <= 2.5 * near {
        if m >= low, m <= high {
          onGrid[m - low] += event.weight
          hasOn = true
          if rows.wantsErrors {
            if onSizes.isEmpty { onSizes = [Double](repeating: 0, count: offLength) }
            onSizes[m - low] += event.weight.magnitude
          }
        }
        continue
      }
      if rest.hi.magnitude <= 6 * max(time.magnitude, largest).ulp {
        strays.append(event)
        continue
      }
      // Row m + 1 is the first after the event.
      let left: DoubleDouble
      if rest.hi < 0 {
        m -= 1
        left = -rest
      } else {
        left = step - rest
      }
      let index = m + 1 - low
      guard m + 1 > -cells, index >= 0, m < count - 1, index < offLength else { continue }
      if offWeights.isEmpty {
        offWeights = Array(
          repeating: [Double](repeating: 0, count: offLength), count: pieces.degree + 1)
      }
      let share = left.hi / knots.step
      var term = event.weight
      offWeights[0][index] += term
      for j in 1..<max(1, pieces.degree + 1) {
        term *= share
        offWeights[j][index] += term
      }
      if rows.wantsErrors {
        if offSizes.isEmpty { offSizes = [Double](repeating: 0, count: offLength) }
        offSizes[index] += event.weight.magnitude
      }
    }
    guard strays.count <= 1000 || strays.count * 10 <= events.count else { return nil }
    offGrid = offWeights
    if !hasOn { onGrid = [] }
  }

  /// Convolves what was placed.
  consuming func computed() -> (result: Superposition, isAccurate: Bool) {
    // Events on the grid alone need the values at the knots and nothing else.
    let reader = offGrid.isEmpty && onSizes.isEmpty ? nil : GridCells(pieces, knots)
    var sum = GridSum(count: grid.count, wantsErrors: rows.wantsErrors, jobs: rows.jobs)
    if !onGrid.isEmpty {
      let values = pieces.knotValues(rows.side)
      let weights = onGrid
      onGrid = []
      sum.add(weights, from: onFirst, through: values)
    }
    if let reader {
      for j in offGrid.indices {
        sum.add(offGrid[j], from: offFirst, through: reader.scaled(j))
      }
      if !offGrid.isEmpty, degree > 0 { addSlopes(&sum, reader) }
      if rows.wantsErrors {
        // An event on the grid reaches one knot more than there are cells.
        let knotSizes = zip(reader.sizes + [0], [0] + reader.sizes).map { max($0, $1) }
        sum.addRounding(
          [(onSizes, knotSizes), (offSizes, reader.sizes)], from: offFirst,
          gain: degree <= 1 ? 14 : 64)
      }
    }
    sum.fill()
    var result = Superposition(values: sum.values, errors: sum.errors)
    let expected = sum.expectedError
    result.methods = [
      MethodNote(
        name: "exact gridding and transform",
        reason: "rows and response are even grids of one step",
        cost: "\(eventCount) events, \(grid.count) rows, \(cells) cells, "
          + "\(sum.convolutions) convolutions", certainty: .bound)
    ]
    if !strays.isEmpty {
      var part = rows
      part.times = times
      part.grid = nil
      result.add(
        eventsThroughPiecesByWindows(
          SortedEvents(strays), delay: delay, PieceReader(pieces, side: rows.side), at: part))
    }
    let peak = result.values.reduce(0) { max($0, $1.magnitude) }
    return (result, expected <= 2e-14 * peak)
  }

  /// Moves the events off the grid by what each row's double differs from the ideal time.
  private func addSlopes(_ sum: inout GridSum, _ cells: GridCells) {
    let offsets = times.indices.map { n -> Double in
      let ideal =
        DoubleDouble(hi: grid.start, lo: grid.startRest)
        + DoubleDouble(hi: grid.step, lo: grid.stepRest) * Double(n)
      return (DoubleDouble(times[n]) - ideal).hi
    }
    let largest = offsets.reduce(0) { max($0, $1.magnitude) } / knots.step
    let steepest = (1...degree).reduce(0) { most, j in
      max(most, Double(j) * cells.peak(j))
    }
    guard largest * steepest > 1e-16 * cells.peak(0) else { return }
    var slopes = GridSum(count: grid.count, wantsErrors: false, jobs: rows.jobs)
    for j in 1...degree {
      let factors = cells.scaled(j).map { $0 * Double(j) }
      slopes.add(offGrid[j - 1], from: offFirst, through: factors)
    }
    for n in offsets.indices where slopes.values[n] != 0 {
      sum.values[n] += slopes.values[n] * (offsets[n] / knots.step)
    }
    sum.convolutions += slopes.convolutions
    if rows.wantsErrors {
      for n in offsets.indices where slopes.values[n] != 0 {
        let share = (offsets[n] / knots.step).magnitude
        // The second derivative is far below the step's own rounding; the transforms are not.
        sum.errors[n] +=
          share * (slopes.expectedError * 64 + 0x1p-50 * slopes.values[n].magnitude)
          + 0x1p-53 * sum.values[n].magnitude
      }
    }
  }
}

/// Where times fall on a grid: `time + origin = n · step + rest`.
struct GridPlace {
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
