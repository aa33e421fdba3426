import Glibc
import NumericalMethods
import RealModule

extension Expression.Operator {
  /// `a^b` as in C; a square is a product.
  @inline(__always)
  static func power(_ a: Double, _ b: Double) -> Double {
    b == 2 ? a * a : b == 1 ? a : b == 0.5 && a >= 0 ? a.squareRoot() : Glibc.pow(a, b)
  }
}

extension Bytecode {
  /// How many values go through the machine at once.
  static let blockLength = 256

  /// The value at one time.
  package func value(at time: Double) -> Double {
    var result = 0.0
    withUnsafePointer(to: time) { input in
      withUnsafeMutablePointer(to: &result) { output in
        evaluate(
          UnsafeBufferPointer(start: input, count: 1),
          UnsafeMutableBufferPointer(start: output, count: 1))
      }
    }
    return result
  }

  /// The values at many times, block by block: every instruction works on a whole block.
  ///
  /// - Complexity: O(n m) for n times and m instructions.
  func evaluate(
    _ times: UnsafeBufferPointer<Double>, _ values: UnsafeMutableBufferPointer<Double>
  ) {
    guard let input = times.baseAddress, let output = values.baseAddress, !times.isEmpty else {
      return
    }
    let length = min(Self.blockLength, times.count)
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length * depth) { stack in
      for start in stride(from: 0, to: times.count, by: length) {
        let count = min(length, times.count - start)
        run(input + start, count, Stack(values: stack, length: length))
        if let base = stack.baseAddress { (output + start).update(from: base, count: count) }
      }
    }
  }

  /// The values of one block for every operand that waits.
  private struct Stack {
    let values: UnsafeMutableBufferPointer<Double>
    /// The length of a block.
    let length: Int

    /// The topmost values of `height`, and those above, which the last instruction took off.
    ///
    /// - Parameter operands: how many blocks are read from there.
    @inline(__always)
    func top(_ height: Int, operands: Int) -> UnsafeMutablePointer<Double> {
      let start = (height - 1) * length
      guard height > 0, start + max(1, operands) * length <= values.count,
        let base = values.baseAddress
      else { preconditionFailure("the stack holds \(values.count) values") }
      return base + start
    }
  }

  /// Runs all instructions for one block; the result lies at the bottom of the stack.
  private func run(_ times: UnsafePointer<Double>, _ n: Int, _ stack: Stack) {
    let length = stack.length
    for (instruction, height) in zip(instructions, Heights(of: instructions)) {
      let top = stack.top(height, operands: instruction.operandCount)
      switch instruction {
      case .constant(let value):
        top.update(repeating: value, count: n)
      case .variable:
        top.update(from: times, count: n)
      case .negate:
        for k in 0..<n { top[k] = -top[k] }
      case .binary(let sign):
        Self.apply(sign, top, top + length, n)
      case .binaryWithConstant(let sign, let value):
        Self.apply(sign, top, value, n)
      case .gate:
        let other = top + length
        for k in 0..<n { top[k] = top[k] == 0 ? 0 : top[k] * other[k] }
      case .call(let function):
        Self.apply(function, top, n)
      case .extreme(let isMaximum):
        let other = top + length
        if isMaximum {
          for k in 0..<n { top[k] = -Function.smaller(-top[k], -other[k]) }
        } else {
          for k in 0..<n { top[k] = Function.smaller(top[k], other[k]) }
        }
      case .density(let function, let first, let second):
        for k in 0..<n { top[k] = function.value([top[k], first, second]) }
      case .callOfMany(let function, let count):
        for k in 0..<n { top[k] = function.value((0..<count).map { top[k + $0 * length] }) }
      }
    }
  }

  private static func apply(
    _ sign: Expression.Operator, _ a: UnsafeMutablePointer<Double>,
    _ b: UnsafeMutablePointer<Double>, _ n: Int
  ) {
    switch sign {
    case .add: for k in 0..<n { a[k] += b[k] }
    case .subtract: for k in 0..<n { a[k] -= b[k] }
    case .multiply: for k in 0..<n { a[k] *= b[k] }
    case .divide: for k in 0..<n { a[k] /= b[k] }
    default: for k in 0..<n { a[k] = sign.value(a[k], b[k]) }
    }
  }

  private static func apply(
    _ sign: Expression.Operator, _ a: UnsafeMutablePointer<Double>, _ b: Double, _ n: Int
  ) {
    switch sign {
    case .add: for k in 0..<n { a[k] += b }
    case .subtract: for k in 0..<n { a[k] -= b }
    case .multiply: for k in 0..<n { a[k] *= b }
    case .divide: for k in 0..<n { a[k] /= b }
    case .power where b == 2: for k in 0..<n { a[k] *= a[k] }
    default: for k in 0..<n { a[k] = sign.value(a[k], b) }
    }
  }

  private static func apply(_ function: Function, _ a: UnsafeMutablePointer<Double>, _ n: Int) {
    switch function {
    case .exp: for k in 0..<n { a[k] = Double.exp(a[k]) }
    case .sin: for k in 0..<n { a[k] = Double.sin(a[k]) }
    case .cos: for k in 0..<n { a[k] = Double.cos(a[k]) }
    case .sqrt: for k in 0..<n { a[k] = a[k].squareRoot() }
    default: for k in 0..<n { a[k] = function.value(a[k]) }
    }
  }
}
