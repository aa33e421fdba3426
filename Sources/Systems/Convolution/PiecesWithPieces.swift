internal import NumericalMethods

/// The convolution of two pieces, placed at the impulses of a train.
///
///     y(t) = Σₖ wₖ (a * b)(t − tₖ − delay),   (a * b)(s) = ∫ a(u) b(s − u) du
///
/// Even pieces whose steps are multiples of one another are convolved into pieces of one degree
/// more than theirs together; others are integrated exactly over each overlap of two cells.
/// Merged cells are exact for the knots' very doubles; the product of even pieces is so for the
/// decimal grid that they stand for, and is taken where merging would be slow.
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: O((k + n) log k) for the pieces and that of events through pieces, or O(m e (k + n))
///   for m rows and e events.
package func piecesWithPieces(
  _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  let methods = Method.pair(
    a, b, impulses: train.events.count, rows: rows.times.count, isEndless: !train.past.isEmpty)
  guard Method.choose(methods, rows.algorithm).algorithm == .transform,
    let product = EvenProduct(a, b, jobs: rows.jobs, wantsErrors: rows.wantsErrors)
  else { return try mergedPieces(a, b, train: train, delay: delay, at: rows) }
  var result = try eventsThroughPieces(train, delay: delay, product.pieces, at: rows)
  if rows.wantsErrors, let last = rows.times.last {
    // Each copy of the product may be off by its own error, and by meeting its knots.
    let support = product.pieces.support
    let latest = train.events.reduce(max(last.magnitude, rows.times[0].magnitude)) {
      max($0, $1.time.magnitude)
    }
    let box = PiecewisePolynomial(
      knots: TimeGrid(ascending: [support.lowerBound, support.upperBound]),
      coefficients: [product.error + 4 * latest.ulp * product.steepest], degree: 0, isClosed: true)
    var sizes = train
    for k in sizes.events.indices { sizes.events[k].weight = sizes.events[k].weight.magnitude }
    for k in sizes.past.indices { sizes.past[k].weight = sizes.past[k].weight.magnitude }
    var plain = rows
    plain.wantsErrors = false
    plain.algorithm = .automatic
    let spread = try eventsThroughPieces(sizes, delay: delay, box, at: plain)
    for n in result.errors.indices { result.errors[n] += spread.values[n].magnitude * 1.001 }
  }
  result.methods.insert(
    MethodNote(
      name: "even pieces convolved",
      reason: "both have steps that are multiples of one another",
      cost: "\(a.cells) and \(b.cells) cells", certainty: .bound),
    at: 0)
  return result
}
