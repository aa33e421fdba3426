/// A matrix that is constant along its diagonals, multiplied by transforms.
///
///     A_ij = g_(i − j)
///
/// Not for several threads at once: its products share one buffer.
package final class ToeplitzMatrix {
  /// The number of rows.
  package let rowCount: Int
  /// The number of columns.
  package let columnCount: Int
  private let plan: TransformPlan
  private let buffer: TransformBuffer
  /// The coefficients of g over the length, real and imaginary part in turn.
  private let coefficients: [Double]
  /// Whether all of g is 0.
  package let isZero: Bool

  /// Makes a matrix of its diagonals.
  ///
  /// - Parameter diagonals: g from −(columns − 1) on to rows − 1.
  /// - Complexity: O(n log n) for rows and columns together.
  package init(_ diagonals: [Double], rows: Int, columns: Int) {
    precondition(diagonals.count == rows + columns - 1)
    rowCount = rows
    columnCount = columns
    let first = diagonals.firstIndex { $0 != 0 }
    let last = diagonals.lastIndex { $0 != 0 }
    isZero = first == nil
    // Round a circle no product of a diagonal may come upon a row, or a column, that it does not belong to.
    let (low, high) = ((first ?? columns - 1) - (columns - 1), (last ?? columns - 1) - (columns - 1))
    let needed = max(high + columns, rows - low, rows, columns)
    let length = ConvolutionMethod.smoothLength(atLeast: max(needed, 16))
    plan = .forLength(length)
    buffer = TransformBuffer(length: length)
    for k in 0..<length { buffer.reals[k] = 0 }
    if let first, let last {
      for k in first...last {
        let place = (k - (columns - 1)) % length
        buffer.reals[place < 0 ? place + length : place] += diagonals[k]
      }
    }
    plan.forward(buffer)
    coefficients = Array(UnsafeBufferPointer(start: buffer.coefficients, count: 2 * plan.coefficientCount))
  }

  /// A x, in the place of `result`.
  package func multiply(_ x: [Double], into result: inout [Double]) {
    transform(x, isTransposed: false)
    for i in 0..<rowCount { result[i] = buffer.reals[i] }
  }

  /// A' x, in the place of `result`.
  package func multiplyTransposed(_ x: [Double], into result: inout [Double]) {
    transform(x, isTransposed: true)
    for j in 0..<columnCount { result[j] = buffer.reals[j] }
  }

  private func transform(_ x: [Double], isTransposed: Bool) {
    let reals = buffer.reals
    x.withUnsafeBufferPointer { x in
      for k in 0..<x.count { reals[k] = x[k] }
      for k in x.count..<plan.length { reals[k] = 0 }
    }
    plan.forward(buffer)
    let scale = 1 / Double(plan.length)
    let sign = isTransposed ? -1.0 : 1.0
    coefficients.withUnsafeBufferPointer { g in
      let values = buffer.coefficients
      for k in 0..<plan.coefficientCount {
        let (a, b) = (g[2 * k] * scale, sign * g[2 * k + 1] * scale)
        let (c, d) = (values[2 * k], values[2 * k + 1])
        values[2 * k] = a * c - b * d
        values[2 * k + 1] = a * d + b * c
      }
    }
    plan.backward(buffer)
  }
}
