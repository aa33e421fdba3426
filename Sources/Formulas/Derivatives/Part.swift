/// A part of a formula while a derivative is put together: its entries, operands before operators.
///
/// The operators leave out what changes nothing: sums with 0, products with 0 and 1. Only plain numbers
/// count as 0 and 1, a bound name never does, so that the result holds for other values of the names too.
struct Part {
  var nodes: [Expression.Node]

  init(_ nodes: some Sequence<Expression.Node>) { self.nodes = Array(nodes) }

  init(_ value: Double) {
    nodes = [Expression.Node(kind: .number(value), offset: 0, size: 1)]
  }

  /// The value where it is one plain number.
  var plainNumber: Double? {
    guard nodes.count == 1, nodes[0].name == nil, case .number(let value) = nodes[0].kind else { return nil }
    return value
  }

  private static func joined(_ operands: [Part], _ kind: Expression.Kind) -> Part {
    var nodes = operands.flatMap(\.nodes)
    nodes.append(Expression.Node(kind: kind, offset: 0, size: nodes.count + 1))
    return Part(nodes)
  }

  static func call(_ function: Function, _ arguments: Part...) -> Part {
    joined(arguments, .call(function, count: arguments.count))
  }

  static func compare(_ a: Part, _ sign: Expression.Operator, _ b: Part) -> Part { joined([a, b], .binary(sign)) }

  static prefix func - (a: Part) -> Part {
    if let value = a.plainNumber { return Part(-value) }
    if case .negate? = a.nodes.last?.kind { return Part(a.nodes.dropLast()) }
    return joined([a], .negate)
  }

  static func + (a: Part, b: Part) -> Part {
    if a.plainNumber == 0 { return b }
    if b.plainNumber == 0 { return a }
    return joined([a, b], .binary(.add))
  }

  static func - (a: Part, b: Part) -> Part {
    if b.plainNumber == 0 { return a }
    if a.plainNumber == 0 { return -b }
    return joined([a, b], .binary(.subtract))
  }

  static func * (a: Part, b: Part) -> Part {
    if a.plainNumber == 0 || b.plainNumber == 0 { return Part(0) }
    if a.plainNumber == 1 { return b }
    if b.plainNumber == 1 { return a }
    if a.plainNumber == -1 { return -b }
    if b.plainNumber == -1 { return -a }
    return joined([a, b], .binary(.multiply))
  }

  static func / (a: Part, b: Part) -> Part {
    if a.plainNumber == 0 { return Part(0) }
    return b.plainNumber == 1 ? a : joined([a, b], .binary(.divide))
  }

  static func ^ (a: Part, b: Part) -> Part {
    b.plainNumber == 1 ? a : joined([a, b], .binary(.power))
  }
}
