/// A real polynomial given by its coefficients, lowest power first, in double-double.
///
/// p(x) = c[0] + c[1] x + c[2] x^2 + ...; no coefficients is the polynomial 0.
package struct Polynomial: Hashable, Sendable {
  /// The coefficients, lowest power first.
  package var coefficients: [DoubleDouble]

  /// The polynomial with these coefficients, lowest power first.
  package init(_ coefficients: [DoubleDouble]) {
    self.coefficients = coefficients
  }

  /// The polynomial with exactly these coefficients, lowest power first.
  package init(_ coefficients: [Double]) {
    self.coefficients = coefficients.map { DoubleDouble($0) }
  }

  /// The coefficients rounded to doubles, lowest power first.
  package var rounded: [Double] { coefficients.map(\.hi) }

  /// The degree, leading zeros left out; nil for the polynomial 0.
  package var degree: Int? { coefficients.lastIndex { !$0.isZero } }

  /// The polynomial without its leading zeros.
  package var trimmed: Polynomial {
    Polynomial(Array(coefficients.prefix((degree ?? -1) + 1)))
  }

  /// The monic polynomial with these roots, which are real or come in conjugate pairs:
  /// the imaginary parts that rounding leaves are dropped.
  package init(roots: [ComplexDoubleDouble]) {
    var product = [ComplexDoubleDouble.one]
    for root in roots {
      var next = [ComplexDoubleDouble](repeating: .zero, count: product.count + 1)
      for (i, c) in product.enumerated() {
        next[i + 1] += c
        next[i] -= c * root
      }
      product = next
    }
    coefficients = product.map(\.real)
  }

  /// The value at x, by Horner's rule. Complexity: O(degree).
  package func value(at x: Double) -> DoubleDouble {
    var value = DoubleDouble.zero
    for c in coefficients.reversed() { value = value * x + c }
    return value
  }

  /// The value at a complex x, by Horner's rule. Complexity: O(degree).
  package func value(at x: ComplexDoubleDouble) -> ComplexDoubleDouble {
    var value = ComplexDoubleDouble.zero
    for c in coefficients.reversed() {
      value = value * x
      value.real += c
    }
    return value
  }

  /// The value and the first derivative at a complex x. Complexity: O(degree).
  package func valueAndDerivative(
    at x: ComplexDoubleDouble
  ) -> (value: ComplexDoubleDouble, derivative: ComplexDoubleDouble) {
    var value = ComplexDoubleDouble.zero
    var derivative = ComplexDoubleDouble.zero
    for c in coefficients.reversed() {
      derivative = derivative * x + value
      value = value * x
      value.real += c
    }
    return (value, derivative)
  }

  /// The derivative as a polynomial.
  package var derivative: Polynomial {
    Polynomial(coefficients.enumerated().dropFirst().map { $1 * Double($0) })
  }

  package static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    guard !a.coefficients.isEmpty, !b.coefficients.isEmpty else { return Polynomial([Double]()) }
    var product = [DoubleDouble](
      repeating: .zero, count: a.coefficients.count + b.coefficients.count - 1)
    for (i, x) in a.coefficients.enumerated() {
      for (j, y) in b.coefficients.enumerated() { product[i + j] += x * y }
    }
    return Polynomial(product)
  }

  package static func * (a: Polynomial, b: DoubleDouble) -> Polynomial {
    Polynomial(a.coefficients.map { $0 * b })
  }

  package static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    let count = max(a.coefficients.count, b.coefficients.count)
    return Polynomial(
      (0..<count).map { i in
        (i < a.coefficients.count ? a.coefficients[i] : .zero)
          + (i < b.coefficients.count ? b.coefficients[i] : .zero)
      })
  }

  package static func - (a: Polynomial, b: Polynomial) -> Polynomial { a + b * DoubleDouble(-1) }

  /// RationalFunction q and remainder r: self = q divisor + r with the degree of r below the divisor's.
  ///
  /// - Throws: ``NumericalError/zeroPolynomial`` if the divisor is 0.
  package func divided(
    by divisor: Polynomial
  ) throws(NumericalError) -> (quotient: Polynomial, remainder: Polynomial) {
    guard let n = divisor.degree else { throw .zeroPolynomial }
    guard let m = degree, m >= n else { return (Polynomial([Double]()), trimmed) }
    var rest = trimmed.coefficients
    var quotient = [DoubleDouble](repeating: .zero, count: m - n + 1)
    let leading = divisor.coefficients[n]
    for k in (0...m - n).reversed() {
      let factor = rest[k + n] / leading
      quotient[k] = factor
      for j in 0..<n { rest[k + j] -= factor * divisor.coefficients[j] }
    }
    return (Polynomial(quotient), Polynomial(Array(rest.prefix(n))).trimmed)
  }
}
