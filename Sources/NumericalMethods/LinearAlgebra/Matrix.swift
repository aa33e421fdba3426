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

  /// The product of the transposed matrix with a column. Complexity: O(rows columns).
  package func transposedTimes(_ x: [Double]) -> [Double] {
    precondition(x.count == rowCount)
    var result = [Double](repeating: 0, count: columnCount)
    elements.withUnsafeBufferPointer { elements in
      result.withUnsafeMutableBufferPointer { result in
        for i in x.indices where x[i] != 0 {
          let row = elements.baseAddress.unsafelyUnwrapped + i * result.count
          let factor = x[i]
          for j in result.indices { result[j] += factor * row[j] }
        }
      }
    }
    return result
  }

  /// The sum of the squares of each row. Complexity: O(rows columns).
  package var rowSquares: [Double] {
    elements.withUnsafeBufferPointer { elements in
      (0..<rowCount).map { i in
        let row = UnsafeBufferPointer(rebasing: elements[i * columnCount..<(i + 1) * columnCount])
        return VectorMath.dot(row, row)
      }
    }
  }

  /// The matrix with 1 on its diagonal.
  package static func identity(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order)
    for i in 0..<order { result[i, i] = 1 }
    return result
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
