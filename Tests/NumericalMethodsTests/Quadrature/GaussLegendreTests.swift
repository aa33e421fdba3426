import NumericalMethods
import Testing

@Suite struct GaussLegendreTests {
  @Test func `the rule of two points has nodes one over the root of three`() {
    let rule = GaussLegendre(points: 2)
    #expect(abs(rule.nodes[1] - (1.0 / 3).squareRoot()) <= 1e-16)
    #expect(rule.weights == [1, 1])
  }

  @Test(arguments: [1, 3, 4, 6, 8, 10, 12, 16, 20, 32])
  func `powers up to twice the points less one are exact`(n: Int) {
    let rule = GaussLegendre(points: n)
    for power in 0..<(2 * n) {
      var sum = 0.0
      for k in 0..<n {
        var product = rule.weights[k]
        for _ in 0..<power { product *= rule.nodes[k] }
        sum += product
      }
      // ∫ xᵖ over [−1, 1] is 2/(p + 1) for even p and 0 for odd.
      let exact = power % 2 == 0 ? 2 / Double(power + 1) : 0
      #expect(abs(sum - exact) <= 1e-15)
    }
  }

  @Test func `slopes at the nodes are those of a polynomial`() {
    let rule = GaussLegendre(points: 6)
    // d/dx x⁵ = 5x⁴.
    for k in 0..<6 {
      var slope = 0.0
      for j in 0..<6 {
        let x = rule.nodes[j]
        slope += rule.slopes[6 * k + j] * (x * x * x * x * x)
      }
      let x = rule.nodes[k]
      #expect(abs(slope - 5 * x * x * x * x) <= 1e-13)
    }
  }
}
