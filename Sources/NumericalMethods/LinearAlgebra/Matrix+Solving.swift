import CLinearAlgebra

extension Matrix {
  /// Which half of a matrix holds its elements.
  package enum Triangle: Hashable, Sendable {
    case lower, upper
  }

  /// The matrix with rows and columns exchanged. Complexity: O(rows columns).
  package var transposed: Matrix {
    var result = Matrix(rows: columnCount, columns: rowCount)
    for i in 0..<rowCount {
      for j in 0..<columnCount {
        result.elements[j * rowCount + i] = elements[i * columnCount + j]
      }
    }
    return result
  }

  /// The product, either factor transposed first where its flag says so. Complexity: O(rows inner columns).
  package static func product(
    _ a: Matrix, _ b: Matrix, transposingFirst first: Bool = false,
    transposingSecond second: Bool = false
  ) throws(NumericalError) -> Matrix {
    let (rows, inner) = first ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
    let (other, columns) = second ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
    precondition(inner == other, "a product needs as many columns as rows of the other")
    var c = Matrix(rows: rows, columns: columns)
    try LinearAlgebra.check(
      cla_multiply(
        a.elements, first ? 1 : 0, b.elements, second ? 1 : 0, rows, inner, columns, &c.elements),
      "product of matrices")
    return c
  }

  /// A^-1 b for each column of b, by elimination with row exchanges. Complexity: O(order^3).
  ///
  /// - Throws: ``NumericalError/noFactor(operation:)`` where a pivot is 0.
  package func solving(_ b: Matrix) throws(NumericalError) -> Matrix {
    precondition(rowCount == columnCount && b.rowCount == rowCount)
    var x = Matrix(rows: b.rowCount, columns: b.columnCount)
    try LinearAlgebra.check(
      cla_solve(elements, rowCount, b.elements, b.columnCount, &x.elements), "linear equations")
    return x
  }

  /// T^-1 b, or T'^-1 b, for each column of b, T being one triangle of the matrix.
  ///
  /// - Throws: ``NumericalError/noFactor(operation:)`` where the diagonal has a 0.
  package func solvingTriangular(
    _ b: Matrix, _ triangle: Triangle, transposed: Bool = false
  ) throws(NumericalError) -> Matrix {
    precondition(rowCount == columnCount && b.rowCount == rowCount)
    var x = Matrix(rows: b.rowCount, columns: b.columnCount)
    try LinearAlgebra.check(
      cla_solve_triangular(
        elements, rowCount, triangle == .lower ? 1 : 0, transposed ? 1 : 0, b.elements,
        b.columnCount, &x.elements),
      "triangular equations")
    return x
  }
}
