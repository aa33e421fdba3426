package import ComplexModule
import RealModule

/// A complex number whose parts are double-doubles.
@frozen
package struct ComplexDoubleDouble: Hashable, Sendable {
  /// The real part.
  package var real: DoubleDouble
  /// The imaginary part.
  package var imaginary: DoubleDouble

  /// The number `real + i imaginary`.
  @inlinable
  package init(_ real: DoubleDouble, _ imaginary: DoubleDouble = .zero) {
    self.real = real
    self.imaginary = imaginary
  }

  /// Exactly the number given in doubles.
  @inlinable
  package init(_ value: Complex<Double>) {
    self.init(DoubleDouble(value.real), DoubleDouble(value.imaginary))
  }

  /// Exactly 0.
  @inlinable package static var zero: ComplexDoubleDouble { ComplexDoubleDouble(.zero) }
  /// Exactly 1.
  @inlinable package static var one: ComplexDoubleDouble { ComplexDoubleDouble(.one) }

  /// The number rounded, each part to the nearest double.
  @inlinable
  package var rounded: Complex<Double> { Complex(real.hi, imaginary.hi) }

  /// The number mirrored in the real axis.
  @inlinable
  package var conjugate: ComplexDoubleDouble { ComplexDoubleDouble(real, -imaginary) }

  /// Whether both parts are exactly 0.
  @inlinable package var isZero: Bool { real.isZero && imaginary.isZero }
  /// Whether both parts are finite.
  @inlinable package var isFinite: Bool { real.isFinite && imaginary.isFinite }

  /// The absolute value, rounded to a double, without overflow on the way.
  @inlinable
  package var length: Double { Double.hypot(real.hi, imaginary.hi) }

  /// |real| + |imaginary|: between the absolute value and 1.42 times it.
  @inlinable
  package var oneNorm: Double { abs(real.hi) + abs(imaginary.hi) }

  /// The square of the absolute value.
  @inlinable
  package var lengthSquared: DoubleDouble { real * real + imaginary * imaginary }
}

extension ComplexDoubleDouble {
  @inlinable
  package static prefix func - (a: Self) -> Self { Self(-a.real, -a.imaginary) }

  @inlinable
  package static func + (a: Self, b: Self) -> Self {
    Self(a.real + b.real, a.imaginary + b.imaginary)
  }

  @inlinable
  package static func - (a: Self, b: Self) -> Self {
    Self(a.real - b.real, a.imaginary - b.imaginary)
  }

  @inlinable
  package static func * (a: Self, b: Self) -> Self {
    Self(
      a.real * b.real - a.imaginary * b.imaginary,
      a.real * b.imaginary + a.imaginary * b.real)
  }

  @inlinable
  package static func * (a: Self, b: DoubleDouble) -> Self { Self(a.real * b, a.imaginary * b) }

  @inlinable
  package static func * (a: Self, b: Double) -> Self { Self(a.real * b, a.imaginary * b) }

  @inlinable
  package static func / (a: Self, b: DoubleDouble) -> Self { Self(a.real / b, a.imaginary / b) }

  /// The quotient; the divisor is scaled first, so that its square neither overflows nor vanishes.
  @inlinable
  package static func / (a: Self, b: Self) -> Self {
    let size = max(abs(b.real.hi), abs(b.imaginary.hi))
    guard size > 0, size.isFinite else {
      let quotient = a.rounded / b.rounded
      return Self(quotient)
    }
    let shift = -Int(size.exponent)
    let divisor = Self(
      b.real.scaled(byPowerOfTwo: shift), b.imaginary.scaled(byPowerOfTwo: shift))
    let product = a * divisor.conjugate
    let square = divisor.lengthSquared
    return Self(
      (product.real / square).scaled(byPowerOfTwo: shift),
      (product.imaginary / square).scaled(byPowerOfTwo: shift))
  }

  @inlinable
  package static func += (a: inout Self, b: Self) { a = a + b }
  @inlinable
  package static func -= (a: inout Self, b: Self) { a = a - b }
  @inlinable
  package static func *= (a: inout Self, b: Self) { a = a * b }

  /// e raised to this number: e^x (cos y + i sin y).
  package func exponential() -> Self {
    let size = real.exponential()
    let (sine, cosine) = imaginary.sineAndCosine()
    return Self(size * cosine, size * sine)
  }
}
