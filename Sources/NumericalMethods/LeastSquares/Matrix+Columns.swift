extension Matrix {
  /// The matrix with these columns, of equal length.
  package init(columns: [[Double]]) {
    self.init(rows: columns.first?.count ?? 0, columns: columns.count)
    for (j, column) in columns.enumerated() {
      precondition(column.count == rowCount, "columns must have one length")
      for i in column.indices { elements[i * columnCount + j] = column[i] }
    }
  }

  /// A column by itself.
  package func column(_ j: Int) -> [Double] { (0..<rowCount).map { self[$0, j] } }

  /// `Aᵀ x`. Complexity: O(rows columns).
  package func transposedProduct(_ x: [Double]) -> [Double] {
    precondition(x.count == rowCount)
    var sums = [Double](repeating: 0, count: columnCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount { sums[j] += elements[i * columnCount + j] * x[i] }
    }
    return sums
  }

  /// `x` with `A x = y` of an upper triangle; 0 where the diagonal is 0. Complexity: O(order²).
  package func solvingUpper(_ y: [Double]) -> [Double] {
    var x = y
    for i in (0..<columnCount).reversed() {
      for j in i + 1..<max(columnCount, i + 1) { x[i] -= self[i, j] * x[j] }
      x[i] = self[i, i] == 0 ? 0 : x[i] / self[i, i]
    }
    return x
  }
}
