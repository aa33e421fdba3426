internal import RealModule

/// Least squares with a quadratic penalty, brought to standard form once for every size of the penalty.
///
///     minimise |A u - y|^2 + lambda |z|^2   over   u = root z + free c
///
/// where |z| is the roughness of u and `free` spans what has none. The free part is projected out, and
/// one singular value decomposition of what is left, U diag(s) V', gives every solution, residual, likelihood and variance.
package struct RegularizedLeastSquares: Sendable {
  /// The squares of the singular values.
  package let squares: [Double]
  /// The data in the left singular vectors.
  package let coefficients: [Double]
  /// The part of |y|^2 that no unknown reaches.
  package let rest: Double
  /// The number of rows less that of the free columns.
  package let degrees: Int
  /// The number of free columns.
  package let free: Int
  /// The free part of the solution, where z = 0.
  private let base: [Double]
  /// How u answers to each singular direction, over its singular value.
  private let map: Matrix
  /// The prior variance of u that no singular direction holds, over sigma^2 / lambda.
  private let remainder: [Double]
  /// The variance of u through the free part alone, over sigma^2.
  private let fixed: [Double]
  private let left: Matrix
  private let freeSmoother: Matrix?

  /// Brings a problem to standard form.
  ///
  /// - Parameters:
  ///   - a: rows x unknowns, each row divided by its standard error.
  ///   - y: the data, divided alike.
  ///   - root: unknowns x roughness.
  ///   - free: unknowns x free columns; may have no column.
  ///   - reduced: where the rows are a triangle that stands for more, how many these were and what of |y|^2 it leaves out.
  /// - Throws: ``NumericalError/noFactor(operation:)`` where the free part can't be told from the data.
  /// - Complexity: O(rows unknowns^2).
  package init(
    _ a: Matrix, _ y: [Double], root: Matrix, free: Matrix, reduced: (rows: Int, rest: Double)? = nil
  ) throws(NumericalError) {
    precondition(y.count == a.rowCount)
    let columns = free.columnCount
    var z = try Matrix.product(a, root)
    var right = y
    var answer = root
    if columns > 0 {
      guard a.rowCount >= columns else { throw .noFactor(operation: "free part") }
      let seen = try Matrix.product(a, free)
      let factors = try QRFactors(seen)
      let size = (0..<columns).map { factors.r[$0, $0].magnitude }
      guard let largest = size.max(), largest > 0, size.allSatisfy({ $0 > 1e-12 * largest }) else {
        throw .noFactor(operation: "free part")
      }
      // Twice, so that nothing of the free part is left to rounding.
      var carried = Matrix(rows: columns, columns: root.columnCount)
      var carriedData = [Double](repeating: 0, count: columns)
      for _ in 0..<2 {
        let part = try Matrix.product(factors.q, z, transposingFirst: true)
        let projected = try Matrix.product(factors.q, part)
        for k in z.elements.indices { z.elements[k] -= projected.elements[k] }
        for k in carried.elements.indices { carried.elements[k] += part.elements[k] }
        let dataPart = factors.q.transposedTimes(right)
        let dataProjected = factors.q * dataPart
        for k in right.indices { right[k] -= dataProjected[k] }
        for k in carriedData.indices { carriedData[k] += dataPart[k] }
      }
      // free R^-1, by the transposed triangle: (R'^-1 free')'.
      let freeMap = try factors.r.solvingTriangular(free.transposed, .upper, transposed: true).transposed
      let correction = try Matrix.product(freeMap, carried)
      for k in answer.elements.indices { answer.elements[k] -= correction.elements[k] }
      base = freeMap * carriedData
      fixed = freeMap.rowSquares
      freeSmoother = try Matrix.product(freeMap, factors.q, transposingSecond: true)
    } else {
      base = [Double](repeating: 0, count: root.rowCount)
      fixed = base
      freeSmoother = nil
    }
    let values = try SingularValues(z)
    squares = values.values.map { $0 * $0 }
    coefficients = values.u.transposedTimes(right)
    let inside = values.u * coefficients
    var outside = 0.0
    for (a, b) in zip(right, inside) { outside += (a - b) * (a - b) }
    rest = outside + (reduced?.rest ?? 0)
    degrees = (reduced?.rows ?? a.rowCount) - columns
    self.free = columns
    map = try Matrix.product(answer, values.v)
    left = values.u
    let whole = answer.rowSquares
    let held = map.rowSquares
    remainder = values.values.count < root.columnCount
      ? zip(whole, held).map { max(0, $0 - $1) } : [Double](repeating: 0, count: whole.count)
  }

  /// The number of unknowns.
  package var count: Int { base.count }

  /// The largest singular value squared.
  package var largest: Double { squares.first ?? 0 }

  /// The least square of a singular value that is not rounding.
  package var floor: Double { largest * 1e-26 }

  /// How much of a direction's answer is left: s / (s^2 + lambda).
  private func filter(_ lambda: Double) -> [Double] {
    squares.map { $0 > floor ? $0.squareRoot() / ($0 + lambda) : 0 }
  }

  /// The minimiser. With lambda 0: of several least-squares solutions the least rough. Complexity: O(unknowns^2).
  package func solution(_ lambda: Double) -> [Double] {
    solution(zip(filter(lambda), coefficients).map { $0 * $1 })
  }

  /// The unknowns for a length along each singular direction.
  package func solution(_ lengths: [Double]) -> [Double] {
    let part = map * lengths
    return zip(base, part).map { $0 + $1 }
  }

  /// The lengths along the singular directions: coefficients times `filter`.
  package func lengths(_ lambda: Double) -> [Double] {
    zip(filter(lambda), coefficients).map { $0 * $1 }
  }

  /// The posterior variance of each unknown over sigma^2. Complexity: O(unknowns^2).
  package func variance(_ lambda: Double) -> [Double] {
    let weights = squares.map { $0 + lambda > floor ? 1 / ($0 + lambda) : 0 }
    return variance(weights: weights, prior: lambda > 0 ? 1 / lambda : 0)
  }

  /// The same for weights of the directions, and of the prior that no direction holds.
  package func variance(weights: [Double], prior: Double, free: Double = 1) -> [Double] {
    (0..<count).map { i in
      var sum = free * fixed[i] + prior * remainder[i]
      for j in weights.indices { sum += weights[j] * map[i, j] * map[i, j] }
      return sum
    }
  }

  /// |A u - y|^2 of the minimiser.
  package func residual(_ lambda: Double) -> Double {
    var sum = rest
    for (d, c) in zip(squares, coefficients) {
      let kept = d + lambda > floor ? lambda / (d + lambda) : 1
      sum += c * c * kept * kept
    }
    return sum
  }

  /// |z|^2 of the minimiser.
  package func roughness(_ lambda: Double) -> Double {
    zip(filter(lambda), coefficients).reduce(0) { $0 + $1.0 * $1.0 * $1.1 * $1.1 }
  }

  /// The degrees of freedom that the minimiser uses: the trace of its smoother.
  package func degreesUsed(_ lambda: Double) -> Double {
    squares.reduce(Double(free)) { $0 + ($1 > floor ? $1 / ($1 + lambda) : 0) }
  }

  /// sum c^2 / (1 + s^2/lambda) + rest: sigma^2 times the degrees of freedom of the marginal likelihood.
  package func misfit(_ lambda: Double) -> Double {
    zip(squares, coefficients).reduce(rest) { $0 + $1.1 * $1.1 * (lambda / ($1.0 + lambda)) }
  }

  /// -2 log of the restricted likelihood, without its constant.
  ///
  ///     q log(misfit) + sum log(1 + s^2/lambda);   with sigma known: misfit/sigma^2 + the same sum
  package func restricted(_ lambda: Double, knownVariance: Double? = nil) -> Double {
    let spread = squares.reduce(0) { $0 + Double.log(onePlus: $1 / lambda) }
    let misfit = misfit(lambda)
    if let knownVariance { return misfit / knownVariance + spread }
    return Double(degrees) * Double.log(max(misfit, .leastNormalMagnitude)) + spread
  }

  /// The smoother: unknowns = smoother y, unknowns x rows. Complexity: O(unknowns^2 rows).
  package func smoother(_ lambda: Double) throws(NumericalError) -> Matrix {
    let kept = filter(lambda)
    var scaled = map
    for i in 0..<scaled.rowCount {
      for j in kept.indices { scaled[i, j] *= kept[j] }
    }
    var result = try Matrix.product(scaled, left, transposingSecond: true)
    if let freeSmoother {
      for k in result.elements.indices { result.elements[k] += freeSmoother.elements[k] }
      // What the free part of the smoother takes of y is already out of the directions: U'F = 0.
    }
    return result
  }
}
