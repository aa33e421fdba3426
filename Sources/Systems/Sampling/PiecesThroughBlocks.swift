internal import ComplexModule
internal import NumericalMethods

/// Polynomials between knots through a sum of rational waveforms, exact up to rounding.
///
///     y(t) = Σₖ wₖ (pieces * h)(t − tₖ − delay),   h = Σ rationals
///
/// One march over the knots: held values, lines, pulses and splines at any spacing. Several events
/// are superposed into one list of pieces first.
///
/// - Throws: `SystemsError.undefined` where an endless past meets a response that does not decay.
/// - Complexity: O((pieces + rows) Σm²).
package func piecesThroughBlocks(
  _ rationals: [Rational], _ pieces: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  if let placed = try PolesWithPieces.superposed(
    rationals, pieces, train: train, delay: delay, at: rows)
  {
    return placed
  }
  let end = pieces.knots[pieces.cells]
  let sorted = try SortedTrain(train, before: first - max(end, 0), delay: delay)
  let start = (sorted.times.first ?? first) + min(0, pieces.knots[0])
  let horizon = max(last - start - delay, (last - start) / 1000)
  let blocks = PoleClusters.make(rationals, horizon: horizon)
  var result = Superposition(zeroFor: rows)
  let drive = BlockDrive(pieces: pieces, train: sorted, delay: delay)
  try drive.add(blocks, rows: rows, into: &result.values)
  if rows.wantsErrors {
    // As of impulses: the lag of each piece weighs its own size.
    let absolute = drive.absolute
    let moments = absolute.weighedByTime(from: start)
    for block in blocks {
      var size = [Double](repeating: 0, count: result.errors.count)
      var moment = size
      try absolute.add([block.majorant], rows: rows, into: &size)
      try moments.add([block.majorant], rows: rows, into: &moment)
      let memory = train.past.isEmpty || block.growth >= 0 ? 0 : 45 / -block.growth
      // Beyond the steps that are kept exactly each knot rounds the state once more.
      let knots = Double(pieces.cells) * Double(max(1, sorted.times.count))
      let roundings = 64 + 32 * Double(block.size + pieces.degree) + 4 * block.speed * memory
        + (knots > Double(BlockMarch.exactSteps) ? 8 * knots : 0)
      for k in result.errors.indices {
        let lag = max(0, rows.times[k] - delay - start)
        let lags = max(0, lag * size[k] - moment[k]) + 1e-12 * lag * size[k]
        result.errors[k] += 0x1p-53 * (roundings * size[k] + 4 * block.speed * lags)
        if size[k] > 0, size[k] < 0x1p-950 { result.errors[k] += .leastNonzeroMagnitude }
      }
    }
    try addSpread(of: rationals, from: result.values, to: &result.errors) { moved in
      var other = [Double](repeating: 0, count: rows.times.count)
      try drive.add(PoleClusters.make(moved, horizon: horizon), rows: rows, into: &other)
      return other
    }
  }
  result.methods = [
    MethodNote(
      name: "state carried from sample to sample",
      reason: "a sum of exponentials in \(blocks.count) group\(blocks.count == 1 ? "" : "s") of poles driven by "
        + "polynomials of degree \(pieces.degree)",
      cost: "\(pieces.cells) pieces × \(sorted.times.count) + \(rows.times.count) rows",
      certainty: .bound)
  ]
  return result
}

/// Pieces placed at the events of a train, as the drive of a block.
struct BlockDrive {
  var pieces: PiecewisePolynomial
  var train: SortedTrain
  var delay: Double

  /// The same with every cell's absolute bound as its constant height.
  var absolute: BlockDrive {
    var copy = self
    copy.pieces = pieces.magnitudes
    copy.train = train.magnitudes
    return copy
  }

  /// The same with every height multiplied by the time of its cell's start since a moment before all.
  func weighedByTime(from start: Double) -> BlockDrive {
    var copy = self
    copy.train.past = []
    let earliest = train.times.first ?? 0
    for k in 0..<pieces.cells {
      for j in 0...pieces.degree {
        copy.pieces.coefficients[k * (pieces.degree + 1) + j] *= max(
          0, earliest + pieces.knots[k] - start)
      }
    }
    return copy
  }

  /// Adds the response of every block.
  func add(_ blocks: [PoleCluster], rows: Rows, into values: inout [Double]) throws {
    var driven = pieces
    var origin = train.times.first ?? 0
    var low = train.times.isEmpty ? 0 : train.low(0)
    var gain = train.weights.first ?? 0
    if train.times.count > 1 {
      driven = pieces.superposed(train)
      (origin, low) = (0, 0)
      gain = 1
    }
    for block in blocks {
      if !train.times.isEmpty {
        march(block, driven, origin: origin, low, gain: gain, rows: rows, into: &values)
      }
      for past in train.past { try addPast(past, block, rows: rows, into: &values) }
    }
  }

  private func march(
    _ block: PoleCluster, _ pieces: PiecewisePolynomial, origin: Double, _ low: Double, gain: Double,
    rows: Rows, into values: inout [Double]
  ) {
    let stride = pieces.degree + 1
    let knots = pieces.knots.array
    let lowParts = pieces.lowParts.isEmpty ? Array(repeating: 0, count: knots.count) : pieces.lowParts
    var walk = BlockMarch(block, degree: pieces.degree)
    var cell = -1
    for j in values.indices {
      let lag = Lag(from: origin, low: low, to: rows.times[j], delay: delay)
      while cell < pieces.cells && lag.distance(from: knots[cell + 1], rest: lowParts[cell + 1]) >= 0 {
        if cell >= 0 {
          walk.advance(
            by: pieces.width(cell),
            under: pieces.coefficients[cell * stride..<(cell + 1) * stride])
        }
        cell += 1
        if cell == pieces.cells { break }
      }
      guard cell >= 0 else { continue }
      let polynomial =
        cell < pieces.cells
        ? pieces.coefficients[cell * stride..<(cell + 1) * stride] : ArraySlice<Double>()
      if cell == pieces.cells && walk.isAtRest { continue }
      let elapsed = lag.distance(from: knots[cell], rest: lowParts[cell])
      values[j] += gain * walk.value(after: elapsed, under: polynomial)
    }
  }

  /// What an endless past still contributes: all of its pieces have ended.
  ///
  ///     Σ_{n ≥ 1} e^{(t − b + nP − τ_K)Z} X_K = e^{(t − b − τ_K + P)Z} (I − e^{PZ})⁻¹ X_K
  private func addPast(
    _ past: SteadyPast, _ block: PoleCluster, rows: Rows, into values: inout [Double]
  ) throws {
    let stride = pieces.degree + 1
    var walk = BlockMarch(block, degree: pieces.degree)
    for k in 0..<pieces.cells {
      walk.advance(
        by: pieces.width(k),
        under: pieces.coefficients[k * stride..<(k + 1) * stride])
    }
    let state = try block.steadyState(of: walk.rounded, period: past.period)
    for k in values.indices {
      let lag = (rows.times[k] - past.before - delay - past.low) - pieces.knots[pieces.cells] + past.period
      values[k] += past.weight * block.value(of: block.moved(state, by: lag))
    }
  }
}
