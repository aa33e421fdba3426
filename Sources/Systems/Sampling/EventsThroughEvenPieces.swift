internal import NumericalMethods

/// Even pieces at even rows, one step a multiple of the other, by transforms.
///
/// Rows finer than the pieces by q are q interleaved problems of equal steps; rows coarser by q are
/// every q-th row of a finer grid.
///
/// - Returns: nil where the grids don't fit or too many events are neither on nor off them.
func eventsThroughEvenPieces(
  _ events: [Event], delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows
) -> (result: Superposition, isAccurate: Bool)? {
  guard case .even(let knots) = pieces.knots.storage, pieces.rests.isEmpty else { return nil }
  var given: TimeGrid.Even?
  if case .even(let even)? = rows.grid?.storage { given = even }
  guard let grid = given ?? TimeGrid.evenGrid(of: rows.times), grid.count > 0 else { return nil }
  if given == nil {
    // Rows further from their grid could miss knots that the events meet.
    for n in rows.times.indices where (rows.times[n] - grid.time(n)).magnitude > rows.times[n].ulp {
      return nil
    }
  }
  let cellStep = DoubleDouble(hi: knots.step, lo: knots.stepRest)
  let rowStep = DoubleDouble(hi: grid.step, lo: grid.stepRest)
  let finer = (cellStep / rowStep).hi.rounded()
  let coarser = (rowStep / cellStep).hi.rounded()
  func fits(_ a: DoubleDouble, _ b: DoubleDouble) -> Bool {
    (a - b).magnitude.hi <= 0x1p-85 * a.hi
  }
  if grid.count == 1 || (finer == 1 && fits(cellStep, rowStep)) {
    return EvenPiecesRule(events, delay, pieces, knots, rows.times, grid, rows)?.computed()
  }
  if finer > 1, finer <= 64, fits(cellStep, rowStep * finer) {
    let q = Int(finer)
    var whole = Superposition(zeroFor: rows)
    var isAccurate = true
    for phase in 0..<min(q, grid.count) {
      let indices = stride(from: phase, to: grid.count, by: q)
      let start = DoubleDouble(hi: grid.start, lo: grid.startRest) + rowStep * Double(phase)
      let part = TimeGrid.Even(
        start: start.hi, startRest: start.lo, step: knots.step, stepRest: knots.stepRest,
        count: (grid.count - phase + q - 1) / q)
      guard
        let computed = EvenPiecesRule(
          events, delay, pieces, knots, indices.map { rows.times[$0] }, part, rows)?.computed()
      else { return nil }
      isAccurate = isAccurate && computed.isAccurate
      for (j, n) in indices.enumerated() {
        whole.values[n] = computed.result.values[j]
        if rows.wantsErrors { whole.errors[n] = computed.result.errors[j] }
      }
      whole.methods = computed.result.methods
    }
    return (whole, isAccurate)
  }
  if coarser > 1, fits(rowStep, cellStep * coarser), coarser * Double(grid.count) < 5e7 {
    let q = Int(coarser)
    let fine = TimeGrid.Even(
      start: grid.start, startRest: grid.startRest, step: knots.step, stepRest: knots.stepRest,
      count: (grid.count - 1) * q + 1)
    var times = (0..<fine.count).map { fine.time($0) }
    for n in 0..<grid.count { times[n * q] = rows.times[n] }
    guard
      let computed = EvenPiecesRule(events, delay, pieces, knots, times, fine, rows)?.computed()
    else { return nil }
    var thinned = computed.result
    thinned.values = (0..<grid.count).map { computed.result.values[$0 * q] }
    if rows.wantsErrors {
      thinned.errors = (0..<grid.count).map { computed.result.errors[$0 * q] }
    }
    return (thinned, computed.isAccurate)
  }
  return nil
}
