import CSV

/// Dates that stand in several columns, year, month and day: no one column of them is a time.
enum DividedDate {
  private static let years: Set = ["year", "yr", "yyyy"]
  private static let months: Set = ["month", "mon", "mm", "mo"]

  /// Refuses such a table where a part of the date is taken as the time.
  ///
  /// - Parameter time: the column that is.
  /// - Throws: `CSVError`.
  static func check(_ header: Header, time: Int, option: String) throws {
    guard let names = header.names else { return }
    let words = names.map { ColumnName($0).word }
    guard let year = words.firstIndex(where: years.contains), let month = words.firstIndex(where: months.contains),
      years.contains(words[time]) || months.contains(words[time]) || ["day", "dd", "hour"].contains(words[time])
    else { return }
    throw header.error(
      "a time must stand in one column, found its parts in \(CSVProblem.quoted(names[year])) and "
        + "\(CSVProblem.quoted(names[month])); they must be joined, as 2010-01-14, and that column named by "
        + "\(option)")
  }
}
