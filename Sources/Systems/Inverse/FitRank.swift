internal import NumericalMethods

/// What of the parameters a Jacobian determines.
struct FitRank {
  /// `(JᵀJ)⁻¹`; what is not determined is left out of it.
  private(set) var inverse: [[Double]]
  /// The largest singular value over the smallest, columns scaled to length 1.
  private(set) var condition: Double
  /// The parameters of which only combinations are determined, each list by itself.
  private(set) var groups: [[Int]] = []

  /// - Throws: `NumericalError`.
  init(_ columns: [[Double]]) throws {
    let norms = columns.map { VectorMath.dot($0, $0).squareRoot() }
    let scaled = zip(columns, norms).map { column, norm in norm > 0 ? column.map { $0 / norm } : column }
    let singular = try SingularValues(Matrix(columns: scaled))
    let largest = singular.values.first ?? 0
    let smallest = singular.values.last ?? 0
    condition = smallest > 0 ? largest / smallest : .infinity
    let n = columns.count
    inverse = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    var links: [[Int]] = []
    for (k, value) in singular.values.enumerated() {
      let direction = singular.v.column(k)
      guard value > 1e-9 * largest, value > 0 else {
        links.append(direction.indices.filter { direction[$0].magnitude > 0.1 })
        continue
      }
      for i in 0..<n where norms[i] > 0 {
        for j in 0..<n where norms[j] > 0 {
          inverse[i][j] += direction[i] * direction[j] / (value * value * norms[i] * norms[j])
        }
      }
    }
    // Directions that share a parameter are one combination.
    for link in links {
      var joined = Set(link)
      groups.removeAll { group in
        guard !joined.isDisjoint(with: group) else { return false }
        joined.formUnion(group)
        return true
      }
      groups.append(joined.sorted())
    }
  }
}
