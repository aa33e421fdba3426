import RealModule

/// Gauss's rule on [−1, 1]: exact for polynomials of degree `2n − 1`.
///
///     ∫ f(x) dx ≈ Σ weights[k] · f(nodes[k])
package struct GaussLegendre: Sendable {
  /// The zeros of the Legendre polynomial of degree n, ascending.
  package let nodes: [Double]
  /// The weights, all above 0.
  package let weights: [Double]
  /// The slopes at the nodes of the polynomial through values at the nodes: entry `k n + j` is
  /// what the value at node j gives to the slope at node k.
  package let slopes: [Double]

  /// The least rule of those kept here that has `count` points or more; 32 at most.
  ///
  /// - Complexity: O(1), O(n²) the first time.
  package static func rule(atLeast count: Int) -> GaussLegendre {
    switch count {
    case ...4: four
    case ...6: six
    case ...8: eight
    case ...10: ten
    case ...12: twelve
    case ...16: sixteen
    case ...20: twenty
    default: thirtyTwo
    }
  }

  private static let four = GaussLegendre(points: 4)
  private static let six = GaussLegendre(points: 6)
  private static let eight = GaussLegendre(points: 8)
  private static let ten = GaussLegendre(points: 10)
  private static let twelve = GaussLegendre(points: 12)
  private static let sixteen = GaussLegendre(points: 16)
  private static let twenty = GaussLegendre(points: 20)
  private static let thirtyTwo = GaussLegendre(points: 32)

  /// Finds the zeros by Newton's method, the last step in double-double, so that nodes and weights
  /// are correctly rounded.
  ///
  /// - Complexity: O(n²).
  package init(points n: Int) {
    var nodes = [Double](repeating: 0, count: n)
    var weights = nodes
    for k in 0..<((n + 1) / 2) {
      var near = Double.cos(Double.pi * (Double(k) + 0.75) / (Double(n) + 0.5))
      for _ in 0..<3 {
        let (value, slope) = GaussLegendre.polynomial(n, at: DoubleDouble(near))
        near -= value.hi / slope.hi
      }
      let (value, slope) = GaussLegendre.polynomial(n, at: DoubleDouble(near))
      let step = value / slope
      let x = 2 * k + 1 == n ? DoubleDouble.zero : DoubleDouble(near) - step
      // The slope at the zero, from Legendre's equation (1 − x²) P'' = 2x P'.
      let square = DoubleDouble.one - x * x
      let exact = slope - step * (x * slope) * 2 / square
      let weight = DoubleDouble(2) / (square * exact * exact)
      nodes[k] = -x.hi
      nodes[n - 1 - k] = x.hi
      weights[k] = weight.hi
      weights[n - 1 - k] = weight.hi
    }
    self.nodes = nodes
    self.weights = weights
    var products = [Double](repeating: 1, count: n)
    for k in 0..<n {
      // Twice the distance keeps the products of many within range.
      for j in 0..<n where j != k { products[k] *= 2 * (nodes[k] - nodes[j]) }
    }
    var slopes = [Double](repeating: 0, count: n * n)
    for k in 0..<n {
      for j in 0..<n where j != k {
        slopes[k * n + j] = products[k] / products[j] / (nodes[k] - nodes[j])
        slopes[k * n + k] -= slopes[k * n + j]
      }
    }
    self.slopes = slopes
  }

  /// The Legendre polynomial and its slope.
  private static func polynomial(
    _ n: Int, at x: DoubleDouble
  ) -> (value: DoubleDouble, slope: DoubleDouble) {
    var before = DoubleDouble.zero
    var value = DoubleDouble.one
    for j in 0..<n {
      let next = (x * value * Double(2 * j + 1) - before * Double(j)) / DoubleDouble(Double(j + 1))
      before = value
      value = next
    }
    let slope = (x * value - before) * Double(n) / (x * x - DoubleDouble.one)
    return (value, slope)
  }
}
