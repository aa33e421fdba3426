/// Linear least squares: the x with the smallest |A x - y|.
package enum LinearLeastSquares {
  /// The least-squares solution by Householder's reflections with column exchanges.
  ///
  /// Columns that depend on others, to 1e-13 of the largest, get 0.
  ///
  /// Complexity: O(rows columns^2).
  package static func solve(_ a: Matrix, _ y: [Double]) -> [Double] {
    precondition(y.count == a.rowCount)
    return solve(columns(of: a), y, Array(0..<a.columnCount), count: a.columnCount)
  }

  /// The solution with no negative component.
  ///
  /// Starts from the components that are positive without the condition, and exchanges them one by one until no
  /// component at 0 would make the residual smaller.
  ///
  /// - Throws: ``NumericalError/noConvergence(operation:steps:)`` after 3 columns + 100 exchanges.
  ///
  /// Source: C. L. Lawson, R. J. Hanson, "Solving least squares problems" (1974), chapter 23.
  package static func solveNonnegative(
    _ a: Matrix, _ y: [Double]
  ) throws(NumericalError) -> [Double] {
    precondition(y.count == a.rowCount)
    let n = a.columnCount
    let columns = columns(of: a)
    var x = solve(columns, y, Array(0..<n), count: n).map { max($0, 0) }
    var isFree = x.map { $0 > 0 }
    let scale = columns.map { VectorMath.dot($0, $0).squareRoot() }
    let size = VectorMath.dot(y, y).squareRoot()
    var candidate: Int?
    for _ in 0..<3 * n + 100 {
      // Solve for the free ones; on the way there the first to reach 0 are held.
      while isFree.contains(true) {
        let free = (0..<n).filter { isFree[$0] }
        let z = solve(columns, y, free, count: n)
        if let new = candidate, z[new] <= 0 {
          // The gradient was rounding: it does not want to be positive.
          isFree[new] = false
          candidate = nil
          continue
        }
        candidate = nil
        guard free.contains(where: { z[$0] <= 0 }) else {
          x = z
          break
        }
        let way = free.filter { z[$0] <= 0 }.map { x[$0] / (x[$0] - z[$0]) }.min() ?? 0
        for j in free {
          x[j] += way * (z[j] - x[j])
          if z[j] <= 0, x[j] <= 1e-15 * abs(z[j]) { x[j] = 0 }
          if x[j] <= 0 {
            x[j] = 0
            isFree[j] = false
          }
        }
      }
      if !isFree.contains(true) { x = [Double](repeating: 0, count: n) }
      let residual = zip(y, a * x).map { $0 - $1 }
      let gradient = (0..<n).map { VectorMath.dot(columns[$0], residual) }
      let best = (0..<n).filter { !isFree[$0] && gradient[$0] > 1e-12 * scale[$0] * size }
        .max { gradient[$0] / scale[$0] < gradient[$1] / scale[$1] }
      guard let best else { return x }
      isFree[best] = true
      candidate = best
    }
    throw .noConvergence(operation: "non-negative least squares", steps: 3 * n + 100)
  }

  private static func columns(of a: Matrix) -> [[Double]] {
    (0..<a.columnCount).map { j in (0..<a.rowCount).map { a[$0, j] } }
  }

  /// The least-squares solution in the chosen columns, 0 in the others.
  private static func solve(
    _ columns: [[Double]], _ y: [Double], _ chosen: [Int], count: Int
  ) -> [Double] {
    let rows = y.count
    var q = chosen.map { columns[$0] }
    var order = chosen
    var right = y
    var diagonal: [Double] = []
    let largest = q.map { VectorMath.dot($0, $0) }.max() ?? 0
    for k in 0..<min(rows, q.count) {
      let norms = q[k...].map { column in
        column.withUnsafeBufferPointer {
          let rest = UnsafeBufferPointer(rebasing: $0[k...])
          return VectorMath.dot(rest, rest)
        }
      }
      guard let best = norms.indices.max(by: { norms[$0] < norms[$1] }),
        norms[best] > 1e-26 * largest
      else { break }
      q.swapAt(k, k + best)
      order.swapAt(k, k + best)
      let length = norms[best].squareRoot()
      let pivot = q[k][k] > 0 ? -length : length
      // v = column - pivot e_k, kept in the column's own place.
      q[k][k] -= pivot
      diagonal.append(pivot)
      let v = Array(q[k][k...])
      let square = VectorMath.dot(v, v)
      guard square > 0 else { continue }
      for j in k + 1..<max(q.count, k + 1) { reflect(&q[j], v, square, from: k) }
      reflect(&right, v, square, from: k)
    }
    var solution = [Double](repeating: 0, count: count)
    for k in diagonal.indices.reversed() {
      var sum = right[k]
      for j in k + 1..<max(diagonal.count, k + 1) { sum -= q[j][k] * solution[order[j]] }
      solution[order[k]] = sum / diagonal[k]
    }
    return solution
  }

  /// x - 2 v (v·x) / (v·v) from a place on.
  private static func reflect(
    _ x: inout [Double], _ v: [Double], _ square: Double, from start: Int
  ) {
    x.withUnsafeMutableBufferPointer { x in
      v.withUnsafeBufferPointer { v in
        let rest = UnsafeMutableBufferPointer(rebasing: x[start...])
        let factor = 2 * VectorMath.dot(UnsafeBufferPointer(rest), v) / square
        for i in v.indices { rest[i] -= factor * v[i] }
      }
    }
  }
}
