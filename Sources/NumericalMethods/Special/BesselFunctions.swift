import CGSL
import Glibc

/// Bessel functions of order 0.
package enum BesselFunctions {
  /// The Bessel function of the first kind, J₀(x).
  package static func j0(_ x: Double) -> Double { Glibc.j0(x) }

  /// The modified Bessel function of the second kind, K₀(x): infinite at 0, NaN below.
  ///
  ///     K₀(x) = ∫₀^∞ e^(−x cosh v) dv
  package static func k0(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    guard x.isFinite else { return 0 }
    var scaled = gsl_sf_result()
    // Never out of range here, so that GSL's error handler is not called.
    gsl_sf_bessel_K0_scaled_e(x, &scaled)
    return scaled.val * Glibc.exp(-x)
  }
}
