import CSV
import Files
import Systems

/// The measured rows of one group, in time order.
struct MeasuredGroup {
  /// The group's name, as the table has it; nil without `--by`.
  var name: String?
  var times: [Double]
  var values: [Double]
  /// The standard errors of a column.
  var errors: [Double]?
  var weights: [Double]?
}

/// The table of measured data.
struct MeasuredTable {
  /// The file's name.
  var name: String
  /// The groups in the order in which they first appear; one without `--by`.
  var groups: [MeasuredGroup]
  private let table: Table
  private var covariates: [String: (place: Int, values: [Double])] = [:]
  private let rowGroups: RowGroups?

  /// Gives a covariate the table's values, where it has the column.
  ///
  /// - Throws: `CSVError`.
  func tell(_ covariate: inout Covariate) throws {
    guard let (place, numbers) = covariates[covariate.column] else { return }
    try covariate.take(numbers, rowGroups) { table.error(row: $0, column: place, $1) }
  }

  /// Reads the table.
  ///
  /// - Parameter wanted: columns of numbers that are asked for beside, where the table has them.
  /// - Throws: `CSVError`, `Failure`.
  init(_ options: MeasuredOptions, covariates wanted: [String] = [], reader: inout Reader) throws {
    guard let path = options.measured else {
      throw Failure(.usage, "--measured: the measured output is needed")
    }
    let source = try reader.source(try Value(path, option: "--measured"), option: "--measured")
    name = source.name
    let errorColumn = options.errors.flatMap { MeasuredTable.isColumn($0) ? $0 : nil }
    var order: [String] = ["t", "y"]
    let read = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      var others: [(String, Int, ColumnRequest.Content)] = []
      for (role, column, content) in [
        ("errors", errorColumn, ColumnRequest.Content.numbers),
        ("weights", options.weights, .numbers), ("by", options.by, .text),
      ] {
        if let column { others.append((role, try header.index(of: column), content)) }
      }
      let taken = others.map(\.1)
      for column in wanted where header.names?.contains(column) == true {
        others.append(("@" + column, try header.index(of: column), .numbers))
      }
      let (time, value) = try MeasuredTable.columns(
        options.measuredColumns, header, taken: taken)
      order += others.map(\.0)
      return [ColumnRequest(time, .times), ColumnRequest(value, .numbers)]
        + others.map { ColumnRequest($0.1, $0.2) }
    }
    table = read
    guard read.rowCount > 0 else { throw read.error("a measured output needs at least one row, found none") }
    func column(_ role: String) -> Column? { order.firstIndex(of: role).map { read.columns[$0] } }
    let times = try reader.axis.times(read.columns[0], in: source.name)
    let values = read.columns[1].numbers
    for (role, word) in [("errors", "a standard error"), ("weights", "a weight")] {
      guard let place = order.firstIndex(of: role),
        let row = read.columns[place].numbers.firstIndex(where: { !($0 > 0) })
      else { continue }
      throw read.error(
        row: row, column: place,
        "\(word) must be above 0, found \(NumberText.text(read.columns[place].numbers[row]))")
    }
    rowGroups = column("by").map { RowGroups($0.text) }
    for column in wanted {
      guard let place = order.firstIndex(of: "@" + column) else { continue }
      covariates[column] = (place, read.columns[place].numbers)
    }
    var rows: [(name: String?, rows: [Int])] = []
    if let by = column("by")?.text {
      var places: [String: Int] = [:]
      for (k, name) in by.enumerated() {
        let place = places[name] ?? rows.count
        if place == rows.count {
          places[name] = place
          rows.append((name, []))
        }
        rows[place].rows.append(k)
      }
    } else {
      rows = [(nil, Array(values.indices))]
    }
    groups = rows.map { name, rows in
      let isSorted = !zip(rows, rows.dropFirst()).contains { times[$0] > times[$1] }
      let sorted = isSorted ? rows : rows.sorted { (times[$0], $0) < (times[$1], $1) }
      return MeasuredGroup(
        name: name, times: sorted.map { times[$0] }, values: sorted.map { values[$0] },
        errors: column("errors").map { column in sorted.map { column.numbers[$0] } },
        weights: column("weights").map { column in sorted.map { column.numbers[$0] } })
    }
  }

  /// Whether `--errors` names a column.
  static func isColumn(_ text: String) -> Bool {
    if text.hasPrefix("=") || text.hasSuffix("%") { return false }
    return (try? NumberText.number(text)) == nil
  }

  /// The columns of time and value: named, or the first two that have no other part.
  private static func columns(
    _ typed: String?, _ header: Header, taken: [Int]
  ) throws -> (Int, Int) {
    if let typed {
      let names = typed.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
      guard names.count == 2 else {
        throw Failure.option("--measured-columns", "two columns T,Y are needed, found '\(typed)'")
      }
      return (try header.index(of: names[0]), try header.index(of: names[1]))
    }
    let free = (0..<header.count).filter { !taken.contains($0) }
    guard free.count >= 2 else {
      throw header.error("two columns are needed, time and value, found \(free.count)")
    }
    return (free[0], free[1])
  }
}
