import CSV

extension SampleFile {
  /// Asks where values are named as running totals and never fall.
  ///
  /// - Throws: `CSVError`.
  func askOfTotals(option: String) throws {
    guard let index = valueColumn, let name = table.header.names?[index], values.count > 2,
      let first = values.first, let last = values.last, last > first,
      !zip(values, values.dropFirst()).contains(where: { $0 > $1 })
    else { return }
    let words = ColumnName(name).word.split { !$0.isLetter }.map(String.init)
    guard words.contains(where: { ["total", "totals", "cumulative", "cumulated", "cumul", "cum", "cumsum"].contains($0) })
    else { return }
    throw table.header.error(
      "the column \(CSVProblem.quoted(name)) must be known as running totals or as a rate: \(option) total spreads what is "
        + "added between the times, \(option) linear takes the values as a rate")
  }
}
