import CGSL
import Glibc

/// Bessel functions of orders 0 and 1.
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

  /// The Bessel function of the first kind, J₁(x) = −J₀′(x).
  package static func j1(_ x: Double) -> Double { Glibc.j1(x) }

  /// The modified Bessel function of the second kind, K₁(x) = −K₀′(x): infinite at 0, NaN below.
  package static func k1(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    guard x.isFinite else { return 0 }
    guard x > 1e-300 else { return 1 / x }
    var scaled = gsl_sf_result()
    gsl_sf_bessel_K1_scaled_e(x, &scaled)
    return scaled.val * Glibc.exp(-x)
  }
}
