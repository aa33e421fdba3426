package import NumericalMethods

/// A quotient of products of polynomials, with dead time: nothing is multiplied out.
///
///     gain · Π numeratorsᵢ(s)^nᵢ / Π denominatorsⱼ(s)^mⱼ · e^(−delay s)
package struct RationalFunction: Hashable, Sendable {
  /// A polynomial of degree 1 or more and how often it counts.
  package struct Factor: Hashable, Sendable {
    /// The polynomial itself.
    package var polynomial: Polynomial
    /// How often it counts.
    package var count: Int
  }

  /// The constant before the products.
  package var gain: DoubleDouble
  /// What is multiplied above the line.
  package private(set) var numerators: [Factor] = []
  /// What is multiplied below the line.
  package private(set) var denominators: [Factor] = []
  /// The dead time.
  package var delay = DoubleDouble.zero

  /// A constant.
  package init(_ constant: DoubleDouble) { gain = constant }

  /// A polynomial; powers of `s` itself are taken out as factors, so that roots at 0 stay exact.
  package init(_ polynomial: Polynomial) {
    let trimmed = polynomial.trimmed.coefficients
    guard let lowest = trimmed.firstIndex(where: { !$0.isZero }) else {
      gain = .zero
      return
    }
    gain = .one
    if lowest > 0 { Self.add(Self.variable, lowest, to: &numerators) }
    let rest = Array(trimmed[lowest...])
    if rest.count == 1 {
      gain = rest[0]
    } else {
      Self.add(Polynomial(rest), 1, to: &numerators)
    }
  }

  /// `s` as a polynomial.
  package static let variable = Polynomial([DoubleDouble.zero, .one])

  package var numeratorDegree: Int { Self.degree(numerators) }
  package var denominatorDegree: Int { Self.degree(denominators) }

  private static func degree(_ factors: [Factor]) -> Int {
    factors.reduce(0) { $0 + ($1.polynomial.coefficients.count - 1) * $1.count }
  }

  private static func add(_ polynomial: Polynomial, _ count: Int, to factors: inout [Factor]) {
    if let k = factors.firstIndex(where: { $0.polynomial == polynomial }) {
      factors[k].count += count
    } else {
      factors.append(Factor(polynomial: polynomial, count: count))
    }
  }

  /// The product; factors above and below the line that are equal leave.
  package func multiplied(by other: RationalFunction) -> RationalFunction {
    var product = self
    product.gain = gain * other.gain
    product.delay = delay + other.delay
    for f in other.numerators { Self.add(f.polynomial, f.count, to: &product.numerators) }
    for f in other.denominators { Self.add(f.polynomial, f.count, to: &product.denominators) }
    for k in product.numerators.indices {
      guard
        let j = product.denominators.firstIndex(where: {
          $0.polynomial == product.numerators[k].polynomial
        })
      else { continue }
      let common = min(product.numerators[k].count, product.denominators[j].count)
      product.numerators[k].count -= common
      product.denominators[j].count -= common
    }
    product.numerators.removeAll { $0.count == 0 }
    product.denominators.removeAll { $0.count == 0 }
    return product
  }

  /// 1 over this, whose gain is not 0.
  package var inverse: RationalFunction {
    var result = RationalFunction(DoubleDouble.one / gain)
    result.numerators = denominators
    result.denominators = numerators
    result.delay = -delay
    return result
  }

  /// The power of a whole exponent from 0 on.
  package func raised(to exponent: Int) -> RationalFunction {
    guard exponent > 0 else { return RationalFunction(.one) }
    var result = self
    result.gain = gain.raised(to: exponent)
    result.delay = delay * Double(exponent)
    for k in result.numerators.indices { result.numerators[k].count *= exponent }
    for k in result.denominators.indices { result.denominators[k].count *= exponent }
    return result
  }

  /// The product of factors, multiplied out.
  package static func expanded(_ factors: [Factor]) -> Polynomial {
    var product = Polynomial([DoubleDouble.one])
    for factor in factors {
      for _ in 0..<factor.count { product = product * factor.polynomial }
    }
    return product
  }

  /// The sum of two of the same dead time over their common denominator; factors that both have
  /// above the line stay factors.
  package func adding(_ other: RationalFunction) -> RationalFunction {
    var common = RationalFunction(.one)
    for f in numerators {
      if let g = other.numerators.first(where: { $0.polynomial == f.polynomial }) {
        Self.add(f.polynomial, min(f.count, g.count), to: &common.numerators)
      }
    }
    for f in denominators + other.denominators {
      let have = common.denominators.first { $0.polynomial == f.polynomial }?.count ?? 0
      if f.count > have {
        Self.add(f.polynomial, f.count - have, to: &common.denominators)
      }
    }
    let inverse = common.inverse
    let first = multiplied(by: inverse).polynomial
    let second = other.multiplied(by: inverse).polynomial
    var result = RationalFunction(first + second).multiplied(by: common)
    result.delay = delay
    return result
  }

  /// The numerator multiplied out, of a quotient without denominator.
  private var polynomial: Polynomial { Self.expanded(numerators) * gain }
}
