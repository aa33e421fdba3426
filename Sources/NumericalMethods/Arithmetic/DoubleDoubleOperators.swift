extension DoubleDouble {
  @inlinable
  package static prefix func - (a: DoubleDouble) -> DoubleDouble {
    DoubleDouble(hi: -a.hi, lo: -a.lo)
  }

  @inlinable
  package static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let s = sum(a.hi, b.hi)
    let t = sum(a.lo, b.lo)
    let v = orderedSum(s.hi, s.lo + t.hi)
    return finite(orderedSum(v.hi, t.lo + v.lo), s.hi)
  }

  @inlinable
  package static func + (a: DoubleDouble, b: Double) -> DoubleDouble {
    let s = sum(a.hi, b)
    return finite(orderedSum(s.hi, s.lo + a.lo), s.hi)
  }

  @inlinable
  package static func + (a: Double, b: DoubleDouble) -> DoubleDouble { b + a }

  @inlinable
  package static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + (-b) }

  @inlinable
  package static func - (a: DoubleDouble, b: Double) -> DoubleDouble { a + (-b) }

  @inlinable
  package static func - (a: Double, b: DoubleDouble) -> DoubleDouble { (-b) + a }

  @inlinable
  package static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let p = product(a.hi, b.hi)
    return finite(orderedSum(p.hi, p.lo + (a.hi * b.lo + a.lo * b.hi)), p.hi)
  }

  @inlinable
  package static func * (a: DoubleDouble, b: Double) -> DoubleDouble {
    let p = product(a.hi, b)
    return finite(orderedSum(p.hi, p.lo + a.lo * b), p.hi)
  }

  @inlinable
  package static func * (a: Double, b: DoubleDouble) -> DoubleDouble { b * a }

  @inlinable
  package static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.hi / b.hi
    guard first.isFinite, first != 0 else { return DoubleDouble(first) }
    let rest = a - b * first
    let second = rest.hi / b.hi
    let third = (rest - b * second).hi / b.hi
    return orderedSum(first, second) + third
  }

  @inlinable
  package static func / (a: DoubleDouble, b: Double) -> DoubleDouble { a / DoubleDouble(b) }

  @inlinable
  package static func / (a: Double, b: DoubleDouble) -> DoubleDouble { DoubleDouble(a) / b }

  @inlinable
  package static func += (a: inout DoubleDouble, b: DoubleDouble) { a = a + b }
  @inlinable
  package static func += (a: inout DoubleDouble, b: Double) { a = a + b }
  @inlinable
  package static func -= (a: inout DoubleDouble, b: DoubleDouble) { a = a - b }
  @inlinable
  package static func -= (a: inout DoubleDouble, b: Double) { a = a - b }
  @inlinable
  package static func *= (a: inout DoubleDouble, b: DoubleDouble) { a = a * b }
  @inlinable
  package static func *= (a: inout DoubleDouble, b: Double) { a = a * b }
  @inlinable
  package static func /= (a: inout DoubleDouble, b: DoubleDouble) { a = a / b }

  /// The product with a power of two, exact while nothing underflows.
  @inlinable
  package func scaled(byPowerOfTwo exponent: Int) -> DoubleDouble {
    DoubleDouble(
      hi: Double(sign: .plus, exponent: exponent, significand: hi),
      lo: Double(sign: .plus, exponent: exponent, significand: lo))
  }

  /// The square root; NaN below 0.
  @inlinable
  package func squareRoot() -> DoubleDouble {
    let root = hi.squareRoot()
    guard root > 0, root.isFinite else { return DoubleDouble(root) }
    let rest = self - Self.product(root, root)
    return Self.orderedSum(root, rest.hi / (2 * root))
  }

  /// The integer power, by repeated squaring. Complexity: O(log |exponent|).
  @inlinable
  package func raised(to exponent: Int) -> DoubleDouble {
    var result = DoubleDouble.one
    var square = self
    var left = exponent.magnitude
    while left > 0 {
      if left & 1 == 1 { result *= square }
      left >>= 1
      if left > 0 { square *= square }
    }
    return exponent < 0 ? 1 / result : result
  }

  /// `value`, or the first approximation alone where that has overflowed or is NaN: the second
  /// half would turn an infinity into NaN.
  @inlinable
  static func finite(_ value: DoubleDouble, _ first: Double) -> DoubleDouble {
    value.lo.isFinite ? value : DoubleDouble(first)
  }
}
