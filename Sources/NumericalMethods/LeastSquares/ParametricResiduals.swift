/// Residuals that depend on parameters, with their derivatives by whichever are asked for.
package struct ParametricResiduals {
  /// Gives the residuals at the parameters, and the derivatives by those whose indices are wanted.
  package typealias Evaluation = (
    _ parameters: [Double], _ wanted: [Int]
  ) throws -> (residuals: [Double], columns: [[Double]])

  /// The number of parameters.
  package var count: Int
  /// The residuals and their derivatives.
  package var evaluate: Evaluation

  package init(count: Int, evaluate: @escaping Evaluation) {
    self.count = count
    self.evaluate = evaluate
  }

  /// The parameters in which the residuals are linear together, found by moving each in turn.
  ///
  /// A derivative that stays as it is while its own parameter and those of the others found move is free of them.
  ///
  /// - Throws: what the residuals throw.
  /// - Complexity: as many evaluations as candidates, and one.
  package func linear(at parameters: [Double], among candidates: [Int]) throws -> [Int] {
    guard !candidates.isEmpty else { return [] }
    let base = try evaluate(parameters, candidates).columns
    let sizes = base.map { $0.reduce(0) { max($0, $1.magnitude) } }
    // moves[k][j]: the derivative by j depends on k.
    var moves: [[Bool]] = []
    for k in candidates {
      var other = parameters
      other[k] = other[k] == 0 ? 1 : other[k] * 1.25
      let columns = try evaluate(other, candidates).columns
      moves.append(
        zip(zip(base, columns), sizes).map { pair, size in
          zip(pair.0, pair.1).contains { !(($0 - $1).magnitude <= 1e-9 * size) }
        })
    }
    var found: [Int] = []
    for j in candidates.indices where sizes[j] > 0 && sizes[j].isFinite && !moves[j][j] {
      if found.allSatisfy({ !moves[$0][j] && !moves[j][$0] }) { found.append(j) }
    }
    return found.map { candidates[$0] }
  }
}

/// How a parameter is searched for: as it is or by its logarithm, between limits.
package struct Coordinate: Hashable, Sendable {
  /// The least and the largest value; infinite where there is no limit.
  package var limits: ClosedRange<Double>
  /// Whether steps are taken in its logarithm.
  package var isLogarithmic: Bool

  package init(limits: ClosedRange<Double> = -.infinity ... .infinity, isLogarithmic: Bool = false) {
    self.limits = limits
    self.isLogarithmic = isLogarithmic
  }
}
