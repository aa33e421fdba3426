import CGSL
import Glibc

/// Functions about the gamma function.
package enum GammaFunctions {
  /// The digamma function Γ′(x)/Γ(x): NaN at 0 and the negative whole numbers.
  package static func digamma(_ x: Double) -> Double {
    guard x.isFinite else { return x == .infinity ? x : .nan }
    guard x > 0 || x != x.rounded() else { return .nan }
    var result = gsl_sf_result()
    // Never out of range here, so that GSL's error handler is not called.
    gsl_sf_psi_e(x, &result)
    return result.val
  }
}
