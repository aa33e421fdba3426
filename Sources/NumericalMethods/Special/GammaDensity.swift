import RealModule

/// The density x^(k-1) e^(-x/θ) / (θ^k Γ(k)) of shape k and scale θ at x > 0, within 4 u near its peak
/// and 1e-13 relative in its tails, for shapes of any size.
///
/// 0 for x < 0; at 0 infinite for k < 1, 1/θ for k = 1, else 0.
///
/// - Precondition: shape and scale are above 0.
package func gammaDensity(_ x: Double, shape: Double, scale: Double) -> Double {
  precondition(shape > 0 && scale > 0)
  guard x >= 0 else { return x.isNaN ? .nan : 0 }
  if x == 0 { return shape < 1 ? .infinity : shape == 1 ? 1 / scale : 0 }
  return poissonTerm(shape - 1, DoubleDouble(x) / scale) / scale
}

/// z^m e^(-z) / Γ(m + 1), for m > -1 and z > 0.
///
/// Up to m = 16 as written, with z rounded the same in the power and in the exponential, where its error
/// cancels about the peak; above by Stirling's series and the deviance, which is computed without cancellation.
///
/// Source: C. Loader, "Fast and accurate computation of binomial probabilities" (2000).
func poissonTerm(_ m: Double, _ z: DoubleDouble) -> Double {
  let x = z.hi
  guard x.isFinite else { return x.isNaN ? .nan : 0 }
  let correction = 1 + z.lo * (m / x - 1)
  if m <= 16 {
    guard x < 1000 else { return 0 }
    return Double.pow(x, m) * Double.exp(-x) / Double.gamma(m + 1) * correction
  }
  // ln Γ(m+1) = ln(√(2πm) (m/e)^m) + 1/(12 m) - 1/(360 m^3) + ...
  let r = 1 / (m * m)
  let stirling =
    (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188))))) / m
  let exponent = -deviance(m, x) - stirling
  return Double.exp(exponent) / (2 * .pi * m).squareRoot() * correction
}

/// m ln(m/x) + x - m, without cancellation where x is close to m.
private func deviance(_ m: Double, _ x: Double) -> Double {
  let difference = m - x
  guard abs(difference) < 0.1 * (m + x) else { return m * Double.log(m / x) - difference }
  let v = difference / (m + x)
  var sum = difference * v
  var term = 2 * m * v
  for j in 1..<40 {
    term *= v * v
    let next = sum + term / Double(2 * j + 1)
    if next == sum { break }
    sum = next
  }
  return sum
}
