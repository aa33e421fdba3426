internal import RealModule

/// A symmetric matrix whose rows turn round a circle: diagonal in frequencies.
///
/// Not for several threads at once: its products share one buffer.
package final class CirculantMatrix {
  /// The order.
  package let order: Int
  /// The eigenvalues, one for each frequency k / length, k = 0 … length / 2.
  package let eigenvalues: [Double]
  /// The circle's length, at least the order.
  package let length: Int
  private let plan: TransformPlan
  private let buffer: TransformBuffer

  /// Makes a matrix that acts on the first `order` places of a circle.
  package init(order: Int, length: Int, eigenvalues: [Double]) {
    precondition(length >= order && eigenvalues.count == length / 2 + 1)
    self.order = order
    self.length = length
    self.eigenvalues = eigenvalues
    plan = .forLength(length)
    buffer = TransformBuffer(length: length)
  }

  /// A circle's length for an order: one that transforms well.
  package static func length(atLeast order: Int) -> Int { ConvolutionMethod.smoothLength(atLeast: max(order, 16)) }

  /// The product with x, in the place of `result`.
  package func multiply(_ x: [Double], into result: inout [Double]) {
    let reals = buffer.reals
    for k in 0..<order { reals[k] = x[k] }
    for k in order..<length { reals[k] = 0 }
    plan.forward(buffer)
    let scale = 1 / Double(length)
    eigenvalues.withUnsafeBufferPointer { eigenvalues in
      for k in 0..<plan.coefficientCount {
        buffer.coefficients[2 * k] *= eigenvalues[k] * scale
        buffer.coefficients[2 * k + 1] *= eigenvalues[k] * scale
      }
    }
    plan.backward(buffer)
    for k in 0..<order { result[k] = reals[k] }
  }

  /// The mean of a function of the eigenvalues' places over the whole circle.
  package static func mean(_ values: [Double], length: Int) -> Double {
    var sum = 0.0
    // Frequencies that are not their own mirror image count twice.
    for (k, value) in values.enumerated() { sum += k == 0 || 2 * k == length ? value : 2 * value }
    return sum / Double(length)
  }

  /// |g|^2 of a sequence wound round a circle, at its frequencies.
  package static func power(_ sequence: [Double], length: Int) -> [Double] {
    let plan = TransformPlan.forLength(length)
    let buffer = TransformBuffer(length: length)
    for k in 0..<length { buffer.reals[k] = 0 }
    for (k, value) in sequence.enumerated() { buffer.reals[k % length] += value }
    plan.forward(buffer)
    return (0..<plan.coefficientCount).map { k in
      let (a, b) = (buffer.coefficients[2 * k], buffer.coefficients[2 * k + 1])
      return a * a + b * b
    }
  }
}
