internal import NumericalMethods

/// A part of an output that is polynomials between knots.
///
///     y(s) = Σ cⱼ sʲ
struct PolynomialPart: Sendable {
  /// The coefficients of rising powers at the beginning of each cell, `width` for each.
  private var coefficients: [Double] = []
  private let width: Int

  /// Polynomials of a degree, of no cell yet.
  init(degree: Int) { width = degree + 1 }

  /// Adds the polynomial of the next cell.
  mutating func add(_ polynomial: [Double]) { coefficients += polynomial }

  /// Whether no coefficient has overflowed.
  var isFinite: Bool { coefficients.allSatisfy(\.isFinite) }

  /// The value some time after the beginning of a cell, by Horner's scheme.
  func value(_ cell: Int, _ s: Double) -> Double {
    Polynomials.value(polynomial(cell), at: s)
  }

  /// The polynomial of a cell.
  private func polynomial(_ cell: Int) -> ArraySlice<Double> { coefficients[cell * width..<(cell + 1) * width] }

  /// Adds what it does at a place, and bounds that hold over a width from there on.
  func add(to point: inout OutputCurve.Point, _ cell: Int, over length: Double) {
    if width <= 2 {
      let (constant, slope) = (coefficients[cell * width], width == 2 ? coefficients[cell * width + 1] : 0)
      point.value += constant + slope * point.s
      point.slope += slope
      point.size += constant.magnitude + (slope * point.s).magnitude
      return
    }
    let about = Polynomials.shifted(polynomial(cell), by: point.s)
    point.value += about[0]
    point.slope += about[1]
    point.curvature += 2 * about[2]
    point.size += about[0].magnitude
    var power = 1.0
    for j in 2..<width {
      let n = Double(j)
      point.mostCurvature += n * (n - 1) * about[j].magnitude * power
      power *= length
    }
    power = 1
    for j in stride(from: 3, to: width, by: 1) {
      let n = Double(j)
      point.mostJerk += n * (n - 1) * (n - 2) * about[j].magnitude * power
      power *= length
    }
  }

  /// The integral over the first `s` of a cell.
  func area(_ cell: Int, _ s: Double) -> Double {
    var sum = 0.0
    for j in stride(from: width - 1, through: 0, by: -1) {
      sum = sum * s + coefficients[cell * width + j] / Double(j + 1)
    }
    return sum * s
  }

  /// The part that begins so late in some cells.
  func cut(_ kept: [(cell: Int, s: Double)]) -> PolynomialPart {
    var copy = PolynomialPart(degree: width - 1)
    for (cell, s) in kept { copy.add(Polynomials.shifted(polynomial(cell), by: s)) }
    return copy
  }

  /// The part multiplied by a number.
  func scaled(by gain: Double) -> PolynomialPart {
    var copy = self
    for k in copy.coefficients.indices { copy.coefficients[k] *= gain }
    return copy
  }
}
