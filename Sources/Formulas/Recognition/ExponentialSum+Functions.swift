import NumericalMethods
import RealModule

/// Functions of sums that are such sums again; nil where they are not.
extension ExponentialSum {
  /// `e^(a t + b)`.
  func exponentiated() -> ExponentialSum? {
    guard let (slope, intercept) = affine else { return nil }
    return ExponentialSum(
      coefficient: ComplexDoubleDouble(intercept.exponential()), pole: ComplexDoubleDouble(slope))
  }

  /// `(e^x + sign e^(−x))/2`: the hyperbolic cosine and sine of a straight line.
  func hyperbolic(_ sign: Int) -> ExponentialSum? {
    guard let up = exponentiated(), let down = scaled(by: DoubleDouble(-1)).exponentiated() else {
      return nil
    }
    return up.adding(down.scaled(by: DoubleDouble(sign)))?.scaled(by: DoubleDouble(0.5))
  }

  /// The sine or the cosine of a straight line.
  func circular(isSine: Bool) -> ExponentialSum? {
    guard let (slope, intercept) = affine, intercept.magnitude < DoubleDouble(0x1p50) else {
      return nil
    }
    let (sine, cosine) = intercept.sineAndCosine()
    let half = DoubleDouble(0.5)
    if slope.isZero { return ExponentialSum(constant: isSine ? sine : cosine) }
    // cos(wt + b) = ½ e^(ib) e^(iwt) + conjugate; sin(wt + b) = −½i e^(ib) e^(iwt) + conjugate
    let coefficient =
      isSine
      ? ComplexDoubleDouble(sine * half, -(cosine * half))
      : ComplexDoubleDouble(cosine * half, sine * half)
    return ExponentialSum(
      coefficient: coefficient, pole: ComplexDoubleDouble(.zero, slope), isPair: true)
  }

  /// The quotient by a constant or by one exponential.
  func divided(by other: ExponentialSum) -> ExponentialSum? {
    guard let (coefficient, pole) = other.exponential else { return nil }
    let inverse = ExponentialSum(
      coefficient: ComplexDoubleDouble(DoubleDouble.one / coefficient),
      pole: ComplexDoubleDouble(-pole))
    return multiplied(by: inverse)
  }

  /// A whole power of a sum, any power of one exponential, a constant to a straight line.
  func raised(toSum exponent: ExponentialSum) -> ExponentialSum? {
    if let power = exponent.constant {
      if power.lo == 0, power.hi >= 0, power.hi == power.hi.rounded(.towardZero),
        power.hi <= Double(Self.maximalPower)
      {
        return raised(to: Int(power.hi))
      }
      guard let (coefficient, pole) = exponential, coefficient.hi > 0 else { return nil }
      let front =
        coefficient == .one ? .one : (coefficient.logarithm * power).exponential()
      return ExponentialSum(
        coefficient: ComplexDoubleDouble(front), pole: ComplexDoubleDouble(pole * power))
    }
    guard let base = constant, base.hi > 0 else { return nil }
    // The constant e of formulas is the double, but means the number.
    if base.hi == Names.constants["e"], base.lo == 0 { return exponent.exponentiated() }
    return exponent.scaled(by: base.logarithm).exponentiated()
  }
}

extension DoubleDouble {
  /// The natural logarithm of a number above 0: a double, and one step of Newton's method.
  var logarithm: DoubleDouble {
    let first = DoubleDouble(Double.log(hi))
    return first + (self * (-first).exponential() - DoubleDouble.one)
  }
}
