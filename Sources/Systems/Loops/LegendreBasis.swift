import NumericalMethods

/// Gauss's nodes on [−1, 1] with what a march on them needs: Legendre coefficients, values and integrals.
///
///     f ≈ Σ cₘ Pₘ,   cₘ = (m + ½) Σₖ wₖ Pₘ(xₖ) f(xₖ)
struct LegendreBasis: Sendable {
  /// The number of nodes.
  let count: Int
  /// The nodes, ascending, and the weights.
  let nodes: [Double]
  let weights: [Double]
  /// Entry `m n + k`: what the value at node k gives to the coefficient of Pₘ.
  let analysis: [Double]
  /// Entry `i n + k`: what the value at node k gives to the integral from −1 to node i.
  let integrals: [Double]

  static let sixteen = LegendreBasis(GaussLegendre.rule(atLeast: 16))
  static let twenty = LegendreBasis(GaussLegendre.rule(atLeast: 20))

  private init(_ rule: GaussLegendre) {
    nodes = rule.nodes
    weights = rule.weights
    count = rule.nodes.count
    let n = count
    let tables = nodes.map { LegendreBasis.polynomials(n, at: $0) }
    var analysis = [Double](repeating: 0, count: n * n)
    var integrals = analysis
    for k in 0..<n {
      for m in 0..<n {
        analysis[m * n + k] = (Double(m) + 0.5) * weights[k] * tables[k][m]
      }
      for i in 0..<n {
        // ∫ P₀ = x + 1, ∫ Pₘ = (Pₘ₊₁ − Pₘ₋₁)/(2m + 1) from −1
        var sum = analysis[k] * (nodes[i] + 1)
        for m in 1..<n {
          sum += analysis[m * n + k] * (tables[i][m + 1] - tables[i][m - 1]) / Double(2 * m + 1)
        }
        integrals[i * n + k] = sum
      }
    }
    self.analysis = analysis
    self.integrals = integrals
  }

  /// P₀ … P_n.
  private static func polynomials(_ n: Int, at x: Double) -> [Double] {
    var p = [1.0, x]
    for m in 1..<n {
      p.append((Double(2 * m + 1) * x * p[m] - Double(m) * p[m - 1]) / Double(m + 1))
    }
    return p
  }

  /// The Legendre coefficients of values at the nodes.
  func coefficients(of values: some RandomAccessCollection<Double>) -> [Double] {
    (0..<count).map { m in
      var sum = 0.0
      for (k, value) in values.enumerated() { sum += analysis[m * count + k] * value }
      return sum
    }
  }

  /// `Σ cₘ Pₘ(x)`.
  static func value(_ coefficients: ArraySlice<Double>, at x: Double) -> Double {
    var sum = 0.0
    var (before, now) = (0.0, 1.0)
    var m = 0.0
    for c in coefficients {
      sum += c * now
      (before, now) = (now, ((2 * m + 1) * x * now - m * before) / (m + 1))
      m += 1
    }
    return sum
  }
}
