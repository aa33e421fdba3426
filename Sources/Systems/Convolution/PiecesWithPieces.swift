internal import NumericalMethods

/// The convolution of two pieces, placed at the impulses of a train.
///
///     y(t) = Σₖ wₖ (a * b)(t − tₖ − delay),   (a * b)(s) = ∫ a(u) b(s − u) du
///
/// Pieces whose steps are multiples of one another are convolved into pieces of one degree more than theirs
/// together on their grid, others into pieces between all sums of their knots; or they are integrated
/// exactly over each overlap of two cells, row by row. Merged cells are exact for the knots' very doubles; the
/// product of uniform pieces is so for the decimal grid that they stand for, and is taken where merging
/// would be slow.
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: O((k + n) log k) or O(k n log(k n)) for the pieces and that of events through pieces, or
///   O(m e (k + n)) for m rows and e events.
package func piecesWithPieces(
  _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  let methods = Method.pair(
    a, b, impulses: train.events.count, rows: rows.times.count, isEndless: !train.past.isEmpty,
    isUniform: EvenProduct.fits(a, b))
  var plain = rows
  plain.algorithm = .automatic
  switch Method.choose(methods, rows.algorithm).algorithm {
  case .transform:
    guard let even = EvenProduct(a, b, jobs: rows.jobs, wantsErrors: rows.wantsErrors) else { break }
    var product = even.pieces
    // Each copy may be off by the product's own error, and by meeting its knots.
    let latest = train.events.reduce(max(last.magnitude, first.magnitude)) { max($0, $1.time.magnitude) }
    product.valueError = even.error + 4 * latest.ulp * even.steepest
    var result = try eventsThroughPieces(train, delay: delay, product, at: plain)
    result.methods.insert(
      MethodNote(
        name: "piecewise polynomials convolved on their common grid", reason: "both have steps that are multiples of one another",
        cost: "\(a.cells) and \(b.cells) cells", certainty: .bound),
      at: 0)
    return result
  case .sums:
    var result = try eventsThroughPieces(train, delay: delay, KnotProduct(a, b).pieces, at: plain)
    result.methods.insert(
      MethodNote(
        name: "piecewise polynomials convolved, exactly between all sums of their knots",
        reason: "an integral over every overlap for each row takes longer",
        cost: "\(a.cells) times \(b.cells) cells", certainty: .bound),
      at: 0)
    return result
  default: break
  }
  return try mergedPieces(a, b, train: train, delay: delay, at: rows)
}

extension Product {
  /// The same product with all its pieces convolved into one list of pieces, as far as that is cheap: then a
  /// rule for one factor less computes it.
  ///
  /// - Complexity: O(k n log(k n)) for k and n knots, O((k + n) log k) for uniform pieces.
  func joiningPieces(for rows: Rows) -> Product {
    guard others.count + (rationals.isEmpty ? 0 : 1) > 2 else { return self }
    var copy = self
    var joined: PiecewisePolynomial?
    copy.others = others.filter { factor in
      guard case .pieces(let pieces) = factor else { return true }
      guard let before = joined else {
        joined = pieces
        return false
      }
      guard let product = before.convolved(with: pieces, for: rows) else { return true }
      joined = product
      return false
    }
    if let joined { copy.others.append(.pieces(joined)) }
    return copy
  }
}

extension PiecewisePolynomial {
  /// The convolution with other pieces, with a bound on its error where one is asked for; nil where it would have
  /// too many knots.
  fileprivate func convolved(with other: PiecewisePolynomial, for rows: Rows) -> PiecewisePolynomial? {
    var product: PiecewisePolynomial
    if let even = EvenProduct(self, other, jobs: rows.jobs, wantsErrors: rows.wantsErrors) {
      product = even.pieces
      product.valueError = even.error
    } else if Method.isKnotProductCheap(cells, other.cells) {
      product = KnotProduct(self, other).pieces
    } else {
      return nil
    }
    func area(_ pieces: PiecewisePolynomial) -> Double {
      let sizes = pieces.magnitudes
      return (0..<pieces.cells).reduce(0) { $0 + sizes.coefficients[$1] * pieces.width($1) }
    }
    if valueError > 0 { product.valueError += valueError * area(other) }
    if other.valueError > 0 { product.valueError += other.valueError * area(self) }
    return product
  }
}
