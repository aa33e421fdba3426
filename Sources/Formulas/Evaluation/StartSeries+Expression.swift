import RealModule

extension StartSeries {
  /// The first powers of a formula just after a moment, or nil where it has others than powers.
  init?(_ expression: Expression, after start: Double) {
    var stack: [StartSeries] = []
    for node in expression.nodes {
      var found: StartSeries?
      switch node.kind {
      case .number(let value): found = value.isFinite ? StartSeries(constant: value) : nil
      case .symbol:
        found = StartSeries([
          Term(exponent: 0, coefficient: start), Term(exponent: 1, coefficient: 1),
        ])
      case .negate: found = stack.removeLast() * -1
      case .binary(let sign):
        let right = stack.removeLast()
        found = stack.removeLast().applying(sign, right)
      case .call(let function, let count):
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        found = Self.calling(function, arguments)
      }
      guard let found, found.terms.allSatisfy(\.coefficient.isFinite) else { return nil }
      stack.append(found)
    }
    guard let last = stack.last else { return nil }
    self = last
  }

  private var exactConstant: Double? {
    guard order == .infinity, terms.allSatisfy({ $0.exponent == 0 }) else { return nil }
    return terms.first?.coefficient ?? 0
  }

  private func applying(_ sign: Expression.Operator, _ other: StartSeries) -> StartSeries? {
    switch sign {
    case .add: return self + other
    case .subtract: return self + other * -1
    case .multiply: return self * other
    case .divide: return other.raised(to: -1).map { self * $0 }
    case .power:
      if let p = other.exactConstant { return raised(to: p) }
      return logarithm.flatMap { (other * $0).exponential }
    default:
      guard let difference = (self + other * -1).sign else { return nil }
      return StartSeries(constant: sign.value(Double(difference), 0))
    }
  }

  private var logarithm: StartSeries? {
    guard let (c, _) = split, c > 0 else { return nil }
    let rest = (self * (1 / c) + StartSeries(constant: -1))
    return rest.composed([0] + (1...12).map { ($0 % 2 == 1 ? 1 : -1) / Double($0) })
      .map { $0 + StartSeries(constant: Double.log(c)) }
  }

  private var exponential: StartSeries? {
    guard let (c, rest) = split else {
      // e^(−1/τ) vanishes faster than any power.
      return sign == -1 ? StartSeries([]) : nil
    }
    return rest.composed(Self.inverseFactorials).map { $0 * Double.exp(c) }
  }

  private static let inverseFactorials = (0...12).map { 1 / Double.gamma(Double($0) + 1) }

  private func circular(isSine: Bool) -> StartSeries? {
    guard let (c, rest) = split else { return nil }
    let f = Self.inverseFactorials
    let sine = rest.composed(f.indices.map { $0 % 2 == 0 ? 0 : $0 % 4 == 1 ? f[$0] : -f[$0] })
    let cosine = rest.composed(f.indices.map { $0 % 2 == 1 ? 0 : $0 % 4 == 0 ? f[$0] : -f[$0] })
    guard let sine, let cosine else { return nil }
    return isSine
      ? sine * Double.cos(c) + cosine * Double.sin(c)
      : cosine * Double.cos(c) + sine * -Double.sin(c)
  }

  private static func calling(_ function: Function, _ arguments: [StartSeries]) -> StartSeries? {
    let x = arguments[0]
    switch function {
    case .exp: return x.exponential
    case .log: return x.logarithm
    case .log10: return x.logarithm.map { $0 * (1 / Double.log(10)) }
    case .sqrt: return x.raised(to: 0.5)
    case .sin, .cos: return x.circular(isSine: function == .sin)
    case .tan:
      guard let sine = x.circular(isSine: true),
        let inverse = x.circular(isSine: false)?.raised(to: -1)
      else { return nil }
      return sine * inverse
    case .sinh, .cosh, .tanh:
      guard let up = x.exponential, let down = (x * -1).exponential else { return nil }
      let sine = (up + down * -1) * 0.5
      let cosine = (up + down) * 0.5
      if function == .tanh { return cosine.raised(to: -1).map { sine * $0 } }
      return function == .sinh ? sine : cosine
    case .abs: return x.sign.map { x * Double($0) }
    case .step: return x.sign.map { StartSeries(constant: $0 >= 0 ? 1 : 0) }
    case .min, .max:
      var best = x
      for other in arguments.dropFirst() {
        guard let sign = (best + other * -1).sign else { return nil }
        if (sign > 0) == (function == .min) { best = other }
      }
      return best
    case .erf, .erfc:
      guard let (c, _) = x.split, c == 0 else { break }
      let coefficients = (0...12).map { k -> Double in
        guard k % 2 == 1 else { return 0 }
        let n = k / 2
        return (n % 2 == 0 ? 2 : -2) / (Double.pi.squareRoot() * Double(k))
          * inverseFactorials[n]
      }
      guard let erf = x.composed(coefficients) else { return nil }
      return function == .erf ? erf : StartSeries(constant: 1) + erf * -1
    case .gammaDensity, .weibullDensity:
      let values = arguments.dropFirst().compactMap(\.exactConstant)
      guard values.count == 2, let sign = x.sign else { return nil }
      if sign <= 0 { return StartSeries([]) }
      guard x.leading > 0 else { break }
      return density(function, x, shape: values[0], scale: values[1])
    case _ where (function == .lognormalDensity || function == .inverseGaussianDensity) && x.leading > 0:
      // They vanish faster than any power.
      return StartSeries([])
    default: break
    }
    return limitOnly(function, arguments)
  }

  private static func density(
    _ function: Function, _ x: StartSeries, shape k: Double, scale: Double
  ) -> StartSeries? {
    let ratio = x * (1 / scale)
    guard let power = ratio.raised(to: k - 1) else { return nil }
    if function == .gammaDensity {
      return (ratio * -1).exponential.map { power * $0 * (1 / (scale * Double.gamma(k))) }
    }
    guard let decay = ratio.raised(to: k).flatMap({ ($0 * -1).exponential }) else { return nil }
    return power * decay * (k / scale)
  }

  /// Only the value at the moment, where the function is continuous there.
  private static func limitOnly(
    _ function: Function, _ arguments: [StartSeries]
  ) -> StartSeries? {
    var values: [Double] = []
    var order = Double.infinity
    for argument in arguments {
      guard let (constant, rest) = argument.split else { return nil }
      values.append(constant)
      order = min(order, rest.leading)
    }
    let value = function.value(values)
    guard value.isFinite else { return nil }
    if function == .floor, value == values[0], arguments[0].order < .infinity || order < .infinity {
      guard let sign = arguments[0].split?.rest.sign else { return nil }
      return StartSeries(constant: sign < 0 ? value - 1 : value)
    }
    return StartSeries(constant: value, order: order)
  }
}
