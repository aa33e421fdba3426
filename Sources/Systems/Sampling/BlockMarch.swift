internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A block driven by polynomials: its state at a knot, taken on from knot to knot.
///
///     X(τ + s) = e^{sZ} X(τ) + Σⱼ j! cⱼ exp[z₁ … z_m, 0 … 0; s],   with j + 1 zeros
///
/// The polynomial is part of the state of a longer block, whose last nodes are zeros; its
/// coefficients are put in anew at each knot, so that nothing is left of it after its end and no
/// rounding of it piles up. The state is carried in double-double, and the exponentials of steps
/// that come again are kept in double-double, so that an even grid adds no bias.
struct BlockMarch {
  /// How many different steps are taken in double-double.
  static let exactSteps = 256

  private let block: PoleCluster
  private let degree: Int
  private let nodes: [Complex<Double>]
  private let exactNodes: [ComplexDoubleDouble]
  private var state: [ComplexDoubleDouble]
  private var steps: [Double: [ComplexDoubleDouble]] = [:]
  private var last: (time: Double, row: [Complex<Double>])?

  /// Makes a march at rest, for polynomials up to a degree.
  init(_ block: PoleCluster, degree: Int) {
    self.block = block
    self.degree = degree
    nodes = block.nodes + Array(repeating: .zero, count: degree + 1)
    exactNodes = nodes.map { ComplexDoubleDouble($0) }
    state = Array(repeating: .zero, count: block.size)
  }

  /// Whether the state is nothing at all.
  var isAtRest: Bool { state.allSatisfy { $0.isZero } }

  /// The state, rounded.
  var rounded: [Complex<Double>] { state.map(\.rounded) }

  /// Takes the state from a knot to the next, `step` later, while the polynomial acts.
  mutating func advance(by step: Double, under polynomial: ArraySlice<Double>) {
    let (m, n) = (block.size, nodes.count)
    let matrix: [ComplexDoubleDouble]
    if let known = steps[step] {
      matrix = known
    } else if steps.count < Self.exactSteps {
      matrix = bidiagonalExponential(nodes: exactNodes, time: step)
      steps[step] = matrix
    } else {
      matrix = bidiagonalExponential(nodes: nodes, time: step).map { ComplexDoubleDouble($0) }
    }
    var next = [ComplexDoubleDouble](repeating: .zero, count: m)
    for i in 0..<m {
      var sum = ComplexDoubleDouble.zero
      for k in i..<m { sum = sum + matrix[i * n + k] * state[k] }
      var factorial = 1.0
      for (j, coefficient) in polynomial.enumerated() {
        if j > 1 { factorial *= Double(j) }
        if coefficient != 0 { sum = sum + matrix[i * n + m + j] * (factorial * coefficient) }
      }
      next[i] = sum
    }
    state = next
  }

  /// The output `elapsed` after the last knot, under a polynomial (none: free decay).
  mutating func value(after elapsed: Double, under polynomial: ArraySlice<Double>) -> Double {
    let (m, n) = (block.size, nodes.count)
    if last?.time != elapsed {
      // r e^{sZ}: one row of the longer block's exponential serves every row at this distance.
      var row = [Complex<Double>](repeating: .zero, count: n)
      if m == 1, degree <= 3 {
        row = simpleRow(elapsed)
      } else {
        let matrix = bidiagonalExponential(nodes: nodes, time: elapsed)
        for k in 0..<n {
          for i in 0...min(k, m - 1) { row[k] = row[k] + block.row[i] * matrix[i * n + k] }
        }
      }
      last = (elapsed, row)
    }
    guard let row = last?.row else { return 0 }
    var sum = CompensatedSum()
    for k in 0..<m {
      let part = row[k] * state[k].rounded
      sum.add(part.real)
    }
    var factorial = 1.0
    for (j, coefficient) in polynomial.enumerated() {
      if j > 1 { factorial *= Double(j) }
      sum.add(row[m + j].real * (factorial * coefficient))
    }
    return block.isPair ? 2 * sum.value : sum.value
  }

  /// `r e^{zs}` and `r s^k φ_k(zs)`, k = 1 … degree + 1, for one pole alone.
  ///
  ///     φ₁(w) = (e^w − 1)/w,   φ_{k+1}(w) = (φ_k(w) − 1/k!)/w
  private func simpleRow(_ elapsed: Double) -> [Complex<Double>] {
    let w = block.nodes[0].multiplied(by: elapsed)
    var phi = [Complex<Double>](repeating: .zero, count: degree + 2)
    phi[0] = .exp(w)
    if w.length < 1 {
      // The series of the highest one, the others downwards: nothing cancels.
      let top = degree + 1
      var term = Complex<Double>(1 / Double.gamma(Double(top) + 1))
      var sum = term
      for k in 1...20 {
        term = (term * w).divided(by: Double(top + k))
        sum = sum + term
      }
      phi[top] = sum
      for k in stride(from: top - 1, to: 0, by: -1) {
        phi[k] = w * phi[k + 1] + Complex(1 / Double.gamma(Double(k) + 1))
      }
    } else {
      phi[1] = .expMinusOne(w) / w
      for k in stride(from: 2, through: degree + 1, by: 1) {
        phi[k] = (phi[k - 1] - Complex(1 / Double.gamma(Double(k)))) / w
      }
    }
    var power = 1.0
    for k in phi.indices {
      phi[k] = (block.row[0] * phi[k]).multiplied(by: power)
      power *= elapsed
    }
    return phi
  }
}
