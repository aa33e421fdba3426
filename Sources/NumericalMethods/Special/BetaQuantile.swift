import CGSL
import RealModule

/// The x in 0 to 1 that leaves a given area of the beta density in its lower tail.
///
/// Newton's method for log I over log x between ends that hold the answer, halved where a step would leave
/// them.
package enum BetaQuantile {
  /// The x with I_x(a, b) = `tail`.
  ///
  /// - Precondition: both shapes are above 0, 0 < tail ≤ ½.
  package static func of(_ a: Double, _ b: Double, tail: Double) -> Double {
    precondition(a > 0 && b > 0 && tail > 0 && tail <= 0.5)
    let logBeta = Double.logGamma(a) + Double.logGamma(b) - Double.logGamma(a + b)
    // x^a/(a B) is all of the area where x is small.
    let small = (Double.log(tail) + Double.log(a) + logBeta) / a
    if small < -40 { return Double.exp(small) }
    var (low, high) = (min(2 * small, -60.0), 0.0)
    var y = small < 0 ? small : Double.log(a / (a + b))
    for _ in 0..<100 {
      let x = Double.exp(y)
      var area = gsl_sf_result()
      // Never out of range here, so that GSL's error handler is not called.
      gsl_sf_beta_inc_e(a, b, x, &area)
      if area.val < tail { low = y } else { high = y }
      let density = Double.exp(a * y + (b - 1) * Double.log(onePlus: -x) - logBeta)
      let step = Double.log(area.val / tail) * area.val / density
      var next = y - step
      if !(next > low && next < high) { next = (low + high) / 2 }
      let moved = (next - y).magnitude
      y = next
      if moved <= 0x1p-50 * max(1, y.magnitude) { break }
    }
    return Double.exp(y)
  }
}
