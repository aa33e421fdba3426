/// The solution of A x = b for a symmetric positive definite A that is known by its products alone.
///
/// Source: M. R. Hestenes, E. Stiefel, "Methods of conjugate gradients for solving linear systems" (1952), preconditioned.
package struct ConjugateGradients {
  /// The product of A with a vector, in the place of the second.
  package var product: (_ x: [Double], _ result: inout [Double]) -> Void
  /// The product of an approximate inverse of A with a vector.
  package var precondition: (_ x: [Double], _ result: inout [Double]) -> Void
  /// The most steps.
  package var limit = 2_000

  package init(
    product: @escaping (_ x: [Double], _ result: inout [Double]) -> Void,
    precondition: @escaping (_ x: [Double], _ result: inout [Double]) -> Void
  ) {
    self.product = product
    self.precondition = precondition
  }

  /// How a solution ended.
  package struct Outcome: Sendable {
    /// How many steps were taken.
    package var steps: Int
    /// The norm of what is left over that of b, both as the approximate inverse sees them.
    package var remainder: Double
  }

  /// Goes on from x until what is left of b is `tolerance` of it.
  ///
  /// - Complexity: two products a step; some dozen steps where the approximate inverse is good.
  @discardableResult
  package func solve(_ b: [Double], from x: inout [Double], tolerance: Double) -> Outcome {
    let n = b.count
    var image = [Double](repeating: 0, count: n)
    var z = image
    precondition(b, &z)
    let size = VectorMath.dot(b, z)
    guard size > 0 else {
      x = image
      return Outcome(steps: 0, remainder: 0)
    }
    product(x, &image)
    var rest = b
    for k in 0..<n { rest[k] -= image[k] }
    precondition(rest, &z)
    var way = z
    var square = VectorMath.dot(rest, z)
    var steps = 0
    while steps < limit, square > tolerance * tolerance * size {
      steps += 1
      product(way, &image)
      let curvature = VectorMath.dot(way, image)
      guard curvature > 0 else { break }
      let length = square / curvature
      for k in 0..<n {
        x[k] += length * way[k]
        rest[k] -= length * image[k]
      }
      precondition(rest, &z)
      let next = VectorMath.dot(rest, z)
      let share = next / square
      for k in 0..<n { way[k] = z[k] + share * way[k] }
      square = next
    }
    return Outcome(steps: steps, remainder: (max(0, square) / size).squareRoot())
  }
}
