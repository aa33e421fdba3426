import NumericalMethods
import Systems

/// Linear equations solved for the highest derivatives: every one as a row over states and input.
///
///     E w = F x + g u,   w the highest derivatives, x all lower ones
struct StateEquations {
  /// The states: `x`, `x'`, …, all below the highest derivative of each name.
  private(set) var names: [String] = []
  private let unknowns: [String]
  private let orders: [Int]
  /// For each unknown its highest derivative, as factors of the states and, last, of `u`.
  private var rows: [[DoubleDouble]] = []
  /// The first state of each unknown.
  private var starts: [Int] = []

  init(_ read: LinearEquations, _ bytes: [UInt8]) throws(FormulaError) {
    unknowns = read.names
    orders = read.names.map { read.order(of: $0) }
    guard read.order(of: "u") == 0 else {
      throw FormulaError(
        "a system of equations must hold no derivative of u", in: bytes,
        at: read.offset(of: "u", primes: 1))
    }
    for (name, order) in zip(unknowns, orders) {
      starts.append(names.count)
      names += (0..<order).map { name + String(repeating: "'", count: $0) }
    }
    let n = unknowns.count
    var matrix: [[DoubleDouble]] = []
    for equation in 0..<n {
      var row = (0..<n).map { read.factor(equation, unknowns[$0], orders[$0]) }
      for k in 0..<n {
        row += (0..<orders[k]).map { -read.factor(equation, unknowns[k], $0) }
      }
      matrix.append(row + [-read.factor(equation, "u", 0)])
    }
    try eliminate(&matrix, read, bytes)
    rows = matrix.map { Array($0[n...]) }
  }

  /// Solves for the first n columns, by elimination with the largest pivot.
  private func eliminate(
    _ matrix: inout [[DoubleDouble]], _ read: LinearEquations, _ bytes: [UInt8]
  ) throws(FormulaError) {
    let n = unknowns.count
    for k in 0..<n {
      let pivot =
        (k..<n).max { matrix[$0][k].magnitude < matrix[$1][k].magnitude } ?? k
      guard !matrix[pivot][k].isZero else {
        let derivative = unknowns[k] + String(repeating: "'", count: orders[k])
        throw FormulaError(
          "the equations must determine \(derivative)", in: bytes,
          at: read.offset(of: unknowns[k]))
      }
      matrix.swapAt(k, pivot)
      let factor = matrix[k][k]
      if factor != .one { matrix[k] = matrix[k].map { $0 / factor } }
      for i in 0..<n where i != k && !matrix[i][k].isZero {
        let multiple = matrix[i][k]
        for j in matrix[i].indices { matrix[i][j] -= multiple * matrix[k][j] }
      }
    }
  }

  /// The state space whose output is an unknown or one of the states.
  func observed(_ output: String, _ bytes: [UInt8]) throws(FormulaError) -> StateSpace {
    let count = names.count
    var a = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var b = [Double](repeating: 0, count: count)
    for (k, order) in orders.enumerated() where order > 0 {
      for j in 0..<order - 1 { a[starts[k] + j][starts[k] + j + 1] = 1 }
      let last = starts[k] + order - 1
      a[last] = rows[k].prefix(count).map(\.hi)
      b[last] = rows[k][count].hi
    }
    var c = [Double](repeating: 0, count: count)
    var d = 0.0
    if let state = names.firstIndex(of: output) {
      c[state] = 1
    } else if let k = unknowns.firstIndex(of: output) {
      c = rows[k].prefix(count).map(\.hi)
      d = rows[k][count].hi
    } else {
      throw FormulaError(
        "'\(output)' must be one of the unknowns \(unknowns.joined(separator: ", "))", in: bytes,
        at: 0)
    }
    return StateSpace(a: a, b: b, c: c, d: d)
  }
}
