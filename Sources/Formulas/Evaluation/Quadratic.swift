import NumericalMethods

/// A polynomial of degree 2 or less in time: what of a formula's parts is known in closed form.
struct Quadratic {
  /// The factors of 1, t and t².
  var factors: [DoubleDouble]

  init(_ constant: Double) { factors = [DoubleDouble(constant), .zero, .zero] }

  private init(_ factors: [DoubleDouble]) { self.factors = factors }

  static let time = Quadratic([.zero, .one, .zero])

  var isConstant: Bool { factors[1].isZero && factors[2].isZero }
  var isLine: Bool { factors[2].isZero && !factors[1].isZero }

  /// Where a line is 0.
  var root: Double { (-factors[0] / factors[1]).hi }

  /// The middle and the width of what a nonlinear function makes of this; nil of a constant.
  var feature: (centre: Double, width: Double)? {
    if isConstant { return nil }
    if isLine { return (root, (DoubleDouble.one / factors[1]).magnitude.hi) }
    let centre = (-factors[1] / (factors[2] * 2)).hi
    return (centre, (DoubleDouble(0.5) / factors[2]).magnitude.squareRoot().hi)
  }

  static func + (a: Self, b: Self) -> Self { Quadratic(zip(a.factors, b.factors).map { $0 + $1 }) }

  static func * (a: Self, b: DoubleDouble) -> Self { Quadratic(a.factors.map { $0 * b }) }

  /// The product, nil above degree 2.
  func multiplied(by other: Quadratic) -> Quadratic? {
    var product = [DoubleDouble](repeating: .zero, count: 5)
    for i in 0..<3 { for j in 0..<3 { product[i + j] += factors[i] * other.factors[j] } }
    return product[3].isZero && product[4].isZero ? Quadratic(Array(product.prefix(3))) : nil
  }

  /// The part of an expression that ends at each of its entries, nil where it is no such polynomial.
  static func parts(of expression: Expression) -> [Quadratic?] {
    var found: [Quadratic?] = []
    for (k, node) in expression.nodes.enumerated() {
      let operands = expression.operands(of: k).map { found[$0] }
      let known = operands.compactMap { $0 }
      var part: Quadratic?
      switch node.kind {
      case .number(let value): part = Quadratic(value)
      case .symbol: part = .time
      case .negate: part = known.first.map { $0 * DoubleDouble(-1) }
      case .binary(let sign) where known.count == 2: part = known[0].applying(sign, known[1])
      case .call(let function, let count) where known.count == count:
        if known.allSatisfy(\.isConstant) {
          part = Quadratic(function.value(known.map(\.factors[0].hi)))
        }
      default: break
      }
      found.append(part)
    }
    return found
  }

  private func applying(_ sign: Expression.Operator, _ other: Quadratic) -> Quadratic? {
    switch sign {
    case .add: return self + other
    case .subtract: return self + other * DoubleDouble(-1)
    case .multiply: return multiplied(by: other)
    case .divide where other.isConstant && !other.factors[0].isZero:
      return self * (DoubleDouble.one / other.factors[0])
    case .power where other.isConstant && !isConstant:
      if other.factors[0] == DoubleDouble(1) { return self }
      return other.factors[0] == DoubleDouble(2) ? multiplied(by: self) : nil
    default:
      guard isConstant, other.isConstant else { return nil }
      return Quadratic(sign.value(factors[0].hi, other.factors[0].hi))
    }
  }
}
