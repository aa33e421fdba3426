/// Polynomials by their coefficients of rising powers: the one Horner's scheme.
enum Polynomials {
  /// `Σ cⱼ sʲ`.
  @inline(__always)
  static func value(_ coefficients: ArraySlice<Double>, at s: Double) -> Double {
    var value = 0.0
    for c in coefficients.reversed() { value = value * s + c }
    return value
  }

  /// The same polynomial about a point `step` further on.
  static func shifted(_ coefficients: ArraySlice<Double>, by step: Double) -> [Double] {
    var result = Array(coefficients)
    guard step != 0 else { return result }
    for k in result.indices {
      for j in stride(from: result.count - 2, through: k, by: -1) { result[j] += step * result[j + 1] }
    }
    return result
  }
}
