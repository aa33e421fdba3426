import CSV
import Formulas

/// A name bound to a column that is constant within each group: `--set WT=@WT`.
struct Covariate {
  /// The bound name.
  let name: String
  /// The column.
  let column: String
  /// The value in each group; without groups one of all rows.
  private var values: [String: Double] = [:]
  private var all: Double?

  /// What stands for a value that is not yet read, where only the form of a formula counts.
  static let unread = 0.7390851332151607

  /// Reads `NAME` and `@COLUMN`.
  ///
  /// - Throws: `Failure` (64) for what is no name.
  init(name: String, column: String) throws {
    if let objection = Formula.objection(toBinding: name) { throw Failure.option("--set", objection) }
    guard !column.isEmpty else {
      throw Failure.option("--set", "a column's name is needed after @, found nothing")
    }
    self.name = name
    self.column = column
  }

  /// Takes the values of a file's rows.
  ///
  /// - Parameter error: makes the error for a row.
  /// - Throws: `CSVError` where a group has two values.
  mutating func take(
    _ numbers: [Double], _ groups: RowGroups?, error: (_ row: Int, _ text: String) -> CSVError
  ) throws {
    func constant(_ rows: RowGroups.Rows, _ what: String) throws -> Double? {
      guard let first = rows.first else { return nil }
      if let other = rows.first(where: { numbers[$0] != numbers[first] }) {
        throw error(
          other, "\(column) must be the same in every row\(what), found \(NumberText.text(numbers[other])) "
            + "after \(NumberText.text(numbers[first]))")
      }
      return numbers[first]
    }
    guard let groups else {
      all = try all ?? constant(.init(0..<numbers.count), "")
      return
    }
    for label in groups.labels where values[label] == nil {
      values[label] = try constant(groups.rows(of: label), " of \(label)")
    }
  }

  /// Whether no file has the column.
  var isEmpty: Bool { values.isEmpty && all == nil }

  /// The value in a group; nil where no file has one.
  func value(of group: String?) -> Double? { group.flatMap { values[$0] } ?? all }
}
