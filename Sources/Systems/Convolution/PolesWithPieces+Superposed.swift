internal import NumericalMethods

extension PolesWithPieces {
  /// The sum over impulses of pieces through rationals, where it costs less to make one response of both.
  ///
  /// - Returns: nil where marching over the knots of all impulses is cheaper.
  /// - Throws: `SystemsError.undefined` where an endless past meets a response that does not decay.
  /// - Complexity: that of impulses through pieces, and O((impulses + rows) Σm).
  static func superposed(
    _ rationals: [Rational], _ pieces: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
  ) throws -> Superposition? {
    guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else { return nil }
    let sorted = try SortedTrain(
      train, reaching: first...last, delay: delay, support: pieces.support)
    let start = sorted.times.first ?? first
    let horizon = max(last - start - delay - min(0, pieces.knots[0]), (last - start) / 1000)
    let blocks = PoleClusters.make(rationals, horizon: horizon)
    let speed = blocks.reduce(0) { max($0, $1.speed) }
    let parts = Self.parts(pieces, speed: speed).reduce(0.0) { $0 + Double($1) }
    let methods = Method.driven(
      by: pieces, parts: parts, impulses: sorted.times.count, rows: (rows.times.count, last - first),
      phases: GridTransform(sorted, delay: delay, pieces, at: rows)?.phases)
    guard Method.choose(methods, rows.algorithm).algorithm == .transform else { return nil }
    var plain = rows
    plain.algorithm = .automatic
    let kernel = PolesWithPieces(blocks, pieces)
    var result = try kernel.superposed(train, delay: delay, at: plain)
    if rows.wantsErrors {
      let sizes = PolesWithPieces(blocks.map(\.majorant), pieces.magnitudes)
      plain.wantsErrors = false
      let size = try sizes.superposed(train.magnitudes, delay: delay, at: plain)
      let largest = blocks.reduce(0) { max($0, $1.size) }
      let roundings = 64 + 32 * Double(largest + pieces.degree) + 4 * speed * horizon
      for n in result.errors.indices { result.errors[n] += 0x1p-53 * roundings * size.values[n].magnitude }
      try addSpread(of: rationals, from: result.values, to: &result.errors) { moved in
        try PolesWithPieces(PoleClusters.make(moved, horizon: horizon), pieces)
          .superposed(train, delay: delay, at: plain).values
      }
    }
    result.methods.insert(
      MethodNote(
        name: "response to the samples computed once, then superposed",
        reason: "a sum of exponentials in \(blocks.count) group\(blocks.count == 1 ? "" : "s") of poles driven by "
          + "polynomials of degree \(pieces.degree), at \(sorted.times.count) impulses",
        cost: "\(kernel.pieces.cells) pieces of degree \(kernel.pieces.degree)", certainty: .bound),
      at: 0)
    return result
  }

  /// The response placed at impulses: its pieces, and its tails by a sweep.
  private func superposed(_ train: Train, delay: Double, at rows: Rows) throws -> Superposition {
    var result = try eventsThroughPieces(train, delay: delay, pieces, at: rows)
    if rows.times.isEmpty { return result }
    let cells = pieces.cells
    let end = DoubleDouble.sum(delay, pieces.knots[cells]) + pieces.low(cells)
    var later = train
    later.shift(byLow: end.lo)
    let sweep = try BlockSweep(later, delay: end.hi, rows: rows)
    try sweep.add(tails, into: &result.values)
    return result
  }
}
