internal import NumericalMethods

/// Impulses of one phase through uniform pieces: weights on the grid of the rows, and transforms.
///
///     f = 0:  y[n] += w · (value at knot k),            k = phase + (n − row) · coarse
///     f > 0:  y[n] += Σⱼ w (1 − f)ʲ · (c[k][j] δʲ)
///
/// The rows are doubles and the grid is decimal: what a row is off moves the events that are not on the grid by
/// `y′ · (row − ideal)`. An event within the slack of the grid for some rows only is left to windows.
struct GridRule {
  private let place: GridPlacement
  private let degree: Int
  private let phase: Int

  /// The row of the first weight.
  private var first = 0
  /// Weights on the grid.
  private var onGrid: [Double] = []
  /// `w (1 − f)ʲ` for each power.
  private var offGrid: [[Double]] = []
  /// Sums of absolute weights, on and off the grid, where errors are wanted.
  private var onSizes: [Double] = []
  private var offSizes: [Double] = []
  private var strays = SortedTrain(times: [], weights: [])

  private var rows: Rows { place.rows }

  /// Places the events on the grid; nil where too many are neither on nor off it.
  init?(_ train: SortedTrain, _ place: GridPlacement, phase: Int, degree: Int) {
    (self.place, self.phase, self.degree) = (place, phase, degree)
    let count = rows.times.count
    // The part of the grid that the events take.
    guard let early = train.times.first, let late = train.times.last else { return }
    let reach = Double(place.cells + 2)
    let last = Double(count) * Double(place.coarse) + 1
    let from = min(max(place.index.nearest(early), -reach), last)
    let to = min(max(place.index.nearest(late), -reach), last)
    let low = Int((from / Double(place.coarse)).rounded(.down)) - 1
    let high = min(Int((to / Double(place.coarse)).rounded(.down)) + 2, count - 1)
    guard low <= high else { return }
    first = low
    let length = high - low + 1
    var onWeights = [Double](repeating: 0, count: length)
    var offWeights: [[Double]] = []
    var hasOn = false
    let wantsErrors = rows.wantsErrors
    for (k, weight) in train.weights.enumerated() where weight != 0 {
      switch place.place(train.times[k], train.low(k)) {
      case .outside: continue
      case .stray:
        strays.times.append(train.times[k])
        strays.weights.append(weight)
        if !train.lowParts.isEmpty { strays.lowParts.append(train.low(k)) }
      case .on(let m):
        let n = place.row(m, phase: phase) - low
        guard n >= 0, n < length else { continue }
        onWeights[n] += weight
        hasOn = true
        if wantsErrors { Self.add(weight.magnitude, at: n, of: length, to: &onSizes) }
      case .before(let m, let fraction):
        let n = place.row(m, phase: phase) - low
        guard n >= 0, n < length else { continue }
        if offWeights.isEmpty {
          offWeights = Array(repeating: [Double](repeating: 0, count: length), count: degree + 1)
        }
        var term = weight
        offWeights[0][n] += term
        for j in 1..<max(1, degree + 1) {
          term *= fraction
          offWeights[j][n] += term
        }
        if wantsErrors { Self.add(weight.magnitude, at: n, of: length, to: &offSizes) }
      }
    }
    let strayCount = strays.times.count
    guard strayCount <= 1000 || strayCount * 10 <= train.times.count else { return nil }
    offGrid = offWeights
    if hasOn { onGrid = onWeights }
  }

  private static func add(_ size: Double, at n: Int, of length: Int, to sizes: inout [Double]) {
    if sizes.isEmpty { sizes = [Double](repeating: 0, count: length) }
    sizes[n] += size
  }

  /// Convolves what was placed.
  ///
  /// - Parameters:
  ///   - knotValues: what a row shows exactly at each knot.
  ///   - cells: the cells about their knots; impulses on the grid alone don't need them.
  /// - Returns: the sums, and what the transforms are expected to be off.
  consuming func computed(
    delay: Double, _ pieces: PiecewisePolynomial, knotValues: [Double], cells: () -> GridCells
  ) -> (result: Superposition, expected: Double) {
    var sum = GridSum(count: rows.times.count, wantsErrors: rows.wantsErrors, jobs: rows.jobs)
    if !onGrid.isEmpty {
      let weights = onGrid
      onGrid = []
      sum.add(weights, from: first, through: reached(knotValues))
    }
    if !offGrid.isEmpty {
      let cells = cells()
      for j in offGrid.indices {
        sum.add(offGrid[j], from: first, through: reached(cells.scaled(j)))
      }
      if degree > 0 { addSlopes(&sum, cells) }
    }
    if rows.wantsErrors {
      let cells = cells()
      // An event on the grid reaches one knot more than there are cells.
      let knotSizes = zip(cells.sizes + [0], [0] + cells.sizes).map { max($0, $1) }
      sum.addRounding(
        [(onSizes, reached(knotSizes)), (offSizes, reached(cells.sizes))], from: first,
        gain: (degree <= 1 ? 14 : 64) + pieces.relativeError * 0x1p53)
    }
    sum.fill()
    var result = Superposition(values: sum.values, errors: sum.errors)
    if !strays.times.isEmpty {
      result.add(lagSum(strays, delay: delay, PieceReader(pieces, side: rows.side), at: rows))
    }
    return (result, sum.expectedError)
  }

  /// Of all knots or cells those that rows see from an impulse of this phase.
  private func reached(_ values: [Double]) -> [Double] {
    guard place.coarse > 1 else { return values }
    return stride(from: phase, to: values.count, by: place.coarse).map { values[$0] }
  }

  /// Moves the events off the grid by what each row's double differs from the ideal time.
  private func addSlopes(_ sum: inout GridSum, _ cells: GridCells) {
    let width = place.index.step.hi
    let rowStep = place.index.step * Double(place.coarse)
    let offsets = rows.times.indices.map { n -> Double in
      (DoubleDouble(rows.times[n]) - (place.start + rowStep * Double(n))).hi
    }
    let largest = offsets.reduce(0) { max($0, $1.magnitude) } / width
    let steepest = (1...degree).reduce(0) { most, j in max(most, Double(j) * cells.peak(j)) }
    guard largest * steepest > 1e-16 * cells.peak(0) else { return }
    var slopes = GridSum(count: rows.times.count, wantsErrors: false, jobs: rows.jobs)
    for j in 1...degree {
      let factors = reached(cells.scaled(j)).map { $0 * Double(j) }
      slopes.add(offGrid[j - 1], from: first, through: factors)
    }
    for n in offsets.indices where slopes.values[n] != 0 {
      sum.values[n] += slopes.values[n] * (offsets[n] / width)
    }
    guard rows.wantsErrors else { return }
    for n in offsets.indices where slopes.values[n] != 0 {
      let fraction = (offsets[n] / width).magnitude
      // The second derivative is far below the step's own rounding; the transforms are not.
      sum.errors[n] +=
        fraction * (slopes.expectedError * 64 + 0x1p-50 * slopes.values[n].magnitude)
        + 0x1p-53 * sum.values[n].magnitude
    }
  }
}
