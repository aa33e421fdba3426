/// A formula as a flat list of operations in postfix order: operands stand before their operator.
///
/// A list has no depth, so that no pass over it recurses, however the text was nested.
package struct Expression: Sendable {
  /// An operator between two operands.
  enum Operator: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case power = "^"
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case equal = "=="
    case notEqual = "!="

    /// Whether the value is 1 or 0.
    var isComparison: Bool {
      switch self {
      case .add, .subtract, .multiply, .divide, .power: false
      default: true
      }
    }
  }

  /// What an entry of the list is.
  enum Kind: Sendable {
    case number(Double)
    /// An unknown, by its index in `symbols`.
    case symbol(Int)
    case negate
    case binary(Operator)
    case call(Function, count: Int)
  }

  /// An unknown: a name and how many primes follow it.
  struct Symbol: Hashable, Sendable {
    var name: String
    var primes: Int
  }

  /// An operation, and where it stands in the text.
  struct Node: Sendable {
    var kind: Kind
    /// The byte of the text that messages point at.
    var offset: Int
    /// How many entries the operation and all its operands take.
    var size: Int
    /// The bound name that a number stands for, so that it can be bound anew and derivatives be taken by it.
    var name: String?
  }

  var nodes: [Node] = []
  var symbols: [Symbol] = []

  /// The entries that stand for a bound name.
  var boundEntries: [Int] { nodes.indices.filter { nodes[$0].name != nil } }

  /// The entries that are the operands of the entry at `index`, first to last.
  func operands(of index: Int) -> [Int] {
    var count = 0
    switch nodes[index].kind {
    case .number, .symbol: return []
    case .negate: count = 1
    case .binary: count = 2
    case .call(_, let arguments): count = arguments
    }
    var found: [Int] = []
    var at = index - 1
    for _ in 0..<count {
      found.append(at)
      at -= nodes[at].size
    }
    return found.reversed()
  }

  /// The entries of the operand that ends at `index`.
  func range(of index: Int) -> Range<Int> { index - nodes[index].size + 1..<index + 1 }

  /// The part that ends at `index`, by itself.
  func part(_ index: Int) -> Expression {
    Expression(nodes: Array(nodes[range(of: index)]), symbols: symbols)
  }
}
