internal import ComplexModule
internal import NumericalMethods

/// Polynomials between knots through blocks of poles, made into pieces and tails once.
///
///     g = h * p,   g(τₖ + s) = Σⱼ r X⁽ʲ⁾ sʲ/j!,   X⁽ʲ⁺¹⁾ = Z X⁽ʲ⁾ + e_m p⁽ʲ⁾(τₖ)
///     after the last knot  g = r e^{(t − τ_K)Z} X_K = r q(Z) e^{(t − τ_K)Z} e_m,   q(Z) e_m = X_K
///
/// Cells are cut so that |z| times their width is at most a half: there Taylor's series is right to
/// rounding after a few terms, and nothing in it cancels. Many impulses then cost what they cost through
/// pieces, and not a state for each of their knots.
struct PolesWithPieces {
  /// The response up to the last knot.
  let pieces: PiecewisePolynomial
  /// What goes on from there.
  let tails: [PoleCluster]

  /// Into how many parts the cells must be cut: equal ones all, where the pieces are uniform.
  static func parts(_ pieces: PiecewisePolynomial, speed: Double) -> [Int] {
    let own = (0..<pieces.cells).map { max(1, Int(min(2 * speed * pieces.width($0), 1e9).rounded(.up))) }
    guard pieces.knots.step != nil else { return own }
    return Array(repeating: own.max() ?? 1, count: own.count)
  }

  /// How many terms of the series are needed where |z| times the width is at most `extent`.
  static func degree(_ extent: Double, driveDegree: Int) -> Int {
    var degree = 0
    var term = 1.0
    while term > 0x1p-60, degree < 20 {
      degree += 1
      term *= extent / Double(degree + 1)
    }
    return max(degree, driveDegree + 1)
  }

  /// Makes pieces and tails.
  ///
  /// - Complexity: O(parts Σm²).
  init(_ blocks: [PoleCluster], _ drive: PiecewisePolynomial) {
    let speed = blocks.reduce(0) { max($0, $1.speed) }
    let parts = Self.parts(drive, speed: speed)
    let (grid, lowParts) = Self.knots(drive, parts)
    let count = grid.count - 1
    let widths = (0..<count).map { k in
      (grid[k + 1] - grid[k]) + (lowParts.isEmpty ? 0 : lowParts[k + 1] - lowParts[k])
    }
    let degree = Self.degree(speed * (widths.max() ?? 0), driveDegree: drive.degree)
    let cells = Self.cut(drive, parts, at: grid, lowParts)
    let stride = drive.degree + 1
    var coefficients = [Double](repeating: 0, count: count * (degree + 1))
    var last = 0.0
    var tails: [PoleCluster] = []
    for block in blocks {
      var march = BlockMarch(block, degree: drive.degree)
      for k in 0..<count {
        let polynomial = cells[k * stride..<(k + 1) * stride]
        Self.addSeries(
          of: block, from: march.rounded, under: polynomial, degree,
          to: &coefficients, at: k * (degree + 1))
        march.advance(by: widths[k], under: polynomial)
      }
      last += block.value(of: march.rounded)
      tails.append(block.going(onFrom: march.rounded))
    }
    self.tails = tails
    var pieces = PiecewisePolynomial(
      knots: grid, coefficients: coefficients, degree: degree, isClosed: false, lastValue: last)
    pieces.lowParts = lowParts
    self.pieces = pieces
  }

