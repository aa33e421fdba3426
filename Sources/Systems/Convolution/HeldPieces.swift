internal import NumericalMethods

/// Held pieces through a formula whose integral is known.
///
///     y(T) = Σ cₖ ∫ₐᵇ h,   a = T − τₖ₊₁,  b = T − τₖ
///
/// Past the middle of the area what is left after a lag is used in place of what was before it, so
/// that tails keep their relative accuracy.
struct HeldPieces: Sendable {
  let pieces: PiecewisePolynomial
  let form: ClosedForm
  let integral: ClosedForm.Evaluation
  let remainder: ClosedForm.Evaluation?

  /// The values at times.
  ///
  /// - Complexity: O(times · cells).
  func values(
    at times: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    let knots = Array(pieces.knots)
    let support = form.support
    var lags: [Double] = []
    var before: [Double] = []
    var after: [Double] = []
    for n in times.indices {
      let time = times[n]
      // Only the last knot that is out of reach on either side counts.
      let first = max(0, knots.partition { time - $0 > support.upperBound } - 1)
      let last = min(knots.count, knots.partition { time - $0 >= support.lowerBound } + 1)
      guard first + 1 < last else {
        values[n] = 0
        continue
      }
      lags.removeAll(keepingCapacity: true)
      for k in first..<last {
        lags.append(min(max(time - knots[k], support.lowerBound), support.upperBound))
      }
      try evaluate(integral, lags, &before)
      if let remainder { try evaluate(remainder, lags, &after) }
      var sum = CompensatedSum()
      for k in 0..<(lags.count - 1) where lags[k] > lags[k + 1] {
        let isLate = remainder != nil && after[k].magnitude < before[k].magnitude
        let area = isLate ? after[k + 1] - after[k] : before[k] - before[k + 1]
        sum.addProduct(pieces.coefficients[first + k], area)
      }
      values[n] = sum.value
    }
  }

  private func evaluate(
    _ evaluation: ClosedForm.Evaluation, _ lags: [Double], _ values: inout [Double]
  ) throws {
    values = [Double](repeating: 0, count: lags.count)
    try lags.withUnsafeBufferPointer { lags in
      try values.withUnsafeMutableBufferPointer { try evaluation(lags, $0) }
    }
  }
}
