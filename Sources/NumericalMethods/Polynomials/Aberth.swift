/// Aberth's simultaneous iteration for roots of one complex polynomial, in double-double.
struct Aberth {
  private let coefficients: [ComplexDoubleDouble]
  private let magnitudes: [Double]

  /// - Precondition: the last coefficient is not 0.
  init(_ coefficients: [ComplexDoubleDouble]) {
    self.coefficients = coefficients
    magnitudes = coefficients.map(\.length)
  }

  /// Improves approximations to all roots until their values are rounding, or nothing moves; those of
  /// `fixed` stay.
  ///
  /// z_i <- z_i - N_i / (1 - N_i Σ_{j≠i} 1/(z_i - z_j)) with Newton's correction N = p / p'; each root's
  /// newest value is used at once. A root whose value is below the rounding of its own
  /// evaluation stays.
  func refine(_ roots: inout [ComplexDoubleDouble], fixed: Set<Int> = []) {
    var active = roots.indices.filter { !fixed.contains($0) }
    for _ in 0..<200 where !active.isEmpty {
      active = active.filter { i in
        let z = roots[i]
        guard let newton = correction(at: z) else { return false }
        var sum = ComplexDoubleDouble.zero
        for j in roots.indices where j != i {
          let difference = z - roots[j]
          if !difference.isZero { sum += ComplexDoubleDouble.one / difference }
        }
        let step = newton / (ComplexDoubleDouble.one - newton * sum)
        guard step.isFinite else { return false }
        roots[i] = z - step
        return step.oneNorm > 0x1p-104 * z.oneNorm
      }
    }
  }

  /// p / p' at z; nil where the value is nothing but rounding. Outside the unit circle by the
  /// reversed polynomial, which does not overflow.
  private func correction(at z: ComplexDoubleDouble) -> ComplexDoubleDouble? {
    let size = z.length
    if size <= 1 {
      let (value, derivative, bound) = horner(coefficients, magnitudes, z, size)
      guard value.length > bound else { return nil }
      return value / derivative
    }
    let w = ComplexDoubleDouble.one / z
    let (value, derivative, bound) = horner(
      coefficients.reversed(), magnitudes.reversed(), w, 1 / size)
    guard value.length > bound else { return nil }
    // p(z) = z^n q(1/z): p'/p = n/z - q'(w) / (q(w) z^2).
    let degree = Double(coefficients.count - 1)
    return ComplexDoubleDouble.one / (w * degree - w * w * (derivative / value))
  }

  private func horner(
    _ coefficients: some BidirectionalCollection<ComplexDoubleDouble>,
    _ magnitudes: some BidirectionalCollection<Double>, _ z: ComplexDoubleDouble, _ size: Double
  ) -> (value: ComplexDoubleDouble, derivative: ComplexDoubleDouble, bound: Double) {
    var value = ComplexDoubleDouble.zero
    var derivative = ComplexDoubleDouble.zero
    var sum = 0.0
    for (a, magnitude) in zip(coefficients.reversed(), magnitudes.reversed()) {
      derivative = derivative * z + value
      value = value * z + a
      sum = sum * size + magnitude
    }
    return (value, derivative, sum * 0x1p-105)
  }
}
