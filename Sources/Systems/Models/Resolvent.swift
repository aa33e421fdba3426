import NumericalMethods

/// `(s − A)⁻¹` of a matrix, in factors.
///
/// States that act on each other form blocks; the blocks are solved one after the other, each state
/// as a sum of quotients. So the diagonal of a triangular matrix, in whatever order its states
/// stand, is exactly the poles, and a chain stays a product.
struct Resolvent {
  private let matrix: [[Double]]
  /// The blocks, each after all that act on it.
  private let blocks: [[Int]]
  /// Up to how many states that all act on each other a polynomial in double-double is exact to doubles.
  static let most = 4
  /// The most states that all act on each other.
  var largestBlock: Int { blocks.reduce(0) { max($0, $1.count) } }

  init(_ matrix: [[Double]]) {
    self.matrix = matrix
    blocks = Self.blocks(of: matrix)
  }

  /// `c (s − A)⁻¹ b`.
  func applied(to b: [Double], seenBy c: [Double]) -> RationalSum {
    var states = [RationalSum](repeating: RationalSum(), count: matrix.count)
    for block in blocks {
      var driven = block.map { i in
        var sum = RationalSum([RationalFunction(DoubleDouble(b[i]))])
        for j in matrix.indices where matrix[i][j] != 0 && !block.contains(j) {
          sum = sum.adding(states[j].multiplied(by: Self.constant(matrix[i][j])))
        }
        return sum
      }
      if driven.allSatisfy(\.terms.isEmpty) { continue }
      if driven.contains(where: { $0.terms.count > 32 }) { driven = driven.map(\.combined) }
      let (adjugate, characteristic) = Self.adjugate(
        block.map { i in block.map { DoubleDouble(matrix[i][$0]) } })
      let inverse = RationalSum([RationalFunction(characteristic).inverse])
      for (k, i) in block.enumerated() {
        var sum = RationalSum()
        for j in block.indices {
          sum = sum.adding(driven[j].multiplied(by: RationalSum([RationalFunction(adjugate[k][j])])))
        }
        states[i] = sum.multiplied(by: inverse)
      }
    }
    var output = RationalSum()
    for (i, weight) in c.enumerated() {
      output = output.adding(states[i].multiplied(by: Self.constant(weight)))
    }
    return output
  }

  private static func constant(_ value: Double) -> RationalSum {
    RationalSum([RationalFunction(DoubleDouble(value))])
  }

  /// The adjugate of `s − M` and its determinant, as polynomials in `s`.
  ///
  /// Source: D. K. Faddeev, V. N. Faddeeva, "Computational Methods of Linear Algebra" (1963), the
  /// algorithm of Le Verrier; here in double-double.
  private static func adjugate(
    _ m: [[DoubleDouble]]
  ) -> (adjugate: [[Polynomial]], characteristic: Polynomial) {
    let n = m.count
    var characteristic = [DoubleDouble](repeating: .zero, count: n) + [.one]
    var power = m.map { $0.map { _ in DoubleDouble.zero } }
    for i in 0..<n { power[i][i] = .one }
    var entries = m.map { $0.map { _ in [DoubleDouble](repeating: .zero, count: n) } }
    for k in 1...n {
      var next = power
      var trace = DoubleDouble.zero
      for i in 0..<n {
        for j in 0..<n {
          entries[i][j][n - k] = power[i][j]
          next[i][j] = (0..<n).reduce(.zero) { $0 + m[i][$1] * power[$1][j] }
        }
        trace += next[i][i]
      }
      let c = -trace / Double(k)
      characteristic[n - k] = c
      for i in 0..<n { next[i][i] += c }
      power = next
    }
    return (entries.map { $0.map { Polynomial($0) } }, Polynomial(characteristic))
  }

  /// The sets of states that act on each other, each set after all that act on it.
  ///
  /// A set is what can be reached from a state and can reach it.
  ///
  /// - Complexity: O(n³).
  private static func blocks(of matrix: [[Double]]) -> [[Int]] {
    let n = matrix.count
    // acts[i][j]: j acts on i, directly or through others.
    var acts = matrix.map { $0.map { $0 != 0 } }
    for k in 0..<n {
      for i in 0..<n where acts[i][k] {
        for j in 0..<n where acts[k][j] { acts[i][j] = true }
      }
    }
    var left = Array(0..<n)
    var blocks: [[Int]] = []
    while let first = left.first {
      // Among the rest, a state on which no others act but those that it acts on.
      let start =
        left.first { i in left.allSatisfy { j in !acts[i][j] || acts[j][i] || i == j } } ?? first
      let block = left.filter { $0 == start || (acts[start][$0] && acts[$0][start]) }
      blocks.append(block)
      left.removeAll { block.contains($0) }
    }
    return blocks
  }
}
