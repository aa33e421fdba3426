import NumericalMethods
import RealModule

extension Expression.Operator {
  /// `a^b` as in C; a square is a product.
  @inline(__always)
  static func power(_ a: Double, _ b: Double) -> Double {
    b == 2 ? a * a : b == 1 ? a : b == 0.5 && a >= 0 ? a.squareRoot() : Double.pow(a, b)
  }
}

extension Tape {
  /// How many values go through the machine at once.
  static let blockLength = 256

  /// The value at one time.
  func value(at time: Double) -> Double {
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
    withUnsafeTemporaryAllocation(of: Double.self, capacity: length * (depth + 1)) { stack in
      guard let base = stack.baseAddress else { return }
      for start in stride(from: 0, to: times.count, by: length) {
        let count = min(length, times.count - start)
        run(input + start, count, base, length)
        (output + start).update(from: base, count: count)
      }
    }
  }

  /// Runs all instructions for one block; the result lies at the bottom of the stack.
  private func run(
    _ times: UnsafePointer<Double>, _ n: Int, _ base: UnsafeMutablePointer<Double>, _ length: Int
  ) {
    var top = base - length
    for instruction in instructions {
      switch instruction {
      case .constant(let value):
        top += length
        top.update(repeating: value, count: n)
      case .variable:
        top += length
        top.update(from: times, count: n)
      case .negate:
        for k in 0..<n { top[k] = -top[k] }
      case .binary(let sign):
        top -= length
        Self.apply(sign, top, top + length, n)
      case .binaryWithConstant(let sign, let value):
        Self.apply(sign, top, value, n)
      case .gate:
        top -= length
        let other = top + length
        for k in 0..<n { top[k] = top[k] == 0 ? 0 : top[k] * other[k] }
      case .call(let function):
        Self.apply(function, top, n)
      case .extreme(let isMaximum):
        top -= length
        let other = top + length
        if isMaximum {
          for k in 0..<n { top[k] = -Function.smaller(-top[k], -other[k]) }
        } else {
          for k in 0..<n { top[k] = Function.smaller(top[k], other[k]) }
        }
      case .density(let function, let first, let second):
        for k in 0..<n { top[k] = function.value([top[k], first, second]) }
      case .callOfMany(let function, let count):
        top -= length * (count - 1)
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
