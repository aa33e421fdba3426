/// Which power of a time the bound names of a formula are, as far as its form says: what stands under `exp` has no
/// unit, what is added has the same.
struct Dimensions {
  /// A power of time that may depend on those of names and of others not yet known.
  private struct Power {
    var constant: Double
    var factors: [Int: Double] = [:]

    func combined(_ other: Power, _ factor: Double) -> Power {
      var sum = self
      sum.constant += factor * other.constant
      for (k, c) in other.factors { sum.factors[k, default: 0] += factor * c }
      sum.factors = sum.factors.filter { $0.value.magnitude > 1e-9 }
      return sum
    }
  }

  private var names: [String] = []
  private var count = 0
  /// What must be 0.
  private var equations: [Power] = []
  /// Names whose exponential has the power with an index.
  private var logarithms: [String: Int] = [:]

  /// Reads a formula whose variable has the power `variable`: 1 of the time, −1 of `s`.
  init(_ expression: Expression, variable: Double) {
    names = Array(Set(expression.nodes.compactMap(\.name))).sorted()
    count = names.count
    var powers: [Power?] = []
    for (k, node) in expression.nodes.enumerated() {
      let operands = expression.operands(of: k)
      powers.append(power(expression, node, operands, operands.map { powers[$0] }, variable))
    }
    solve()
  }

  /// The power of a name; nil where the formula leaves it open.
  func power(of name: String) -> (power: Double, isLogarithm: Bool)? {
    if let place = logarithms[name] { return value(place).map { ($0, true) } }
    return names.firstIndex(of: name).flatMap(value).map { ($0, false) }
  }

  private func value(_ place: Int) -> Double? {
    for equation in equations where equation.factors.count == 1 {
      if let factor = equation.factors[place] { return -equation.constant / factor }
    }
    return nil
  }

  private mutating func fresh() -> Power {
    count += 1
    return Power(constant: 0, factors: [count - 1: 1])
  }

  private mutating func equal(_ a: Power?, _ b: Power?) {
    guard let a, let b else { return }
    let difference = a.combined(b, -1)
    if !difference.factors.isEmpty { equations.append(difference) }
  }

  private mutating func power(
    _ expression: Expression, _ node: Expression.Node, _ operands: [Int], _ of: [Power?], _ variable: Double
  ) -> Power? {
    let none = Power(constant: 0)
    // A plain number may be added to anything.
    func isPlain(_ k: Int) -> Bool {
      expression.nodes[expression.range(of: operands[k])].allSatisfy {
        if case .symbol = $0.kind { false } else { $0.name == nil }
      }
    }
    switch node.kind {
    case .number:
      guard let name = node.name, let place = names.firstIndex(of: name) else { return none }
      return Power(constant: 0, factors: [place: 1])
    case .symbol: return Power(constant: variable)
    case .negate: return of[0]
    case .binary(.multiply): return of[0].flatMap { a in of[1].map { a.combined($0, 1) } }
    case .binary(.divide): return of[0].flatMap { a in of[1].map { a.combined($0, -1) } }
    case .binary(.power):
      equal(of[1], none)
      guard case .number(let exponent) = expression.nodes[operands[1]].kind,
        expression.nodes[operands[1]].name == nil
      else { return nil }
      return of[0].map { none.combined($0, exponent) }
    case .binary(let sign):
      if !isPlain(0), !isPlain(1) { equal(of[0], of[1]) }
      return sign.isComparison ? none : isPlain(0) ? of[1] : of[0]
    case .call(let function, _): return call(function, expression, operands, of)
    }
  }

  private mutating func call(
    _ function: Function, _ expression: Expression, _ operands: [Int], _ of: [Power?]
  ) -> Power? {
    let none = Power(constant: 0)
    switch function {
    case .exp:
      let argument = expression.nodes[expression.range(of: operands[0])]
      if argument.count == 1, let name = argument.first?.name {
        let result = fresh()
        logarithms[name] = count - 1
        return result
      }
      equal(of[0], none)
      return none
    case .sqrt: return of[0].map { none.combined($0, 0.5) }
    case .abs, .floor: return of[0]
    case .min, .max, .atan2:
      for other in of.dropFirst() { equal(of[0], other) }
      return function == .atan2 ? none : of[0]
    case .step: return none
    case .normalDensity, .inverseGaussianDensity:
      equal(of[0], of[1])
      equal(of[0], of[2])
      return of[0].map { none.combined($0, -1) }
    case .gammaDensity, .weibullDensity:
      equal(of[1], none)
      equal(of[0], of[2])
      return of[0].map { none.combined($0, -1) }
    case .lognormalDensity:
      equal(of[1], none)
      equal(of[2], none)
      return nil
    default:
      equal(of[0], none)
      return none
    }
  }

  /// Brings the equations to a form in which each known power stands alone.
  private mutating func solve() {
    var done: [Power] = []
    var left = equations
    while var row = left.popLast() {
      for other in done {
        guard let pivot = other.factors.keys.max(), let factor = row.factors[pivot] else { continue }
        row = row.combined(other, -factor / (other.factors[pivot] ?? 1))
      }
      guard let pivot = row.factors.keys.max() else { continue }
      done = done.map { other in
        guard let factor = other.factors[pivot] else { return other }
        return other.combined(row, -factor / (row.factors[pivot] ?? 1))
      }
      done.append(row)
    }
    equations = done
  }
}

extension Formula {
  /// Which power of a time a bound name is as far as the formula's form says, −1 for a rate; `isLogarithm` where the
  /// name stands under `exp` by itself and its exponential has that power. Nil where the form leaves it open.
  public func powerOfTime(of name: String) -> (power: Double, isLogarithm: Bool)? {
    Dimensions(expression, variable: variable == .s ? -1 : 1).power(of: name)
  }
}
