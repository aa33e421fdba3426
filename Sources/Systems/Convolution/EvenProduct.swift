internal import NumericalMethods

/// The convolution of two even pieces of one step, as pieces of that step.
///
///     a: Σ_p α[i][p] xᵖ,  b: Σ_q β[j][q] x^q on each cell, x = s/δ in [0, 1]
///     (a * b) on cell n: δ Σ_pq ( C_pq[n] P_pq(x) + C_pq[n − 1] Q_pq(x) ),  C_pq = α_p * β_q
///     P_pq(x) = ∫₀ˣ sᵖ (x − s)^q ds,   Q_pq(x) = ∫ₓ¹ sᵖ (1 + x − s)^q ds
///
/// The discrete convolutions C are direct or by transforms. A coarser step that is a multiple of the
/// finer one is refined first.
package struct EvenProduct {
  /// The convolution.
  package var pieces: PiecewisePolynomial
  /// A bound on the error of its values, where one was asked for.
  package var error = 0.0
  /// A bound on its slope, where a bound was asked for.
  package var steepest = 0.0

  /// Whether two pieces are even, of steps that are multiples of one another.
  static func fits(_ a: PiecewisePolynomial, _ b: PiecewisePolynomial) -> Bool {
    ratio(a, b) != nil
  }

  /// The grids of two pieces, and how many times the finer step the coarser one is.
  private static func ratio(
    _ a: PiecewisePolynomial, _ b: PiecewisePolynomial
  ) -> (a: TimeGrid.Even, b: TimeGrid.Even, ratio: Double)? {
    guard case .even(let aGrid) = a.knots.storage, case .even(let bGrid) = b.knots.storage,
      a.keepsGrid, b.keepsGrid
    else { return nil }
    let (aStep, bStep) = (aGrid.exactStep, bGrid.exactStep)
    let ratio = aStep.hi > bStep.hi ? (aStep / bStep).hi.rounded() : (bStep / aStep).hi.rounded()
    let (fine, coarse) = aStep.hi > bStep.hi ? (bStep, aStep) : (aStep, bStep)
    guard ratio <= 1000, (fine * ratio - coarse).magnitude.hi <= 0x1p-85 * coarse.hi,
      ratio * Double(aStep.hi > bStep.hi ? a.cells : b.cells) < 2e7
    else { return nil }
    return (aGrid, bGrid, ratio)
  }

  /// Convolves two pieces; nil where they are not even, or of steps that are no multiples.
  package init?(
    _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, jobs: Int = 1, wantsErrors: Bool = false
  ) {
    guard let (aGrid, bGrid, ratio) = Self.ratio(a, b) else { return nil }
    let (aStep, bStep) = (aGrid.exactStep, bGrid.exactStep)
    let fine = aStep.hi > bStep.hi ? bStep : aStep
    let aPowers = Self.powers(a, aGrid, parts: aStep.hi > bStep.hi ? Int(ratio) : 1)
    let bPowers = Self.powers(b, bGrid, parts: bStep.hi > aStep.hi ? Int(ratio) : 1)
    let step = fine.hi
    let degree = a.degree + b.degree + 1
    let width = degree + 1
    let cells = aPowers[0].count + bPowers[0].count
    var coefficients = [Double](repeating: 0, count: cells * width)
    var spread = 0.0
    for (p, left) in aPowers.enumerated() {
      for (q, right) in bPowers.enumerated() {
        let sums: [Double]
        if wantsErrors {
          let bounded = DiscreteConvolution.convolveWithBound(left, right, jobs: jobs)
          sums = bounded.values
          spread += (bounded.bounds.max() ?? 0) * Self.absoluteSum(p, q)
        } else {
          sums = DiscreteConvolution.convolve(left, right, jobs: jobs)
        }
        let early = Self.early(p, q)
        let late = Self.late(p, q)
        for n in 0..<cells {
          if n < sums.count, sums[n] != 0 {
            coefficients[n * width + p + q + 1] += sums[n] * early
          }
          if n > 0, sums[n - 1] != 0 {
            for (m, factor) in late.enumerated() {
              coefficients[n * width + m] += sums[n - 1] * factor
            }
          }
        }
      }
    }
    // What the coefficients themselves lose, of the sizes that they are made of.
    if wantsErrors {
      let aSizes = Self.sizes(aPowers)
      let bSizes = Self.sizes(bPowers)
      let most = DiscreteConvolution.convolve(aSizes, bSizes, jobs: jobs).max() ?? 0
      // The knots are doubles, their grid is decimal: each may be off by half an ulp.
      let farthest =
        max(a.support.lowerBound.magnitude, a.support.upperBound.magnitude).ulp
        + max(b.support.lowerBound.magnitude, b.support.upperBound.magnitude).ulp
      error = step * (spread + 0x1p-53 * 128 * Double(width) * most) + 4 * farthest * most
      steepest = 2 * Double(width) * most
    }
    var scale = step
    for m in 0..<width {
      for n in 0..<cells { coefficients[n * width + m] *= scale }
      scale /= step
    }
    let start =
      DoubleDouble(hi: aGrid.start, lo: aGrid.startRest)
      + DoubleDouble(hi: bGrid.start, lo: bGrid.startRest)
    pieces = PiecewisePolynomial(
      knots: TimeGrid(
        start: start.hi, step: fine.hi, count: cells + 1, startRest: start.lo, stepRest: fine.lo),
      coefficients: coefficients, degree: degree, isClosed: true, lastValue: 0)
  }

  /// `p! q! / (p + q + 1)!`, the coefficient of `P_pq(x) = early · x^(p+q+1)`.
  private static func early(_ p: Int, _ q: Int) -> Double {
    var value = 1.0 / Double(p + q + 1)
    for k in stride(from: 1, through: q, by: 1) { value *= Double(k) / Double(p + k) }
    return value
  }

  /// The coefficients of `Q_pq(x)`: `Σ_r (q over r) x^r (B(p, q − r) − ∫₀ˣ sᵖ (1 − s)^(q−r) ds)`.
  private static func late(_ p: Int, _ q: Int) -> [Double] {
    var result = [Double](repeating: 0, count: p + q + 2)
    for r in 0...q {
      let choose = binomial(q, r)
      result[r] += choose * early(p, q - r)
      for m in 0...(q - r) {
        let sign = m % 2 == 0 ? -1.0 : 1.0
        result[r + p + m + 1] += sign * choose * binomial(q - r, m) / Double(p + m + 1)
      }
    }
    return result
  }

  private static func absoluteSum(_ p: Int, _ q: Int) -> Double {
    late(p, q).reduce(early(p, q)) { $0 + $1.magnitude }
  }

  private static func binomial(_ n: Int, _ k: Int) -> Double {
    var value = 1.0
    for j in stride(from: 1, through: k, by: 1) { value = value * Double(n - k + j) / Double(j) }
    return value
  }

  /// `Σ_p |α[i][p]|` of each cell.
  private static func sizes(_ powers: [[Double]]) -> [Double] {
    powers[0].indices.map { i in powers.reduce(0) { $0 + $1[i].magnitude } }
  }

  /// The coefficients of each power of x, every cell cut into equal parts.
  private static func powers(
    _ pieces: PiecewisePolynomial, _ grid: TimeGrid.Even, parts: Int
  ) -> [[Double]] {
    let cells = GridCells(pieces, grid)
    let whole = (0...pieces.degree).map { cells.scaled($0) }
    guard parts > 1 else { return whole }
    var result = Array(
      repeating: [Double](repeating: 0, count: pieces.cells * parts), count: whole.count)
    var local = [Double](repeating: 0, count: whole.count)
    for k in 0..<pieces.cells {
      for part in 0..<parts {
        for p in whole.indices { local[p] = whole[p][k] }
        let from = Double(part) / Double(parts)
        for i in local.indices {
          for p in stride(from: local.count - 2, through: i, by: -1) {
            local[p] += from * local[p + 1]
          }
        }
        var scale = 1.0
        for p in local.indices {
          result[p][k * parts + part] = local[p] * scale
          scale /= Double(parts)
        }
      }
    }
    return result
  }
}
