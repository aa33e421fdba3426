internal import NumericalMethods
internal import RealModule

/// What is believed of an unknown before the data are seen.
public enum Prior: String, CaseIterable, Hashable, Sendable {
  /// The integral of (u'')^2 is small.
  case smooth
  /// Smooth, and dying out at a rate that is found too: the second-order stable spline.
  case decaying
  /// Constant but for a few jumps: the total variation is small.
  case steps
  /// Nothing.
  case none
}

/// A quadratic prior as the two maps u = root z + free c with z white: the penalty is |z|^2.
struct PriorRoots {
  /// unknowns x roughness.
  var root: Matrix
  /// unknowns x what has no roughness.
  var free: Matrix

  /// No belief at all.
  static func none(_ count: Int) -> PriorRoots {
    PriorRoots(root: .identity(count), free: Matrix(rows: count, columns: 0))
  }

  /// |z|^2 = Σ (change of slope)^2 / width over the inner knots: the integral of (u'')^2 of divided differences.
  ///
  /// A unit of z at a knot is a ramp from there on; straight lines are free. Ends at 0 take their part of both.
  static func smooth(_ knots: [Double], startsAtZero: Bool, endsAtZero: Bool) -> PriorRoots {
    let n = knots.count
    let span = max(knots[n - 1] - knots[0], .leastNormalMagnitude)
    let places = knots.map { ($0 - knots[0]) / span }
    var root = Matrix(rows: n, columns: max(n - 2, 0))
    for k in 0..<max(n - 2, 0) {
      let width = (knots[k + 2] - knots[k]) / 2
      let end = knots[n - 1] - knots[k + 1]
      for i in 0..<n {
        var value = max(0, knots[i] - knots[k + 1])
        if endsAtZero { value -= end * (startsAtZero ? places[i] : 1) }
        root[i, k] = width.squareRoot() * value
      }
    }
    let kept = (startsAtZero ? 1 : 0) + (endsAtZero ? 1 : 0)
    var columns: [[Double]] = []
    if n == 1 {
      if kept == 0 { columns = [[1]] }
    } else if kept == 0 {
      columns = [[Double](repeating: 1, count: n), places.map { 2 * $0 - 1 }]
    } else if kept == 1 {
      columns = [startsAtZero ? places : places.map { 1 - $0 }]
    }
    var free = Matrix(rows: n, columns: columns.count)
    for (j, column) in columns.enumerated() {
      for i in 0..<n { free[i, j] = column[i] }
    }
    return PriorRoots(root: root, free: free).balanced()
  }

  /// Ramps without their straight part, so that little cancels later.
  private func balanced() -> PriorRoots {
    guard free.columnCount > 0, root.columnCount > 0, let factors = try? QRFactors(free),
      let part = try? Matrix.product(factors.q, root, transposingFirst: true),
      let straight = try? Matrix.product(factors.q, part)
    else { return self }
    var copy = self
    for k in copy.root.elements.indices { copy.root.elements[k] -= straight.elements[k] }
    return copy
  }

  /// The second-order stable spline's root: K = root root'.
  ///
  ///     K(s, t) = e^{−b(s + t + max)}/2 − e^{−3b max}/6
  ///
  /// Source: G. Pillonetto, G. De Nicolao, "A new kernel-based approach for linear system identification" (2010).
  static func decaying(
    _ knots: [Double], rate: Double, startsAtZero: Bool, endsAtZero: Bool
  ) throws(NumericalError) -> PriorRoots {
    let n = knots.count
    var kernel = Matrix(rows: n, columns: n)
    let lags = knots.map { ($0 - knots[0]) * rate }
    for i in 0..<n {
      for j in 0...i {
        let (late, early) = (lags[i], lags[j])
        let value =
          Double.exp(-(early + 2 * late)) / 2 - Double.exp(-3 * late) / 6
        kernel[i, j] = value
        kernel[j, i] = value
      }
    }
    for (isZero, k) in [(startsAtZero, 0), (endsAtZero, n - 1)] where isZero {
      // What is known of the others once this one is 0.
      let pivot = kernel[k, k]
      guard pivot > 0 else { continue }
      let row = (0..<n).map { kernel[k, $0] }
      for i in 0..<n {
        for j in 0..<n { kernel[i, j] -= row[i] * row[j] / pivot }
      }
    }
    // On its own scale, so that a tail is as well conditioned as the start.
    let scale = (0..<n).map { kernel[$0, $0] > 1e-280 ? kernel[$0, $0].squareRoot() : 0 }
    for i in 0..<n {
      for j in 0..<n {
        kernel[i, j] = scale[i] > 0 && scale[j] > 0 ? kernel[i, j] / (scale[i] * scale[j]) : 0
      }
      kernel[i, i] = 1
    }
    var jitter = 1e-14
    while true {
      var raised = kernel
      for i in 0..<n { raised[i, i] += jitter }
      if var l = try? CholeskyFactor(raised).l {
        for i in 0..<n {
          let isZero = startsAtZero && i == 0 || endsAtZero && i == n - 1
          for j in 0..<n { l[i, j] *= isZero ? 0 : scale[i] }
        }
        return PriorRoots(root: l, free: Matrix(rows: n, columns: 0))
      }
      guard jitter < 1e-6 else { throw .noFactor(operation: "prior") }
      jitter *= 100
    }
  }
}
