import CGSL

/// Quantiles and tails of the usual distributions.
package enum Distributions {
  /// The t with probability `p` below it, for Student's distribution; the normal one where `freedom` is infinite.
  package static func studentQuantile(_ p: Double, freedom: Double) -> Double {
    precondition(p > 0 && p < 1 && freedom > 0)
    return freedom.isFinite ? gsl_cdf_tdist_Pinv(p, freedom) : gsl_cdf_ugaussian_Pinv(p)
  }

  /// The probability that a normal number lies further from 0 than z.
  package static func normalTails(_ z: Double) -> Double { 2 * gsl_cdf_ugaussian_Q(z.magnitude) }
}
