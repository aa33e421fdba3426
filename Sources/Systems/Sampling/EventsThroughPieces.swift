internal import NumericalMethods

/// The superposition of pieces at the impulses of a train, for rows.
///
///     y(t) = Σᵢ wᵢ p(t − tᵢ − delay)
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: the least of O(n m), O(n + m k) and O(n + m log m) that the data allow, for n
///   events, m rows and k knots.
package func eventsThroughPieces(
  _ train: Train, delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  let events = try SortedTrain(
    train, reaching: first...last, delay: delay, support: pieces.support)
  if rows.wantsErrors, pieces.valueError > 0 {
    var exact = pieces
    exact.valueError = 0
    var result = try eventsThroughPieces(train, delay: delay, exact, at: rows)
    try result.add(error: pieces.valueError, of: pieces.support, at: train, delay: delay, rows)
    return result
  }
  var grid = GridTransform(events, delay: delay, pieces, at: rows)
  var methods = Method.pieces(
    pieces, impulses: events.times.count, rows: (rows.times.count, last - first),
    phases: grid?.phases)
  var method = Method.choose(methods, rows.algorithm)
  let isAsked = rows.algorithm == .transform && grid == nil
  if isAsked || method.price > Method.Cost.worthLooking,
    let common = CommonLags.transform(events, delay: delay, pieces, at: rows),
    isAsked || common.price < method.price
  {
    grid = common.transform
    method = Method(algorithm: .transform, price: common.price)
  }
  methods.removeAll { $0.algorithm == .transform }
  let sums = Method.choose(methods, rows.algorithm)
  if method.algorithm == .transform, let attempt = grid?.computed() {
    // A transform's error is relative to its largest values: where they cancel, sums are better.
    let peak = attempt.result.values.reduce(0) { max($0, $1.magnitude) }
    if rows.algorithm == .transform || attempt.expected <= 2e-14 * peak || sums.isTooLong
      || agrees(attempt.result, events, delay: delay, pieces, rows)
    {
      return attempt.result
    }
  }
  let pairs = events.times.count.multipliedReportingOverflow(by: rows.times.count)
  let reader = PieceReader(
    pieces, side: rows.side, reads: pairs.overflow || sums.algorithm == .sums ? .max : pairs.partialValue)
  return sums.algorithm == .sums
    ? prefixSums(events, delay: delay, reader, at: rows)
    : lagSum(events, delay: delay, reader, at: rows)
}

extension Superposition {
  /// Adds what copies on a support may each be off.
  fileprivate mutating func add(
    error: Double, of support: ClosedRange<Double>, at train: Train, delay: Double, _ rows: Rows
  ) throws {
    let box = PiecewisePolynomial(
      knots: TimeGrid(ascending: [support.lowerBound, support.upperBound]), coefficients: [error],
      degree: 0, isClosed: true)
    var plain = rows
    plain.wantsErrors = false
    plain.algorithm = .automatic
    let spread = try eventsThroughPieces(train.magnitudes, delay: delay, box, at: plain)
    for n in errors.indices { errors[n] += spread.values[n].magnitude * 1.001 }
  }
}

/// Whether rows picked all over agree with their sums to 2e-15 of the peak.
///
/// What a transform may lose is estimated for data that conspire; what it did lose is seen at 64
/// rows, because its error is spread evenly.
private func agrees(
  _ result: Superposition, _ events: SortedTrain, delay: Double, _ pieces: PiecewisePolynomial,
  _ rows: Rows
) -> Bool {
  var places: [Int] = []
  for k in 0..<64 {
    // A golden section fills any range evenly and meets no period.
    let share = (Double(k) + 0.5) * 0.6180339887498949
    places.append(Int((share - share.rounded(.down)) * Double(rows.times.count)))
  }
  var peak = 0.0
  for (n, value) in result.values.enumerated() where value.magnitude > peak {
    peak = value.magnitude
    places[0] = n
  }
  places.sort()
  var part = rows
  part.times = places.map { rows.times[$0] }
  part.grid = nil
  part.wantsErrors = false
  let sums = lagSum(
    events, delay: delay, PieceReader(pieces, side: rows.side), at: part)
  return zip(places, sums.values).allSatisfy { n, sum in
    (result.values[n] - sum).magnitude <= 2e-15 * peak
  }
}
