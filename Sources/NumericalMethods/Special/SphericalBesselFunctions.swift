import RealModule

/// Spherical Bessel functions of the first kind.
package enum SphericalBesselFunctions {
  /// The functions j₀(x) … j_{count−1}(x).
  ///
  ///     2 (−i)ⁿ jₙ(x) = ∫₋₁¹ Pₙ(u) e^{−ixu} du
  ///
  /// Upwards by `jₙ₊₁ = (2n + 1)/x · jₙ − jₙ₋₁` where x is above the order, else downwards from far
  /// above (Miller), scaled to j₀ or j₁, whichever is larger.
  ///
  /// - Complexity: O(count + |x|) up to |x| = count, then O(count).
  package static func values(count: Int, at x: Double) -> [Double] {
    guard x >= 0 else {
      return values(count: count, at: -x).enumerated().map { $0 % 2 == 0 ? $1 : -$1 }
    }
    guard x > 1e-9 else {
      // jₙ ≈ xⁿ/(2n + 1)!!
      var value = 1.0
      return (0..<count).map { n in
        if n > 0 { value *= x / Double(2 * n + 1) }
        return value
      }
    }
    let zeroth = Double.sin(x) / x
    let first = (zeroth - Double.cos(x)) / x
    if x > Double(count) {
      var values = [zeroth, first]
      for n in stride(from: 1, to: count - 1, by: 1) {
        values.append(Double(2 * n + 1) / x * values[n] - values[n - 1])
      }
      return Array(values.prefix(count))
    }
    let top = count + 24 + Int(x)
    var values = [Double](repeating: 0, count: top + 2)
    values[top] = 1e-300
    for n in stride(from: top, through: 1, by: -1) {
      values[n - 1] = Double(2 * n + 1) / x * values[n] - values[n + 1]
      if values[n - 1].magnitude > 1e250 {
        for k in (n - 1)...top { values[k] *= 1e-250 }
      }
    }
    // For small x the direct formula of j₁ cancels, and j₀ is the larger one.
    let scale = zeroth.magnitude >= first.magnitude ? zeroth / values[0] : first / values[1]
    return values.prefix(count).map { $0 * scale }
  }
}
