internal import NumericalMethods

/// Pieces of any knots seen from impulses and rows on one grid: only their values at the lags of that grid count.
///
///     y[n] = Σᵢ wᵢ p((n · coarse − mᵢ) δ),   tᵢ + delay − φ = mᵢ δ
///
/// So uneven pieces are a discrete convolution there, and so are rows whose step is no multiple of the pieces'.
enum CommonLags {
  /// The most parts of a rows' step that are tried as the step of the grid.
  private static let mostParts = 128
  /// The most lags that are read.
  private static let mostLags = 4e6

  /// Looks for a grid of all impulses and rows.
  ///
  /// - Returns: the transform, and its price; nil where there is no such grid, or where a jump of the pieces is
  ///   nearer to a lag than rounding could tell.
  /// - Complexity: O(parts + impulses + lags).
  static func transform(
    _ events: SortedTrain, delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows
  ) -> (transform: GridTransform, price: Double)? {
    var given: TimeGrid.Even?
    if case .even(let even)? = rows.grid?.storage { given = even }
    guard let grid = given ?? TimeGrid.evenGrid(of: rows.times), grid.count > 1, !events.times.isEmpty else {
      return nil
    }
    let origin = DoubleDouble(delay) - grid.exactStart
    guard let parts = (1...mostParts).first(where: { parts in
      let index = GridIndex(origin: origin, step: grid.exactStep / Double(parts))
      return events.times.indices.allSatisfy { k in
        let rest = index.rest(events.times[k], index.nearest(events.times[k])) + events.low(k)
        return rest.hi.magnitude <= 2 * max(events.times[k].magnitude, grid.start.magnitude).ulp
      }
    }) else { return nil }
    let step = grid.exactStep / Double(parts)
    let support = pieces.support
    let first = (support.lowerBound / step.hi).rounded(.up)
    let count = (support.upperBound / step.hi).rounded(.down) - first + 1
    guard count >= 3, count <= mostLags, first.magnitude < 1e15 else { return nil }
    let furthest = max(rows.times[0].magnitude, rows.times[rows.times.count - 1].magnitude, events.times[0].magnitude)
    guard let sampled = pieces.sampled(from: first, by: step, count: Int(count), side: rows.side, slack: 16 * furthest.ulp),
      let transform = GridTransform(events, delay: delay, sampled, at: rows), transform.hasAllOnGrid
    else { return nil }
    let phases = transform.phases
    let length = Double(rows.times.count) + count / Double(parts)
    return (
      transform,
      Method.sampled(lags: count, length: length, phases: phases.impulses, impulses: events.times.count)
    )
  }
}

extension PiecewisePolynomial {
  /// The values at multiples of a step, as a grid's; nil where a jump lies within a slack of one but not on it.
  fileprivate func sampled(
    from first: Double, by step: DoubleDouble, count: Int, side: Side, slack: Double
  ) -> PiecewisePolynomial? {
    let (right, left) = (knotValues(.after), knotValues(.before))
    for k in right.indices where right[k] != left[k] {
      let n = (knots[k] / step.hi).rounded()
      let off = (step * n - knots[k] - (lowParts.isEmpty ? 0 : lowParts[k])).hi.magnitude
      if off > knots[k].ulp, off <= slack { return nil }
    }
    let reader = PieceReader(self, side: side)
    var near = 0
    let values = (0..<count).map { k -> Double in
      let moment = step * (first + Double(k))
      var lag = Lag(from: 0, to: moment.hi, delay: 0)
      lag.low = moment.lo
      return reader.value(lag, near: &near)
    }
    var coefficients: [Double] = []
    coefficients.reserveCapacity(2 * count)
    for k in 0..<count - 1 {
      coefficients.append(values[k])
      coefficients.append((values[k + 1] - values[k]) / step.hi)
    }
    let start = step * first
    var result = PiecewisePolynomial(
      knots: TimeGrid(start: start.hi, step: step.hi, count: count, startRest: start.lo, stepRest: step.lo),
      coefficients: coefficients, degree: 1, isClosed: true, lastValue: values[count - 1])
    if side == .before { result.ownValues = values }
    return result
  }
}
