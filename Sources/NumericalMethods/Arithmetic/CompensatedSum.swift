/// A running sum of doubles that carries what every addition rounds away.
///
/// The error of `value` is at most u |sum| + n^2 u^2 Σ|x|, with u = 2^-53: independent of the order.
///
/// Source: A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen"
/// (1974).
@frozen
package struct CompensatedSum: Hashable, Sendable {
  @usableFromInline var total: Double
  @usableFromInline var lost: Double

  /// The sum of `value` alone.
  @inlinable
  package init(_ value: Double = 0) {
    total = value
    lost = 0
  }

  /// Adds a term.
  @inlinable @inline(__always)
  package mutating func add(_ term: Double) {
    let s = DoubleDouble.sum(total, term)
    total = s.hi
    lost += s.lo
  }

  /// Adds the product of two factors, whose own rounding error is carried as well.
  @inlinable
  package mutating func addProduct(_ a: Double, _ b: Double) {
    let p = DoubleDouble.product(a, b)
    add(p.hi)
    lost += p.lo
  }

  /// Multiplies the sum; a power of two does so exactly.
  @inlinable
  package mutating func scale(by factor: Double) {
    let p = DoubleDouble.product(total, factor)
    total = p.hi
    lost = lost * factor + p.lo
  }

  /// The sum, rounded once.
  @inlinable
  package var value: Double { lost.isFinite ? total + lost : total }
}
