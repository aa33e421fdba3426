import ComplexModule
import NumericalMethods
import RealModule

extension DelayLoop {
  /// H(iω).
  func transform(at frequency: Double) -> Complex<Double> {
    let s = Complex(0, frequency)
    return forward.value(at: s) / (Complex.one - around.value(at: s))
  }

  /// The area and first moment, H(0) and −H′(0); nil where it has none.
  ///
  ///     H = F/(1 − G),   H′ = (F′ + H G′)/(1 − G),   all times s^k where they have poles at 0
  var moments: Moments? {
    let variable = RationalFunction.variable
    let order = (forward.terms + around.terms).map { term in
      term.denominators.first { $0.polynomial == variable }?.count ?? 0
    }.max() ?? 0
    let lift = RationalSum([RationalFunction(Polynomial(
      [DoubleDouble](repeating: .zero, count: order) + [.one]))])
    let above = forward.multiplied(by: lift).atZero
    let below = divisor.multiplied(by: lift).atZero
    guard below.value.hi.magnitude > 0x1p-80 * below.size else { return nil }
    let area = above.value / below.value
    let slope = (above.slope - area * below.slope) / below.value
    return Moments(area: area.hi, first: -slope.hi)
  }
}

extension RationalSum {
  /// The value at a point.
  func value(at s: Complex<Double>) -> Complex<Double> {
    terms.reduce(.zero) { $0 + $1.value(at: s) }
  }

  /// The value and the slope at 0, and the size of what was added.
  fileprivate var atZero: (value: DoubleDouble, slope: DoubleDouble, size: Double) {
    var sum = (value: DoubleDouble.zero, slope: DoubleDouble.zero, size: 0.0)
    for term in terms {
      let part = term.atZero
      sum.value += part.value
      sum.slope += part.slope
      sum.size += part.value.hi.magnitude
    }
    return sum
  }
}

extension RationalFunction {
  /// The value at a point, factors in turn so that high orders stay within range.
  func value(at s: Complex<Double>) -> Complex<Double> {
    let point = ComplexDoubleDouble(s)
    var value = ComplexDoubleDouble(Complex(gain.hi))
    var above = numerators.flatMap { Array(repeating: $0.polynomial, count: $0.count) }[...]
    for factor in denominators {
      for _ in 0..<factor.count {
        if let next = above.popFirst() { value *= next.value(at: point) }
        value = value / factor.polynomial.value(at: point)
      }
    }
    for next in above { value *= next.value(at: point) }
    return value.rounded * Complex.exp(-s.multiplied(by: delay.hi))
  }

  fileprivate var atZero: (value: DoubleDouble, slope: DoubleDouble) {
    var result = (value: gain, slope: -(gain * delay))
    func multiply(_ value: DoubleDouble, _ slope: DoubleDouble) {
      result = (result.value * value, result.slope * value + result.value * slope)
    }
    for factor in numerators {
      let c = factor.polynomial.coefficients
      for _ in 0..<factor.count { multiply(c[0], c.count > 1 ? c[1] : .zero) }
    }
    for factor in denominators {
      let c = factor.polynomial.coefficients
      let inverse = DoubleDouble.one / c[0]
      let slope = c.count > 1 ? c[1] : .zero
      for _ in 0..<factor.count { multiply(inverse, -(slope * inverse * inverse)) }
    }
    return result
  }
}
