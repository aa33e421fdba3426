import NumericalMethods

/// A sum of products of two series' coefficients, with a bound on its error.
struct SeriesRow {
  private(set) var sum = DoubleDouble.zero
  private var size = 0.0
  private var carried = 0.0
  private var terms = 0.0

  /// What the sum may be off: what its parts were off, and its own rounding.
  var error: Double { carried + SeriesCoefficients.unit * (terms + 4) * size }

  /// Begins anew.
  mutating func reset() { self = SeriesRow() }

  /// Adds a number.
  mutating func add(_ value: DoubleDouble, off: Double) {
    sum += value
    size += value.hi.magnitude
    carried += off
    terms += 1
  }

  /// Adds `weight · a[j] · b[k]`.
  mutating func add(
    _ weight: Double, _ a: SeriesCoefficients, _ j: Int, _ b: SeriesCoefficients, _ k: Int
  ) {
    let product = a.values[j] * b.values[k]
    sum += weight == 1 ? product : product * weight
    let factor = weight.magnitude
    let (x, y) = (a.values[j].hi.magnitude, b.values[k].hi.magnitude)
    size += factor * x * y
    carried += factor * (a.errors[j] * (y + b.errors[k]) + x * b.errors[k])
    terms += 1
  }
}
