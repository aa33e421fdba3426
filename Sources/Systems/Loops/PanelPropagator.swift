import ComplexModule
import RealModule

/// One pole over one panel, by collocation at Gauss's nodes.
///
///     x' = z x + q:   x(nodes) = M (x₀ + (h/2) S q),   M = (1 − (h/2) z S)⁻¹
///
/// S integrates from the panel's start. Collocation at Gauss's nodes is stable however fast the pole
/// decays, and its end value is of order 2n.
struct PanelPropagator: Sendable {
  /// What the state at the start gives to the node values.
  private let fromStart: [Complex<Double>]
  /// What the input at the nodes gives to them: `i n + k`.
  private let fromInput: [Complex<Double>]
  private let pole: Complex<Double>
  private let half: Double
  private let basis: LegendreBasis

  init(pole: Complex<Double>, length: Double, basis: LegendreBasis) {
    self.pole = pole
    self.basis = basis
    half = length / 2
    let n = basis.count
    let step = pole.multiplied(by: half)
    var matrix = basis.integrals.map { -step.multiplied(by: $0) }
    for i in 0..<n { matrix[i * n + i] += .one }
    // Right sides: ones, then S.
    var sides = [Complex<Double>](repeating: .zero, count: n * (n + 1))
    for i in 0..<n {
      sides[i * (n + 1)] = .one
      for k in 0..<n { sides[i * (n + 1) + 1 + k] = Complex(half * basis.integrals[i * n + k]) }
    }
    PanelPropagator.solve(&matrix, &sides, n)
    fromStart = (0..<n).map { sides[$0 * (n + 1)] }
    fromInput = (0..<n).flatMap { i in (0..<n).map { sides[i * (n + 1) + 1 + $0] } }
  }

  /// Gauss's elimination with partial pivoting.
  private static func solve(
    _ a: inout [Complex<Double>], _ b: inout [Complex<Double>], _ n: Int
  ) {
    let width = n + 1
    for column in 0..<n {
      let pivot = (column..<n).max { a[$0 * n + column].length < a[$1 * n + column].length } ?? column
      if pivot != column {
        for k in 0..<n { a.swapAt(pivot * n + k, column * n + k) }
        for k in 0..<width { b.swapAt(pivot * width + k, column * width + k) }
      }
      let inverse = Complex<Double>.one / a[column * n + column]
      for row in 0..<n where row != column {
        let factor = a[row * n + column] * inverse
        if factor == .zero { continue }
        for k in column..<n { a[row * n + k] -= factor * a[column * n + k] }
        for k in 0..<width { b[row * width + k] -= factor * b[column * width + k] }
      }
      for k in 0..<n { a[column * n + k] *= inverse }
      for k in 0..<width { b[column * width + k] *= inverse }
    }
  }

  /// The state at the nodes, and at the end.
  func advanced(
    from start: Complex<Double>, under input: [Complex<Double>]
  ) -> (nodes: [Complex<Double>], end: Complex<Double>) {
    let n = basis.count
    var nodes = [Complex<Double>](repeating: .zero, count: n)
    var change = Complex<Double>.zero
    for i in 0..<n {
      var sum = fromStart[i] * start
      for k in 0..<n { sum += fromInput[i * n + k] * input[k] }
      nodes[i] = sum
      change += (pole * sum + input[i]).multiplied(by: basis.weights[i] * half)
    }
    return (nodes, start + change)
  }
}
