import CSV
import Files

/// A table to be drawn: its columns, and how a gnuplot script gets at them.
struct PlotTable {
  /// The columns' names; `t`, `y` and numbers where the table has no header.
  var names: [String]
  /// Whether the table has a header.
  var hasHeader: Bool
  /// The columns: numbers, dates, or the words of a first column `name` and of those before the times.
  var columns: [Column]
  /// The number of rows.
  var rowCount: Int
  /// The file's name, for messages.
  var file: String
  /// Whether gnuplot can read the file itself.
  private var isReadable: Bool

  /// The first columns of a fit's table, of which the first holds words.
  static let estimates = ["name", "estimate", "standard_error"][...]

  /// The most rows that are drawn as they are; of more, those that show.
  static let most = 20_000

  /// Reads a table whole.
  ///
  /// - Throws: `CSVError`; `Failure` (65) for a table that has no picture.
  init(reading source: Source, jobs: Int) throws {
    let table = try Table(reading: source, jobs: jobs) { header in
      let names = header.names ?? []
      if names == ["name", "value"] {
        throw header.error(
          "a table of numbers is needed, found name,value; describe --frequency can be drawn")
      }
      let time = names.firstIndex(of: "t") ?? 0
      return (0..<header.count).map { k in
        // What stands before the times says which curve a row belongs to.
        let isText = k < time || (k == 0 && names.prefix(3) == PlotTable.estimates)
        return ColumnRequest(k, isText ? .text : k == time ? .times : .numbers)
      }
    }
    guard table.rowCount > 0 else {
      throw table.error("a picture needs at least one row, found none")
    }
    guard table.header.count > 1 else {
      throw table.header.error("a picture needs at least two columns, found one")
    }
    hasHeader = table.header.names != nil
    names =
      table.header.names
      ?? (0..<table.header.count).map { k in
        k == 0 ? "t" : k == 1 ? "y" : "\(k + 1)"
      }
    columns = table.columns
    rowCount = table.rowCount
    file = source.name
    // gnuplot reads a quoted name with a line end in it as rows.
    isReadable = !source.isStandardInput && table.header.delimiter == .comma
      && names.allSatisfy { !$0.hasControlBytes && !$0.utf8.contains(UInt8(ascii: "\"")) }
  }

  /// Makes a table of numbers that are in no file: times and columns.
  init(axis: TimeAxis, times: [Double], names: [String], columns: [[Double]]) {
    precondition(!times.isEmpty && names.count == columns.count, "a picture needs rows and names")
    hasHeader = true
    self.names = ["t"] + names
    let first: Column =
      if let origin = axis.origin {
        .dates(times.map { Instant(time: $0, since: origin, in: axis.unit) })
      } else {
        .numbers(times)
      }
    self.columns = [first] + columns.map { .numbers($0) }
    rowCount = times.count
    file = "-"
    isReadable = false
  }

  /// Makes a table of several curves' rows that are in no file.
  ///
  /// - Parameter labels: the columns that say which curve a row belongs to.
  init(
    labels: [(name: String, texts: [String])], axis: TimeAxis, times: [Double], names: [String], columns: [[Double]]
  ) {
    self.init(axis: axis, times: times, names: names, columns: columns)
    self.names = labels.map(\.name) + self.names
    self.columns = labels.map { .text($0.texts) } + self.columns
  }

  /// The numbers of a column; dates as seconds.
  func numbers(_ column: Int) -> [Double] {
    columns[column].times(since: Instant(seconds: 0), in: .second)
  }

  /// The index of a column by its name.
  func index(_ name: String) -> Int? { names.firstIndex(of: name) }

  /// How gnuplot reads the dates of a column; nil where it holds numbers.
  func timeFormat(_ column: Int = 0) -> String? {
    guard let dates = columns[column].dates else { return nil }
    // Where the text ends earlier, gnuplot takes the rest as 0.
    return dates.allSatisfy(\.isMidnight) ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M:%SZ"
  }

  /// The dates of a column along an axis that is as wide as a picture.
  func ticks(_ column: Int = 0) -> [DateTicks.Tick] {
    guard let dates = columns[column].dates, let first = dates.min(), let last = dates.max() else { return [] }
    return DateTicks(from: first, to: last, width: 780).ticks
  }

  /// Whether the rows must stand in the script: gnuplot can't read the file, or there are more
  /// rows than a picture shows.
  func mustStandInScript(whole: Bool) -> Bool {
    !isReadable || (!whole && rowCount > PlotTable.most)
  }

  /// The file as a script names it, its header left out.
  var fileSource: String {
    GnuplotText.quotedFile(file) + (hasHeader ? " every ::1" : "")
  }

  /// Rows as lines of a script; a word, which the block of a script must not hold, as 0.
  func lines(_ rows: some Sequence<Int>) -> [String] {
    rows.map { row in
      columns.indices.map { column in
        if case .text = columns[column] { "0" } else { field(column, row) }
      }.joined(separator: ",")
    }
  }

  /// One field as text.
  func field(_ column: Int, _ row: Int) -> String {
    switch columns[column] {
    case .numbers(let values): CSV.NumberText.text(values[row])
    case .dates(let dates): dates[row].text(dates[row].isMidnight ? .day : .second)
    case .text(let words): words[row]
    }
  }

  /// The rows that show in a picture of one curve: all, or of each of a thousand stretches the
  /// first, the lowest and the highest.
  ///
  /// - Parameters:
  ///   - column: the column that decides which are lowest and highest.
  ///   - whole: whether all rows are wanted however many they are.
  func shownRows(by column: Int, whole: Bool) -> [Int] {
    guard !whole, rowCount > PlotTable.most else { return Array(0..<rowCount) }
    let values = numbers(column)
    let stretches = 1_000
    return (0..<stretches).flatMap { part -> [Int] in
      let range = part * rowCount / stretches..<(part + 1) * rowCount / stretches
      let low = range.min { values[$0] < values[$1] } ?? range.lowerBound
      let high = range.max { values[$0] < values[$1] } ?? range.lowerBound
      return Set([range.lowerBound, low, high, range.upperBound - 1]).sorted()
    }
  }

  /// The table with one row more before each that stands at a contribution's own time, where that was still 0 at the
  /// row before: at that moment it is 0 yet, so that the jump stands upright.
  ///
  /// - Parameter contributions: the columns of contributions, which are named by their times and add up to the second.
  /// - Complexity: O(rows · columns) where there is such a row, else O(rows).
  func uprightJumps(of contributions: [Int]) -> PlotTable {
    let places = Dictionary(contributions.map { (names[$0], $0) }, uniquingKeysWith: { first, _ in first })
    var order: [(row: Int, isBefore: Int?)] = []
    for row in 0..<rowCount {
      if row > 0, let column = places[field(0, row)], case .numbers(let values) = columns[column], values[row] != 0,
        values[row - 1] == 0
      {
        order.append((row, column))
      }
      order.append((row, nil))
    }
    guard order.count > rowCount else { return self }
    var result = self
    result.isReadable = false
    result.rowCount = order.count
    result.columns = columns.enumerated().map { k, column in
      switch column {
      case .dates(let dates): return .dates(order.map { dates[$0.row] })
      case .text(let words): return .text(order.map { words[$0.row] })
      case .numbers(let values):
        return .numbers(
          order.map { row, before in
            guard let before else { return values[row] }
            return k == before ? 0 : k == 1 ? values[row] - numbers(before)[row] : values[row]
          })
      }
    }
    return result
  }
}
