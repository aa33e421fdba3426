internal import NumericalMethods

extension ClosedForm {
  /// The formula through uniform pieces, at impulses: each power of a cell through the formula once, and that at
  /// the knots of all.
  ///
  ///     (p * h)(t) = Σ_b Σ_k c[k][b] M_b(t − τₖ),   M_b(t) = ∫₀^δ sᵇ h(t − s) ds
  ///
  /// - Parameters:
  ///   - lags: the lags of the impulses at the rows.
  /// - Returns: nil for pieces that are not uniform.
  /// - Throws: as `closedFormWithAny`.
  /// - Complexity: O(impulses · knots · rows) readings of a polynomial.
  func placed(
    at pieces: PiecewisePolynomial, train: Train, delay: Double, in lags: ClosedRange<Double>,
    at rows: Rows
  ) throws -> Superposition? {
    guard let step = pieces.knots.step, pieces.keepsGrid else { return nil }
    let stride = pieces.degree + 1
    let knots = Array(pieces.knots.dropLast())
    let window = (lags.lowerBound - pieces.support.upperBound)...(lags.upperBound - pieces.support.lowerBound)
    var result = Superposition(zeroFor: rows)
    for power in 0..<stride {
      let weights = knots.indices.map { pieces.coefficients[$0 * stride + power] }
      guard weights.contains(where: { $0 != 0 }) else { continue }
      let cell = PiecewisePolynomial(
        knots: TimeGrid(ascending: [0, step]),
        coefficients: (0..<stride).map { $0 == power ? 1 : 0 }, degree: pieces.degree, isClosed: false)
      guard var product = try FormProduct(self, .pieces(cell), in: window) else { continue }
      try product.verify(rows.tolerance, at: [], in: window)
      let placed = try Train.convolved([
        train, Train(zip(knots, weights).map { Event(time: $0, weight: $1) }),
      ])
      var part = rows
      part.algorithm = .panels
      var sum = try eventsThroughClosedForm(placed, delay: delay, product.form, at: part)
      if rows.wantsErrors {
        let off = try product.form.relativeError(in: window)
        for n in sum.errors.indices { sum.errors[n] *= 1 + off * 0x1p49 }
      }
      result.add(sum)
    }
    result.methods = [
      MethodNote(
        name: "cells of uniform pieces through the formula, placed at their knots",
        reason: "\(text) has no closed form here, and all cells are as wide",
        cost: "\(rows.times.count) rows × \(knots.count) knots × \(train.events.count) impulses",
        certainty: .estimate)
    ]
    return result
  }

  /// The largest share of a value that the formula's values are stated to be off by, of 64 that matter.
  private func relativeError(in lags: ClosedRange<Double>) throws -> Double {
    guard let errors else { return 0 }
    let low = max(lags.lowerBound, support.lowerBound)
    let high = min(lags.upperBound, support.upperBound)
    guard low < high, low.isFinite, high.isFinite else { return 0 }
    let places = (0..<64).map { low + (high - low) * (Double($0) + 0.5) / 64 }
    let values = try self.values(at: places)
    var off = values
    try places.withUnsafeBufferPointer { places in
      try off.withUnsafeMutableBufferPointer { try errors(places, $0) }
    }
    let peak = values.reduce(0) { max($0, $1.magnitude) }
    return zip(values, off).reduce(0) { most, pair in
      pair.0.magnitude < 1e-6 * peak || peak == 0 ? most : max(most, pair.1 / pair.0.magnitude)
    }
  }
}
