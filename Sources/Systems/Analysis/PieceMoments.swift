internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Moments of pieces about the middles of blocks of cells, and of blocks of these: what the Fourier transform at
/// many frequencies is made of.
///
///     ∫ p(t) e^{−iωt} dt = Σ_b e^{−iωτ_b} Σⱼ (−iω r_b)ʲ/j! M_b[j],   M_b[j] = ∫_b p(t) ((t − τ_b)/r_b)ʲ dt
///
/// A block serves where `ω r_b ≤ 1`: the first power that is left out is below 2⁻⁶⁵ of its area. Blocks are halves
/// of blocks, down to 16 cells; where these are too wide cells are transformed one by one.
///
/// - Complexity: O(cells) once, then O(min(cells, ω · width)) for each frequency.
struct PieceMoments {
  private static let powers = 20
  private static let leaf = 16

  private let pieces: PiecewisePolynomial
  /// From the leaves up: the middle of each block, half its width, and its moments.
  private var levels: [(middles: [Double], radii: [Double], moments: [Double])] = []

  /// Makes the moments.
  init(_ pieces: PiecewisePolynomial) {
    self.pieces = pieces
    // Exact for the product of the cells' polynomial and the highest power.
    let rule = GaussLegendre.rule(atLeast: (pieces.degree + Self.powers + 2) / 2)
    let stride = Self.powers + 1
    let count = (pieces.cells + Self.leaf - 1) / Self.leaf
    var (middles, radii) = ([Double](), [Double]())
    var moments = [Double](repeating: 0, count: count * stride)
    for b in 0..<count {
      let cells = b * Self.leaf..<min(pieces.cells, (b + 1) * Self.leaf)
      let (low, high) = (pieces.knots[cells.lowerBound], pieces.knots[cells.upperBound])
      let (middle, radius) = (low / 2 + high / 2, high / 2 - low / 2)
      middles.append(middle)
      radii.append(radius)
      for k in cells {
        let (knot, half) = (pieces.knots[k], pieces.width(k) / 2)
        for (x, weight) in zip(rule.nodes, rule.weights) {
          let distance = half * (x + 1)
          var term = weight * half * pieces.polynomial(k, at: distance)
          let place = ((knot - middle) + distance) / radius
          for j in 0..<stride {
            moments[b * stride + j] += term
            term *= place
          }
        }
      }
    }
    levels.append((middles, radii, moments))
    while let below = levels.last, below.middles.count > 1 { levels.append(Self.halved(below)) }
  }

  /// Pairs of blocks, the last one alone where they are odd.
  private static func halved(
    _ below: (middles: [Double], radii: [Double], moments: [Double])
  ) -> (middles: [Double], radii: [Double], moments: [Double]) {
    let stride = powers + 1
    let count = (below.middles.count + 1) / 2
    var (middles, radii) = ([Double](), [Double]())
    var moments = [Double](repeating: 0, count: count * stride)
    for b in 0..<count {
      let children = 2 * b..<min(below.middles.count, 2 * b + 2)
      let low = below.middles[children.lowerBound] - below.radii[children.lowerBound]
      let high = below.middles[children.upperBound - 1] + below.radii[children.upperBound - 1]
      let (middle, radius) = (low / 2 + high / 2, high / 2 - low / 2)
      middles.append(middle)
      radii.append(radius)
      for child in children {
        let shift = (below.middles[child] - middle) / radius
        let scale = below.radii[child] / radius
        // ((t − τ)/r)ʲ = Σₖ (j over k) shiftʲ⁻ᵏ scaleᵏ ((t − τ_c)/r_c)ᵏ, by multiplying with (shift + scale x) in turn.
        var row = [1.0]
        for j in 0..<stride {
          var sum = 0.0
          for k in row.indices { sum += row[k] * below.moments[child * stride + k] }
          moments[b * stride + j] += sum
          var next = row.map { $0 * shift } + [0]
          for k in row.indices { next[k + 1] += row[k] * scale }
          row = next
        }
      }
    }
    return (middles, radii, moments)
  }

  /// The transform at a frequency.
  func transform(at frequency: Double) -> Complex<Double> {
    var sum = TransformSum()
    visit(levels.count - 1, 0, frequency, &sum)
    return sum.value
  }

  private func visit(_ level: Int, _ block: Int, _ frequency: Double, _ sum: inout TransformSum) {
    let blocks = levels[level]
    let angle = frequency * blocks.radii[block]
    if angle.magnitude > 1 {
      if level == 0 {
        sum.add(pieces, cells: block * Self.leaf..<min(pieces.cells, (block + 1) * Self.leaf), at: frequency)
      } else {
        visit(level - 1, 2 * block, frequency, &sum)
        if 2 * block + 1 < levels[level - 1].middles.count { visit(level - 1, 2 * block + 1, frequency, &sum) }
      }
      return
    }
    // Powers of −i turn: 1, −i, −1, i.
    let first = block * (Self.powers + 1)
    var (real, imaginary) = (0.0, 0.0)
    for j in stride(from: Self.powers, through: 0, by: -1) {
      // value = M[j] − i angle/(j + 1) · value
      let factor = angle / Double(j + 1)
      (real, imaginary) = (blocks.moments[first + j] + factor * imaginary, -factor * real)
    }
    let turn = -frequency * blocks.middles[block]
    sum.add(Complex(real, imaginary) * Complex(Double.cos(turn), Double.sin(turn)))
  }
}
