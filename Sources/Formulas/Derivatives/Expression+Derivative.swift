extension Expression {
  /// What a derivative is taken by.
  enum Direction: Hashable, Sendable {
    /// A bound name.
    case name(String)
    /// The formula's variable.
    case variable
  }

  /// A place at which a formula has no derivative that a formula could hold.
  struct Obstacle: Error, Hashable, Sendable {
    /// Why, as the end of a sentence.
    var reason: String
    /// The byte of the text.
    var offset: Int
  }

  /// The derivative of the whole list, again as a list; one number 0 where it does not depend on the direction.
  ///
  ///     d(a b) = da b + a db,   d f(a) = f′(a) da, ...
  ///
  /// - Throws: `Obstacle` at a `floor`, and at a jump that moves with the direction.
  /// - Complexity: O(n d) for n entries nested d deep.
  func derivative(by direction: Direction) throws(Obstacle) -> Expression {
    var derivatives: [Part] = []
    derivatives.reserveCapacity(nodes.count)
    for (k, node) in nodes.enumerated() {
      let operands = operands(of: k)
      let moved = operands.map { derivatives[$0] }
      if !operands.isEmpty, moved.allSatisfy({ $0.plainNumber == 0 }) {
        derivatives.append(Part(0))
        continue
      }
      // Operands are copied only where the rule needs them.
      func part(_ index: Int) -> Part { Part(nodes[range(of: operands[index])]) }
      switch node.kind {
      case .number:
        derivatives.append(Part(direction == node.name.map { .name($0) } ? 1 : 0))
      case .symbol: derivatives.append(Part(direction == .variable ? 1 : 0))
      case .negate: derivatives.append(-moved[0])
      case .binary(let sign) where sign.isComparison:
        guard isStill(k, by: direction) else { throw Obstacle(reason: Self.jump, offset: node.offset) }
        derivatives.append(Part(0))
      case .binary(let sign):
        derivatives.append(Self.derivative(sign, part(0), part(1), moved[0], moved[1]))
      case .call(.step, _):
        guard isStill(k, by: direction) else { throw Obstacle(reason: Self.jump, offset: node.offset) }
        derivatives.append(Part(0))
      case .call(.floor, _):
        throw Obstacle(reason: "floor has no derivative", offset: node.offset)
      case .call(let function, _) where function.isDensity:
        if moved[0].plainNumber != 0, function.jumps(shape: value(of: operands[1])) {
          throw Obstacle(reason: Self.jump, offset: node.offset)
        }
        let arguments = (0..<3).map(part)
        let whole = Part(nodes[range(of: k)])
        derivatives.append(
          zip(moved, function.densityDerivatives(whole, arguments[0], arguments[1], arguments[2]))
            .reduce(Part(0)) { $1.0.plainNumber == 0 ? $0 : $0 + $1.0 * $1.1() })
      case .call(let function, _) where function == .min || function == .max:
        derivatives.append(Self.extreme(function, operands.indices.map(part), moved))
      case .call(.feedback, let count):
        let (g, h) = (part(0), count > 1 ? part(1) : Part(1))
        let change = count > 1 ? moved[0] - (g ^ Part(2)) * moved[1] : moved[0]
        derivatives.append(change / ((Part(1) + g * h) ^ Part(2)))
      case .call(.atan2, _):
        let (y, x) = (part(0), part(1))
        derivatives.append((x * moved[0] - y * moved[1]) / (x ^ Part(2) + (y ^ Part(2))))
      case .call(let function, _):
        derivatives.append(function.derivative(part(0), whole: Part(nodes[range(of: k)])) * moved[0])
      }
    }
    return Expression(nodes: derivatives.last?.nodes ?? [], symbols: symbols)
  }

  private static let jump = "a jump moves"

  /// Whether where a comparison changes does not depend on the direction.
  private func isStill(_ index: Int, by direction: Direction) -> Bool {
    guard direction != .variable else { return false }
    return !nodes[range(of: index)].contains { if case .symbol = $0.kind { true } else { false } }
  }

  /// The value of a part without a variable; nil for one that has it.
  private func value(of index: Int) -> Double? {
    let part = part(index)
    if part.nodes.contains(where: { if case .symbol = $0.kind { true } else { false } }) { return nil }
    return Bytecode(part).value(at: 0)
  }

  private static func derivative(
    _ sign: Operator, _ a: Part, _ b: Part, _ da: Part, _ db: Part
  ) -> Part {
    switch sign {
    case .add: return da + db
    case .subtract: return da - db
    case .multiply: return da * b + a * db
    case .divide:
      return db.plainNumber == 0 ? da / b : da / b - a * db / (b ^ Part(2))
    case .power:
      let base = da.plainNumber == 0
        ? Part(0) : b * (a ^ (b.plainNumber.map { Part($0 - 1) } ?? (b - Part(1)))) * da
      let exponent = db.plainNumber == 0 ? Part(0) : (a ^ b) * Part.call(.log, a) * db
      return base + exponent
    default: return Part(0)
    }
  }

  /// That of the argument which is the least or the largest.
  private static func extreme(_ function: Function, _ arguments: [Part], _ moved: [Part]) -> Part {
    var best = arguments[0]
    var derivative = moved[0]
    for (other, change) in zip(arguments, moved).dropFirst() {
      let isMinimum = function == .min
      derivative = Part.compare(other, isMinimum ? .greaterOrEqual : .lessOrEqual, best) * derivative
        + Part.compare(other, isMinimum ? .less : .greater, best) * change
      best = Part.call(function, best, other)
    }
    return derivative
  }
}
