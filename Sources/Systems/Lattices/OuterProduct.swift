/// A matrix of rank one, as a column times a row.
struct OuterProduct {
  var column: [Double]
  var row: [Double]

  /// Finds the factors; nil if some entry differs from their product by more than rounding, 4 ulp.
  ///
  /// Whole numbers stay whole: the row is divided by its greatest common divisor, and then, the rank being one,
  /// the column is whole too. Other rows are divided by their entry of greatest magnitude.
  ///
  /// - Complexity: O(rows × columns).
  init?(of matrix: [Double], rows: Int, columns: Int) {
    guard let pivot = matrix.indices.max(by: { abs(matrix[$0]) < abs(matrix[$1]) }),
      matrix[pivot] != 0
    else { return nil }
    let (pivotRow, pivotColumn) = pivot.quotientAndRemainder(dividingBy: columns)
    let entries = matrix[(pivotRow * columns)..<((pivotRow + 1) * columns)]
    let unit = Self.commonDivisor(entries) ?? abs(matrix[pivot])
    let row = entries.map { $0 / unit }
    let column = (0..<rows).map { matrix[$0 * columns + pivotColumn] / row[pivotColumn] }
    for i in 0..<rows {
      for j in 0..<columns {
        let entry = matrix[i * columns + j]
        guard abs(entry - column[i] * row[j]) <= 4 * entry.ulp, (column[i] * row[j]).isFinite,
          (entry == 0) == (column[i] * row[j] == 0)
        else { return nil }
      }
    }
    self.row = row
    self.column = column
  }

  /// The greatest common divisor of whole numbers up to 2^53; nil if some are not whole.
  private static func commonDivisor(_ entries: ArraySlice<Double>) -> Double? {
    var divisor: Int64 = 0
    for entry in entries {
      guard abs(entry) <= 0x1p53, entry == entry.rounded() else { return nil }
      var rest = abs(Int64(entry))
      while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
    }
    return Double(divisor)
  }
}
