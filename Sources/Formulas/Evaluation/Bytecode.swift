import NumericalMethods

/// A formula in one variable as instructions for a stack machine, constants folded.
package struct Bytecode: Sendable {
  enum Instruction: Sendable {
    case constant(Double)
    case variable
    case negate
    case binary(Expression.Operator)
    case binaryWithConstant(Expression.Operator, Double)
    /// A product whose left factor is 1 or 0: where it is 0 the other is not looked at.
    case gate
    case call(Function)
    case extreme(isMaximum: Bool)
    /// A function of three arguments with constant parameters.
    case density(Function, Double, Double)
    case callOfMany(Function, Int)

    /// How many values it takes off the stack, of which the lowest gives its place to the result.
    var operandCount: Int {
      switch self {
      case .constant, .variable: 0
      case .negate, .binaryWithConstant, .call, .density: 1
      case .binary, .gate, .extreme: 2
      case .callOfMany(_, let count): count
      }
    }
  }

  /// What is known of an operand while the tape is made.
  private struct Operand {
    var constant: Double?
    var isGate: Bool
    var start: Int
  }

  private(set) var instructions: [Instruction] = []
  /// How many values the machine holds at once.
  private(set) var depth = 0

  /// Makes the tape of a formula.
  ///
  /// - Complexity: O(n).
  package init(_ expression: Expression) {
    var stack: [Operand] = []
    for node in expression.nodes {
      switch node.kind {
      case .number(let value): push(value, &stack)
      case .symbol:
        stack.append(Operand(constant: nil, isGate: false, start: instructions.count))
        instructions.append(.variable)
      case .negate:
        if let value = stack[stack.count - 1].constant {
          replace(1, by: -value, &stack)
        } else {
          instructions.append(.negate)
          stack[stack.count - 1].isGate = false
        }
      case .binary(let sign): append(sign, &stack)
      case .call(let function, let count): append(function, count, &stack)
      }
    }
    for height in Heights(of: instructions) { depth = max(depth, height) }
  }

  private mutating func push(_ value: Double, _ stack: inout [Operand]) {
    stack.append(
      Operand(constant: value, isGate: value == 0 || value == 1, start: instructions.count))
    instructions.append(.constant(value))
  }

  /// Puts a constant in the place of the last operands.
  private mutating func replace(_ count: Int, by value: Double, _ stack: inout [Operand]) {
    let start = stack[stack.count - count].start
    stack.removeLast(count)
    instructions.removeLast(instructions.count - start)
    push(value, &stack)
  }

  private mutating func append(_ sign: Expression.Operator, _ stack: inout [Operand]) {
    let right = stack[stack.count - 1]
    let left = stack[stack.count - 2]
    if let a = left.constant, let b = right.constant {
      return replace(2, by: sign.value(a, b), &stack)
    }
    stack.removeLast()
    let isProduct = sign == .multiply
    stack[stack.count - 1] = Operand(
      constant: nil,
      isGate: sign.isComparison || (isProduct && left.isGate && right.isGate), start: left.start)
    if let b = right.constant {
      instructions.removeLast()
      instructions.append(.binaryWithConstant(sign, b))
    } else if isProduct, left.isGate || right.isGate, !(left.isGate && right.isGate) {
      if !left.isGate {
        // The gate goes first.
        let moved = instructions[left.start..<right.start]
        instructions.append(contentsOf: moved)
        instructions.removeSubrange(left.start..<right.start)
      }
      instructions.append(.gate)
    } else {
      instructions.append(.binary(sign))
    }
  }

  private mutating func append(_ function: Function, _ count: Int, _ stack: inout [Operand]) {
    let arguments = Array(stack.suffix(count))
    let values = arguments.compactMap(\.constant)
    if values.count == count { return replace(count, by: function.value(values), &stack) }
    stack.removeLast(count)
    stack.append(Operand(constant: nil, isGate: function == .step, start: arguments[0].start))
    switch function {
    case .min, .max:
      for _ in 1..<count { instructions.append(.extreme(isMaximum: function == .max)) }
    case _ where function.isDensity && values.count == 2 && arguments[0].constant == nil:
      instructions.removeLast(2)
      instructions.append(.density(function, values[0], values[1]))
    case _ where count == 1: instructions.append(.call(function))
    default: instructions.append(.callOfMany(function, count))
    }
  }
}

extension Bytecode {
  /// How many values lie on the stack after each instruction: the one count of them, by which the
  /// stack's size is chosen and its values are found.
  struct Heights: Sequence, IteratorProtocol {
    private var rest: ArraySlice<Instruction>
    private var height = 0

    init(of instructions: [Instruction]) { rest = instructions[...] }

    mutating func next() -> Int? {
      guard let instruction = rest.popFirst() else { return nil }
      height += 1 - instruction.operandCount
      return height
    }
  }
}

extension Expression.Operator {
  /// The value for two numbers.
  @inline(__always)
  func value(_ a: Double, _ b: Double) -> Double {
    switch self {
    case .add: a + b
    case .subtract: a - b
    case .multiply: a * b
    case .divide: a / b
    case .power: Self.power(a, b)
    case .less: a < b ? 1 : Self.unlessNaN(a, b)
    case .lessOrEqual: a <= b ? 1 : Self.unlessNaN(a, b)
    case .greater: a > b ? 1 : Self.unlessNaN(a, b)
    case .greaterOrEqual: a >= b ? 1 : Self.unlessNaN(a, b)
    case .equal: a == b ? 1 : Self.unlessNaN(a, b)
    case .notEqual: a != b ? (a.isNaN || b.isNaN ? .nan : 1) : 0
    }
  }

  /// 0, or NaN where a comparison has no answer.
  @inline(__always)
  private static func unlessNaN(_ a: Double, _ b: Double) -> Double {
    a.isNaN || b.isNaN ? .nan : 0
  }
}
