import NumericalMethods
import RealModule

/// Probability densities: each has unit area; NaN where a parameter is not above 0.
enum Densities {
  /// `e^(−x)` for a double-double.
  @inline(__always)
  private static func decay(_ x: DoubleDouble) -> Double { Double.exp(-x.hi) * (1 - x.lo) }

  /// `x^(k−1) e^(−x/θ) / (θᵏ Γ(k))` for x > 0.
  static func gamma(_ x: Double, shape k: Double, scale: Double) -> Double {
    guard k > 0, scale > 0, !x.isNaN else { return .nan }
    guard x >= 0 else { return 0 }
    if x == 0 { return k < 1 ? .infinity : k == 1 ? 1 / scale : 0 }
    let ratio = DoubleDouble(x) / scale
    guard ratio.hi.isFinite else { return 0 }
    if k < 100 {
      let power = Double.pow(ratio.hi, k - 1)
      let value = power * decay(ratio) / (Double.gamma(k) * scale)
      if power.isFinite, power > 0x1p-1000 { return value }
    }
    return Double.exp((k - 1) * Double.log(ratio.hi) - ratio.hi - Double.logGamma(k)) / scale
  }

  /// `(k/λ) (x/λ)^(k−1) e^(−(x/λ)ᵏ)` for x > 0.
  static func weibull(_ x: Double, shape k: Double, scale: Double) -> Double {
    guard k > 0, scale > 0, !x.isNaN else { return .nan }
    guard x >= 0 else { return 0 }
    if x == 0 { return k < 1 ? .infinity : k == 1 ? 1 / scale : 0 }
    let ratio = x / scale
    let decay = Double.exp(-Double.pow(ratio, k))
    return decay == 0 ? 0 : k / scale * Double.pow(ratio, k - 1) * decay
  }

  /// `e^(−(x − m)²/(2σ²)) / (σ √(2π))`.
  static func normal(_ x: Double, mean: Double, deviation: Double) -> Double {
    guard deviation > 0, !x.isNaN else { return .nan }
    let z = DoubleDouble.difference(x, mean) / deviation
    guard z.hi.magnitude < 40 else { return 0 }
    let front = 0.3989422804014327 / deviation
    return front * decay(z * z * 0.5)
  }

  /// `e^(−(ln x − μ)²/(2σ²)) / (x σ √(2π))` for x > 0.
  static func lognormal(_ x: Double, mu: Double, sigma: Double) -> Double {
    guard sigma > 0, !x.isNaN else { return .nan }
    guard x > 0, x.isFinite else { return 0 }
    return normal(Double.log(x), mean: mu, deviation: sigma) / x
  }

  /// `√(λ/(2π x³)) e^(−λ (x − μ)²/(2 μ² x))` for x > 0.
  static func inverseGaussian(_ x: Double, mean: Double, shape: Double) -> Double {
    guard mean > 0, shape > 0, !x.isNaN else { return .nan }
    guard x > 0, x.isFinite else { return 0 }
    let z = DoubleDouble.difference(x, mean) / mean
    let decay = Self.decay(z * z * (shape * 0.5) / x)
    return decay == 0 ? 0 : (shape / (2 * Double.pi * x)).squareRoot() / x * decay
  }

  /// The usual response of blood flow: gamma densities of shapes 6 and 16 in the ratio 6 : 1, with
  /// unit area.
  static func doubleGamma(_ x: Double) -> Double {
    1.2 * gamma(x, shape: 6, scale: 1) - 0.2 * gamma(x, shape: 16, scale: 1)
  }
}
