import CGSL
import Glibc

/// Tails of the standard normal distribution and their inverse.
package enum NormalDistribution {
  /// The probability above z ≥ 0: ½ erfc(z/√2).
  package static func tail(_ z: Double) -> Double { 0.5 * erfc(z * 0.5.squareRoot()) }

  /// The z ≥ 0 with the probability `tail` above it, for 0 < tail ≤ ½.
  ///
  /// GSL's rational functions (Wichura's AS 241, 1e-16 relative).
  package static func quantile(ofTail tail: Double) -> Double {
    precondition(tail > 0 && tail <= 0.5)
    return tail == 0.5 ? 0 : gsl_cdf_ugaussian_Qinv(tail)
  }
}
