import Glibc

/// The one function of the C library that the plan of a sweep needs.
enum Exponential {
  /// `base^exponent`.
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
