import CGSL

/// A dense matrix of doubles, row by row.
package struct Matrix: Hashable, Sendable {
  /// The number of rows.
  package let rowCount: Int
  /// The number of columns.
  package let columnCount: Int
  /// The elements, row by row.
  package var elements: [Double]

  /// A matrix of zeros.
  package init(rows: Int, columns: Int) {
    rowCount = rows
    columnCount = columns
    elements = [Double](repeating: 0, count: rows * columns)
  }

  /// The matrix with these rows, of equal length.
  package init(_ rows: [[Double]]) {
    self.init(rows: rows.count, columns: rows.first?.count ?? 0)
    precondition(rows.allSatisfy { $0.count == columnCount }, "rows must have one length")
    elements = rows.flatMap { $0 }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { elements[row * columnCount + column] }
    set { elements[row * columnCount + column] = newValue }
  }

  /// The product with a column. Complexity: O(rows columns).
  package static func * (a: Matrix, x: [Double]) -> [Double] {
    precondition(x.count == a.columnCount)
    return a.elements.withUnsafeBufferPointer { elements in
      x.withUnsafeBufferPointer { x in
        (0..<a.rowCount).map { i in
          let row = elements[i * a.columnCount..<(i + 1) * a.columnCount]
          return VectorMath.dot(UnsafeBufferPointer(rebasing: row), x)
        }
      }
    }
  }

  /// Calls `body` with the matrix as GSL sees it.
  mutating func withView<Result>(
    _ body: (UnsafeMutablePointer<gsl_matrix>) throws -> Result
  ) rethrows -> Result {
    let (rows, columns) = (rowCount, columnCount)
    return try elements.withUnsafeMutableBufferPointer { elements in
      var view = gsl_matrix_view_array(elements.baseAddress, rows, columns)
      return try body(&view.matrix)
    }
  }
}

extension Array<Double> {
  /// Calls `body` with the array as GSL sees it.
  mutating func withView<Result>(
    _ body: (UnsafeMutablePointer<gsl_vector>) throws -> Result
  ) rethrows -> Result {
    try withUnsafeMutableBufferPointer { elements in
      var view = gsl_vector_view_array(elements.baseAddress, elements.count)
      return try body(&view.vector)
    }
  }
}
