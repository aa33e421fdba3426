/// A number held as the unevaluated sum of two doubles, with about 31 significant digits.
///
/// The value is `hi + lo`, and `hi` is that sum rounded to a double: |lo| <= ulp(hi) / 2. Sums and
/// products are right to 2^-104 of the result (sums of opposite sign too), quotients and roots
/// to 2^-102. Overflow and NaN behave as in `Double`; a result below 1e-290 loses its second half.
///
/// Source: T. J. Dekker, "A floating-point technique for extending the available precision"
/// (1971); M. Joldes, J.-M. Muller, V. Popescu, "Tight and rigorous error bounds for basic
/// building blocks of double-word arithmetic" (2017).
@frozen
package struct DoubleDouble: Hashable, Sendable {
  /// The value rounded to a double.
  package var hi: Double
  /// What `hi` leaves out.
  package var lo: Double

  /// The sum `hi + lo` of two parts that do not overlap: |lo| <= ulp(hi) / 2 is the caller's promise.
  @inlinable
  package init(hi: Double, lo: Double) {
    self.hi = hi
    self.lo = lo
  }

  /// Exactly the double `value`.
  @inlinable
  package init(_ value: Double) {
    self.init(hi: value, lo: 0)
  }

  /// Exactly the integer `value`.
  @inlinable
  package init(_ value: Int) {
    let upper = Double(value >> 32) * 0x1p32
    self = .sum(upper, Double(value & 0xffff_ffff))
  }

  /// Exactly 0.
  @inlinable package static var zero: DoubleDouble { DoubleDouble(0) }
  /// Exactly 1.
  @inlinable package static var one: DoubleDouble { DoubleDouble(1) }

  /// Whether neither infinite nor NaN.
  @inlinable package var isFinite: Bool { hi.isFinite }
  /// Whether exactly 0.
  @inlinable package var isZero: Bool { hi == 0 }
  /// The absolute value.
  @inlinable package var magnitude: DoubleDouble { hi < 0 || (hi == 0 && lo < 0) ? -self : self }
}

// MARK: - Transformations without error

extension DoubleDouble {
  /// The exact sum of two doubles, in any order of size.
  @inlinable
  package static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    let t = s - a
    return DoubleDouble(hi: s, lo: (a - (s - t)) + (b - t))
  }

  /// The exact difference of two doubles.
  @inlinable
  package static func difference(_ a: Double, _ b: Double) -> DoubleDouble {
    sum(a, -b)
  }

  /// The exact sum of two doubles of which |a| >= |b| (or a == 0).
  @inlinable
  package static func orderedSum(_ a: Double, _ b: Double) -> DoubleDouble {
    let s = a + b
    return DoubleDouble(hi: s, lo: b - (s - a))
  }

  /// The exact product of two doubles, as long as its second half does not underflow.
  ///
  /// By Veltkamp's splitting: a fused multiply-add is a call to the C library on processors that
  /// the compiler must assume not to have it, and five times slower.
  @inlinable
  package static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let p = a * b
    if abs(a) > 0x1p995 || abs(b) > 0x1p995 {
      return DoubleDouble(hi: p, lo: p.isFinite ? (-p).addingProduct(a, b) : 0)
    }
    let c = 134_217_729 * a
    let a1 = c - (c - a)
    let a2 = a - a1
    let d = 134_217_729 * b
    let b1 = d - (d - b)
    let b2 = b - b1
    return DoubleDouble(hi: p, lo: ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2)
  }
}

extension DoubleDouble: Comparable {
  @inlinable
  package static func < (a: DoubleDouble, b: DoubleDouble) -> Bool {
    a.hi < b.hi || (a.hi == b.hi && a.lo < b.lo)
  }
}

extension DoubleDouble: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// The literal rounded to a double.
  @inlinable
  package init(floatLiteral value: Double) {
    self.init(value)
  }

  /// The literal, exactly.
  @inlinable
  package init(integerLiteral value: Int) {
    self.init(value)
  }
}

extension Double {
  /// A double-double rounded to the nearest double.
  package init(_ value: DoubleDouble) {
    self = value.hi
  }
}
