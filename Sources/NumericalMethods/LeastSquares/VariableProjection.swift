import RealModule

/// Nonlinear least squares with the parameters in which the residuals are linear eliminated.
///
///     r(α, c) = r₀(α) + Φ(α) c,   c(α) = −Φ⁺ r₀,   J = (1 − Φ Φ⁺) ∂r/∂α
///
/// Source: G. H. Golub, V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least squares problems whose
/// variables separate" (1973); L. Kaufman, "A variable projection method for solving separable nonlinear least squares
/// problems" (1975), whose Jacobian this is.
package struct VariableProjection {
  /// Where a search ended.
  package struct Solution: Sendable {
    /// All parameters.
    package var parameters: [Double]
    /// The residuals there.
    package var residuals: [Double]
    /// How many steps were taken.
    package var steps: Int
    /// Whether the last step was small enough.
    package var isConverged: Bool

    /// The sum of squares.
    package var sumOfSquares: Double { VectorMath.dot(residuals, residuals) }
  }

  /// The residuals.
  package var model: ParametricResiduals
  /// The parameters to be eliminated; they have no limits.
  package var linear: [Int]
  /// How each parameter is searched for.
  package var coordinates: [Coordinate]
  /// How steps are taken.
  package var method = LevenbergMarquardt()

  package init(_ model: ParametricResiduals, linear: [Int], coordinates: [Coordinate]) {
    self.model = model
    self.linear = linear
    self.coordinates = coordinates
  }

  /// Searches from a place; of the eliminated parameters only those that are held count there.
  ///
  /// - Parameter held: parameters that keep their value.
  /// - Returns: nil where the start has no residuals.
  /// - Throws: `NumericalError`.
  package func solve(from start: [Double], holding held: Set<Int> = []) throws(NumericalError) -> Solution? {
    let nonlinear = (0..<model.count).filter { !linear.contains($0) && !held.contains($0) }
    var problem = Projected(
      model: model, linear: linear.filter { !held.contains($0) }, nonlinear: nonlinear,
      coordinates: coordinates, parameters: start)
    let outcome = try method.minimize(
      &problem, from: nonlinear.map { coordinates[$0].place(of: start[$0]) },
      within: nonlinear.map { coordinates[$0].bounds })
    guard let outcome else { return nil }
    // What was tried last may not be what was taken.
    _ = problem.residuals(at: outcome.place)
    return Solution(
      parameters: problem.parameters, residuals: outcome.residuals, steps: outcome.steps,
      isConverged: outcome.isConverged)
  }

  /// The sum of squares at a place, the eliminated parameters at their best; nil where there is none.
  package func sumOfSquares(at start: [Double]) -> Double? {
    let nonlinear = (0..<model.count).filter { !linear.contains($0) }
    var problem = Projected(
      model: model, linear: linear, nonlinear: nonlinear, coordinates: coordinates, parameters: start)
    return problem.residuals(at: nonlinear.map { coordinates[$0].place(of: start[$0]) })
      .map { VectorMath.dot($0, $0) }
  }
}

extension Coordinate {
  func place(of value: Double) -> Double {
    isLogarithmic ? Double.log(max(value, .leastNormalMagnitude)) : value
  }

  func value(at place: Double) -> Double { isLogarithmic ? Double.exp(place) : place }

  /// The derivative of the value by the place, at a value.
  func slope(at value: Double) -> Double { isLogarithmic ? value : 1 }

  var bounds: ClosedRange<Double> {
    guard isLogarithmic else { return limits }
    return (limits.lowerBound > 0 ? Double.log(limits.lowerBound) : -.infinity)...Double.log(limits.upperBound)
  }
}

/// The problem in the parameters that are left.
private struct Projected: LeastSquaresProblem {
  let model: ParametricResiduals
  let linear: [Int]
  let nonlinear: [Int]
  let coordinates: [Coordinate]
  /// All parameters of the place last taken.
  var parameters: [Double]
  private var basis: Matrix?

  init(
    model: ParametricResiduals, linear: [Int], nonlinear: [Int], coordinates: [Coordinate], parameters: [Double]
  ) {
    self.model = model
    self.linear = linear
    self.nonlinear = nonlinear
    self.coordinates = coordinates
    self.parameters = parameters
  }

  mutating func residuals(at place: [Double]) -> [Double]? {
    for (j, k) in nonlinear.enumerated() { parameters[k] = coordinates[k].value(at: place[j]) }
    for k in linear { parameters[k] = 0 }
    guard let (values, columns) = try? model.evaluate(parameters, linear),
      values.allSatisfy(\.isFinite), columns.allSatisfy({ $0.allSatisfy(\.isFinite) })
    else { return nil }
    guard !linear.isEmpty, let solved = try? Self.solve(columns, values) else {
      return linear.isEmpty ? values : nil
    }
    basis = solved.basis
    for (k, c) in zip(linear, solved.coefficients) { parameters[k] = c }
    var residuals = values
    for (column, c) in zip(columns, solved.coefficients) {
      for i in residuals.indices { residuals[i] += c * column[i] }
    }
    return residuals
  }

  mutating func jacobian() -> [[Double]]? {
    guard let (_, columns) = try? model.evaluate(parameters, nonlinear) else { return nil }
    var result: [[Double]] = []
    for (k, column) in zip(nonlinear, columns) {
      let slope = coordinates[k].slope(at: parameters[k])
      var own = column.map { $0 * slope }
      guard own.allSatisfy(\.isFinite) else { return nil }
      if !linear.isEmpty, let basis, basis.columnCount > 0 {
        let before = VectorMath.dot(own, own)
        // Twice is enough: what the first projection leaves of the basis is rounding.
        for _ in 0..<2 {
          let shares = basis.transposedProduct(own)
          for i in own.indices {
            for (j, share) in shares.enumerated() { own[i] -= basis[i, j] * share }
          }
        }
        // What lies in the basis but for rounding moves nothing.
        if VectorMath.dot(own, own) <= 1e-22 * before { own = own.map { _ in 0 } }
      }
      result.append(own)
    }
    return result
  }

  /// The coefficients with the smallest residuals, and an orthonormal basis of the columns.
  private static func solve(
    _ columns: [[Double]], _ values: [Double]
  ) throws(NumericalError) -> (coefficients: [Double], basis: Matrix) {
    let norms = columns.map { VectorMath.dot($0, $0).squareRoot() }
    let scaled = zip(columns, norms).map { column, norm in norm > 0 ? column.map { $0 / norm } : column }
    let matrix = Matrix(columns: scaled)
    let factors = try QRFactors(matrix)
    let right = values.map { -$0 }
    let diagonal = norms.indices.map { factors.r[$0, $0].magnitude }
    if diagonal.allSatisfy({ $0 > 1e-12 }) {
      let x = factors.r.solvingUpper(factors.q.transposedProduct(right))
      return (zip(x, norms).map { $0 / $1 }, factors.q)
    }
    // Columns that depend on one another: the shortest coefficients.
    let singular = try SingularValues(matrix)
    let kept = singular.values.indices.filter { singular.values[$0] > 1e-12 * (singular.values.first ?? 0) }
    let shares = singular.u.transposedProduct(right)
    var x = [Double](repeating: 0, count: norms.count)
    for k in kept {
      for j in x.indices { x[j] += singular.v[j, k] * shares[k] / singular.values[k] }
    }
    return (
      zip(x, norms).map { $1 > 0 ? $0 / $1 : 0 }, Matrix(columns: kept.map { singular.u.column($0) })
    )
  }
}