  /// The knots of the parts.
  private static func knots(
    _ drive: PiecewisePolynomial, _ parts: [Int]
  ) -> (TimeGrid, lowParts: [Double]) {
    let most = parts.max() ?? 1
    guard most > 1 else { return (drive.knots, drive.lowParts) }
    if case .even(let even) = drive.knots.storage, drive.lowParts.isEmpty {
      let step = even.exactStep / Double(most)
      return (
        TimeGrid(
          start: even.start, step: step.hi, count: drive.cells * most + 1, startRest: even.startRest,
          stepRest: step.lo), [])
    }
    var moments: [DoubleDouble] = []
    for k in 0..<drive.cells {
      let start = DoubleDouble(hi: drive.knots[k], lo: drive.low(k))
      for part in 0..<parts[k] {
        moments.append(start + DoubleDouble(drive.width(k)) * (Double(part) / Double(parts[k])))
      }
    }
    moments.append(DoubleDouble(hi: drive.knots[drive.cells], lo: drive.low(drive.cells)))
    return (TimeGrid(ascending: moments.map(\.hi)), moments.map(\.lo))
  }

  /// The drive's polynomials about the knots of the parts.
  private static func cut(
    _ drive: PiecewisePolynomial, _ parts: [Int], at grid: TimeGrid, _ lowParts: [Double]
  ) -> [Double] {
    guard (parts.max() ?? 1) > 1 else { return drive.coefficients }
    let stride = drive.degree + 1
    var cells: [Double] = []
    cells.reserveCapacity((grid.count - 1) * stride)
    var n = 0
    for k in 0..<drive.cells {
      let own = drive.coefficients[k * stride..<(k + 1) * stride]
      for _ in 0..<parts[k] {
        let low = (lowParts.isEmpty ? 0 : lowParts[n]) - drive.low(k)
        cells += Polynomials.shifted(own, by: (grid[n] - drive.knots[k]) + low)
        n += 1
      }
    }
    return cells
  }

  /// Adds a block's Taylor series about a knot.
  private static func addSeries(
    of block: PoleCluster, from state: [Complex<Double>], under polynomial: ArraySlice<Double>,
    _ degree: Int, to coefficients: inout [Double], at first: Int
  ) {
    let m = block.size
    var x = state
    var factorial = 1.0
    for j in 0...degree {
      if j > 1 { factorial *= Double(j) }
      coefficients[first + j] += block.value(of: x) / factorial
      for i in 0..<m {
        x[i] = block.nodes[i] * x[i] + (i + 1 < m ? x[i + 1] : .zero)
      }
      if j < polynomial.count {
        x[m - 1] = x[m - 1] + Complex(factorial * polynomial[polynomial.startIndex + j])
      }
    }
  }
}

extension PoleCluster {
  /// The block whose response is what this one does from a state on: `r q(Z)`, where `q(Z) e_m` is the state.
  ///
  ///     (Z − z_m) e_m = e_{m−1},  (Z − z_{m−1}) e_{m−1} = e_{m−2}, …
  func going(onFrom state: [Complex<Double>]) -> PoleCluster {
    let m = size
    var power = row
    var result = [Complex<Double>](repeating: .zero, count: m)
    for j in 0..<m {
      let node = nodes[m - 1 - j]
      for i in 0..<m { result[i] = result[i] + power[i] * state[m - 1 - j] }
      for i in stride(from: m - 1, through: 0, by: -1) {
        power[i] = power[i] * (nodes[i] - node) + (i > 0 ? power[i - 1] : .zero)
      }
    }
    return PoleCluster(nodes: nodes, row: result, isPair: isPair)
  }
}

extension PiecewisePolynomial {
  /// What a knot leaves out of the moment that is meant.
  func low(_ knot: Int) -> Double { lowParts.isEmpty ? 0 : lowParts[knot] }

  /// Pieces that are nowhere below the magnitude of these: each cell's Σ |cⱼ| widthʲ.
  var magnitudes: PiecewisePolynomial {
    let stride = degree + 1
    // A bound counts 64 roundings of this or more: what the values are off is put in as so many.
    let heights = (0..<cells).map { k in
      Polynomials.value(coefficients[k * stride..<(k + 1) * stride].map(\.magnitude)[...], at: width(k))
        + 0x1p47 * valueError
    }
    var result = PiecewisePolynomial(knots: knots, coefficients: heights, degree: 0, isClosed: false)
    result.lowParts = lowParts
    return result
  }
}
