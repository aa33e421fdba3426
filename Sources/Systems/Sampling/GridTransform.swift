internal import NumericalMethods

/// Uniform pieces at uniform rows whose steps are as two small whole numbers: impulses split exactly on the
/// pieces' grid, and transforms.
///
///     row step = coarse/fine · step of the pieces
///
/// The rows are `fine` interleaved grids of a step that is `coarse` steps of the pieces; of those, seen from
/// one impulse, only every `coarse`-th one counts. So impulses are taken together by the phase on which they
/// fall, and phases on which none falls cost nothing.
struct GridTransform {
  private let pieces: PiecewisePolynomial
  private let train: SortedTrain
  private let delay: Double
  private let rows: Rows
  private let knots: TimeGrid.Even
  private let grid: TimeGrid.Even
  private var coarse = 1
  private var fine = 1

  /// The most interleaved grids that rows may be: no more than there are rows, beyond a few.
  private static func mostInterleaved(of rows: Int) -> Int { max(64, min(4096, rows)) }

  /// Looks whether the grids fit; nil where they don't.
  init?(_ train: SortedTrain, delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows) {
    guard case .even(let knots) = pieces.knots.storage, pieces.keepsGrid else { return nil }
    var given: TimeGrid.Even?
    if case .even(let even)? = rows.grid?.storage { given = even }
    guard let grid = given ?? TimeGrid.evenGrid(of: rows.times), grid.count > 0 else { return nil }
    if given == nil {
      // Rows further from their grid could miss knots that the events meet.
      for n in rows.times.indices where (rows.times[n] - grid.time(n)).magnitude > rows.times[n].ulp {
        return nil
      }
    }
    let largest = max(rows.times[0].magnitude, rows.times[rows.times.count - 1].magnitude)
    // On so fine a grid the rows' own rounding would reach over a knot.
    guard largest.ulp < 1e-7 * knots.step else { return nil }
    // Else a lag could be far above both of its times, and the knots' rounding above the slack.
    guard delay == 0 || (delay > 0 && knots.start >= 0) else { return nil }
    if grid.count > 1 {
      let ratio = grid.exactStep / knots.exactStep
      guard ratio.hi < 1e9, let fine = (1...Self.mostInterleaved(of: grid.count)).first(where: { fine in
        let coarse = (ratio * Double(fine)).hi.rounded()
        return coarse >= 1
          && (grid.exactStep * Double(fine) - knots.exactStep * coarse).magnitude.hi
            <= 0x1p-85 * (grid.step * Double(fine))
      }) else { return nil }
      (coarse, self.fine) = (Int((ratio * Double(fine)).hi.rounded()), fine)
    }
    (self.pieces, self.train, self.delay, self.rows) = (pieces, train, delay, rows)
    (self.knots, self.grid) = (knots, grid)
  }

  /// Whether the rows are one grid of places and every impulse that reaches them is on a place.
  var hasAllOnGrid: Bool {
    guard fine == 1 else { return false }
    let place = placement(of: 0)
    return train.times.indices.allSatisfy { k in
      switch place.place(train.times[k], train.low(k)) {
      case .on, .outside: true
      case .before, .stray: false
      }
    }
  }

  /// On how many phases impulses seem to fall, into how many grids the rows are interleaved, and the pieces'
  /// step times `coarse`: what the work depends on.
  var phases: (impulses: Double, rows: Double, step: Double) {
    let step = knots.step * Double(coarse)
    guard coarse > 1, !train.times.isEmpty else { return (1, Double(fine), step) }
    let probes = min(train.times.count, 512)
    let place = placement(of: 0)
    let seen = Set((0..<probes).map { place.phase(of: train, $0 * train.times.count / probes) })
    let isPart = seen.count * 2 < probes
    let most = isPart ? seen.count : min(coarse, train.times.count)
    return (Double(most), Double(fine), step)
  }

  /// The sums, and what they are expected to be off; nil where too many impulses are neither on nor off the
  /// grid.
  func computed() -> (result: Superposition, expected: Double)? {
    var made: GridCells?
    func cells() -> GridCells {
      let own = made ?? GridCells(pieces, knots)
      made = own
      return own
    }
    let values = pieces.knotValues(rows.side)
    var whole = Superposition(zeroFor: rows)
    var expected = 0.0
    for first in 0..<min(fine, grid.count) {
      let place = placement(of: first)
      var part: Superposition?
      for (phase, impulses) in place.phases(of: train) {
        guard let rule = GridRule(impulses, place, phase: phase, degree: pieces.degree) else {
          return nil
        }
        let computed = rule.computed(delay: delay, pieces, knotValues: values, cells: cells)
        expected += computed.expected
        if part == nil { part = computed.result } else { part?.add(computed.result) }
      }
      guard let part else { continue }
      if fine == 1 {
        whole = part
      } else {
        for (j, n) in stride(from: first, to: grid.count, by: fine).enumerated() {
          whole.values[n] = part.values[j]
          if rows.wantsErrors { whole.errors[n] = part.errors[j] }
        }
      }
    }
    whole.methods = [
      MethodNote(
        name: "discrete convolution by FFT",
        reason: fine == 1 && coarse == 1
          ? "rows and response are even grids of one step"
          : "rows and response are even grids whose steps are as \(coarse) to \(fine)",
        cost: "\(train.times.count) events, \(grid.count) rows, \(pieces.cells) cells", certainty: .bound)
    ]
    return (whole, expected)
  }

  /// How impulses fall on one of the interleaved grids.
  private func placement(of first: Int) -> GridPlacement {
    let start = grid.exactStart + grid.exactStep * Double(first)
    var part = rows
    part.grid = nil
    if fine > 1 {
      part.times = stride(from: first, to: grid.count, by: fine).map { rows.times[$0] }
    }
    return GridPlacement(
      index: GridIndex(origin: knots.exactStart - start + delay, step: knots.exactStep), start: start,
      coarse: coarse, cells: pieces.cells, rows: part)
  }
}

extension TimeGrid.Even {
  /// The first time, as it was meant.
  var exactStart: DoubleDouble { DoubleDouble(hi: start, lo: startRest) }
  /// The step, as it was meant.
  var exactStep: DoubleDouble { DoubleDouble(hi: step, lo: stepRest) }
}
