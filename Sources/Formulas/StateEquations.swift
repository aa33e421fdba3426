import NumericalMethods
import Systems

/// Linear equations solved for the highest derivatives: every one as a row over states and input.
///
///     E w = F x + G u,   w the highest derivatives, x all lower ones, u the inputs
struct StateEquations {
  /// The states: `x`, `x'`, …, all below the highest derivative of each name.
  private(set) var names: [String] = []
  private let unknowns: [String]
  private let orders: [Int]
  /// For each unknown its highest derivative, as factors of the states and, last, of the inputs.
  private var rows: [[DoubleDouble]] = []
  /// The derivatives of those factors by the name that the equations were differentiated by.
  private var movedRows: [[DoubleDouble]] = []
  /// The first state of each unknown.
  private var starts: [Int] = []

  init(_ read: LinearEquations, _ bytes: [UInt8]) throws(FormulaError) {
    unknowns = read.names
    orders = read.names.map { read.order(of: $0) }
    if let input = read.inputs.first(where: { read.order(of: $0) > 0 }) {
      throw FormulaError(
        "a system of equations must hold no derivative of \(input)", in: bytes,
        at: read.offset(of: input, primes: 1))
    }
    for (name, order) in zip(unknowns, orders) {
      starts.append(names.count)
      names += (0..<order).map { name + String(repeating: "'", count: $0) }
    }
    let n = unknowns.count
    func matrix(_ factor: (Int, String, Int) -> DoubleDouble) -> [[DoubleDouble]] {
      (0..<n).map { equation in
        var row = (0..<n).map { factor(equation, unknowns[$0], orders[$0]) }
        for k in 0..<n {
          row += (0..<orders[k]).map { -factor(equation, unknowns[k], $0) }
        }
        return row + read.inputs.map { -factor(equation, $0, 0) }
      }
    }
    var work = matrix(read.factor)
    let moved = matrix(read.movedFactor)
    let width = work[0].count
    let isMoved = moved.contains { $0.contains { !$0.isZero } }
    // Beside the equations the unit matrix, which becomes the inverse of what is solved for.
    if isMoved { for i in 0..<n { work[i] += (0..<n).map { $0 == i ? .one : .zero } } }
    try eliminate(&work, read, bytes)
    rows = work.map { Array($0[n..<width]) }
    guard isMoved else { return }
    // d(E⁻¹ R) = E⁻¹ (dR − dE E⁻¹ R)
    let driven = moved.map { row in
      (0..<width - n).map { j in (0..<n).reduce(row[n + j]) { $0 - row[$1] * rows[$1][j] } }
    }
    movedRows = work.map { row in
      (0..<width - n).map { j in
        (0..<n).reduce(DoubleDouble.zero) { $0 + row[width + $1] * driven[$1][j] }
      }
    }
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

  /// Whether every unknown is a state, and nothing else is: the compartments of a body, tanks, rooms.
  var areCompartments: Bool { orders.allSatisfy { $0 == 1 } }

  /// The names that can be observed: the unknowns and all their derivatives up to the highest.
  var observable: [String] { names + unknowns.enumerated().filter { orders[$0.offset] == 0 }.map(\.element) }

  /// A state space from an input to an output, which is an unknown or one of the states.
  ///
  /// - Parameter input: an input's index; from the number of inputs on the unknowns' own, each a unit
  ///   added to the derivative of that unknown.
  func space(from input: Int, to output: String, inputCount: Int) -> StateSpace {
    space(from: input, to: output, inputCount: inputCount, rows, unit: 1)
  }

  /// The derivatives of that state space's matrices by the name that the equations were differentiated by.
  func movedSpace(from input: Int, to output: String, inputCount: Int) -> StateSpace {
    let none = rows.map { $0.map { _ in DoubleDouble.zero } }
    return space(
      from: input, to: output, inputCount: inputCount, movedRows.isEmpty ? none : movedRows, unit: 0)
  }

  /// - Parameter unit: what the factors are that no equation holds: 1, and 0 in their derivative.
  private func space(
    from input: Int, to output: String, inputCount: Int, _ rows: [[DoubleDouble]], unit: Double
  ) -> StateSpace {
    let count = names.count
    var a = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var b = [Double](repeating: 0, count: count)
    let isOwn = input >= inputCount
    for (k, order) in orders.enumerated() where order > 0 {
      for j in 0..<order - 1 { a[starts[k] + j][starts[k] + j + 1] = unit }
      let last = starts[k] + order - 1
      a[last] = rows[k].prefix(count).map(\.hi)
      b[last] = isOwn ? (k == input - inputCount ? unit : 0) : rows[k][count + input].hi
    }
    var c = [Double](repeating: 0, count: count)
    var d = 0.0
    if let state = names.firstIndex(of: output) {
      c[state] = unit
    } else if let k = unknowns.firstIndex(of: output) {
      c = rows[k].prefix(count).map(\.hi)
      d = isOwn ? 0 : rows[k][count + input].hi
    }
    return StateSpace(a: a, b: b, c: c, d: d)
  }
}
