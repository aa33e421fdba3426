import RealModule

extension DoubleDouble {
  /// π.
  package static let pi = DoubleDouble(hi: 0x1.921fb54442d18p+1, lo: 0x1.1a62633145c07p-53)

  /// 1/n! for n from 0 to 29.
  static let inverseFactorials: [DoubleDouble] = {
    var factorial = DoubleDouble.one
    return (0..<30).map { n in
      if n > 1 { factorial *= Double(n) }
      return 1 / factorial
    }
  }()

  /// e raised to this number.
  ///
  /// x = k ln 2 + 256 r with |r| < 0.0014; e^r - 1 by its Taylor polynomial, squared up eight times
  /// in the form s <- 2s + s^2. The relative error is below 2^-98 (1 + |x|/64).
  package func exponential() -> DoubleDouble {
    guard hi < 709.8 else { return DoubleDouble(hi.isNaN ? .nan : .infinity) }
    guard hi > -745.2 else { return hi.isNaN ? self : .zero }
    let k = (hi * 0x1.71547652b82fep+0).rounded()
    var rest = self - Self.product(k, 0x1.62e42fefa39efp-1)
    rest -= Self.product(k, 0x1.abc9e3b39803fp-56)
    rest -= k * 0x1.7b57a079a1934p-111
    let r = rest.scaled(byPowerOfTwo: -8)
    var s = Self.inverseFactorials[11]
    for n in stride(from: 10, through: 1, by: -1) { s = s * r + Self.inverseFactorials[n] }
    s *= r
    for _ in 0..<8 { s = s.scaled(byPowerOfTwo: 1) + s * s }
    // In two steps: 2^k itself may be out of range where the result is not.
    let half = Int(k) / 2
    return (s + 1).scaled(byPowerOfTwo: half).scaled(byPowerOfTwo: Int(k) - half)
  }

  /// The sine and the cosine; NaN for |x| above 2^50.
  ///
  /// x is reduced by π/2 in four parts, so that the absolute error stays below 2^-100 for |x| up to
  /// 1e9; the rest by Taylor polynomials.
  package func sineAndCosine() -> (sine: DoubleDouble, cosine: DoubleDouble) {
    guard abs(hi) < 0x1p50 else { return (DoubleDouble(.nan), DoubleDouble(.nan)) }
    let k = (hi * 0x1.45f306dc9c883p-1).rounded()
    var r = self - Self.product(k, 0x1.921fb54442d18p+0)
    r -= Self.product(k, 0x1.1a62633145c07p-54)
    r -= Self.product(k, -0x1.f1976b7ed8fbcp-110)
    let square = r * r
    var sine = Self.inverseFactorials[27]
    var cosine = Self.inverseFactorials[28]
    for n in stride(from: 26, through: 0, by: -2) {
      cosine = Self.inverseFactorials[n] - cosine * square
      if n > 0 { sine = Self.inverseFactorials[n - 1] - sine * square }
    }
    sine *= r
    switch Int(k) & 3 {
    case 0: return (sine, cosine)
    case 1: return (cosine, -sine)
    case 2: return (-sine, -cosine)
    default: return (-cosine, sine)
    }
  }
}

extension DoubleDouble {
  /// ln 2.
  package static let naturalLogarithmOf2 = DoubleDouble(
    hi: 0x1.62e42fefa39efp-1, lo: 0x1.abc9e3b39803fp-56)

  /// The natural logarithm, for numbers above 0: one step of Newton's method on the exponential.
  ///
  ///     y + (x e^(−y) − 1),   y = ln x in double
  package var naturalLogarithm: DoubleDouble {
    let exponent = Int(hi.exponent)
    let rest = scaled(byPowerOfTwo: -exponent)
    let y = Double.log(rest.hi)
    let correction = rest * DoubleDouble(-y).exponential() - 1
    let logarithm = DoubleDouble(y) + (correction - correction * correction * 0.5)
    return logarithm + DoubleDouble(Double(exponent)) * Self.naturalLogarithmOf2
  }
}
