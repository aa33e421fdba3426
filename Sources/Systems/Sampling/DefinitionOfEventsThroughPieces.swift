import NumericalMethods

/// The plain definition: every event for every row, in double-double; the tests' oracle.
///
///     y(t) = Σᵢ wᵢ p(t − tᵢ − delay)
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: O(n m log k) for n events, m rows and k knots.
package func definitionOfEventsThroughPieces(
  _ train: Train, delay: Double = 0, _ pieces: PiecewisePolynomial, at rows: Rows
) throws -> Superposition {
  var result = Superposition(zeroFor: rows)
  guard let first = rows.times.first, let last = rows.times.last else { return result }
  let events = try SortedTrain(
    train, reaching: first...last, delay: delay, support: pieces.support)
  let reader = PieceReader(pieces, side: rows.side)
  for (n, time) in rows.times.enumerated() {
    var sum = DoubleDouble.zero
    var size = 0.0
    for (k, weight) in events.weights.enumerated() {
      let value = reader.preciseValue(events.lag(k, to: time, delay: delay))
      let term = value * weight
      sum += term
      size += term.hi.magnitude
    }
    result.values[n] = sum.hi
    if rows.wantsErrors { result.errors[n] = 0x1p-53 * sum.hi.magnitude + 0x1p-95 * size }
  }
  result.methods = [
    MethodNote(
      name: "sum over impulses, as it is defined", reason: "it is what the other methods must agree with",
      cost: "\(events.times.count) events for each of \(rows.times.count) rows", certainty: .bound)
  ]
  return result
}
