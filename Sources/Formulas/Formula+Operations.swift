extension Formula {
  /// A step of a formula, for whoever computes it elsewhere.
  package enum Operation: Hashable, Sendable {
    case number(Double)
    /// A number that a name stands for.
    case name(String)
    /// The formula's variable.
    case variable
    case negate
    /// An operator as it is written.
    case binary(String)
    /// A function of so many arguments.
    case call(String, count: Int)
  }

  /// The formula in postfix order: operands stand before their operator; nil where a name stands for a system.
  package var operations: [Operation]? {
    guard systems.isEmpty else { return nil }
    return expression.nodes.map { node in
      switch node.kind {
      case .number(let value): node.name.map(Operation.name) ?? .number(value)
      case .symbol: .variable
      case .negate: .negate
      case .binary(let sign): .binary(sign.rawValue)
      case .call(let function, let count): .call(function.rawValue, count: count)
      }
    }
  }
}
