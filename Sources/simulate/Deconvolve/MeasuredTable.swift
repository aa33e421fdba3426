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
  private let table: Table?
  private var covariates: [String: (place: Int, values: [Double])] = [:]
  private let rowGroups: RowGroups?

  /// Gives a covariate the table's values, where it has the column.
  ///
  /// - Throws: `CSVError`.
  func tell(_ covariate: inout Covariate) throws {
    guard let (place, numbers) = covariates[covariate.column], let table else { return }
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
    var source = try reader.source(try Value(path, option: "--measured"), option: "--measured")
    name = source.name
    if try reader.content(of: &source) == .sound {
      let errors = options.errors.flatMap { MeasuredTable.isColumn($0) ? $0 : nil }
      for (option, text) in [("--errors", errors), ("--weights", options.weights), ("--by", options.by)] where text != nil {
        throw Failure.option(option, "a table with columns is needed, found the sound \(source.name)")
      }
      let samples = try SoundSamples(
        source, channel: options.measuredColumns, option: "--measured-columns", needsOne: true)
      try reader.agree(on: samples.rate, of: source.name)
      (table, rowGroups) = (nil, nil)
      groups = [
        MeasuredGroup(name: nil, times: samples.values.indices.map { samples.time($0) }, values: samples.values)
      ]
      return
    }
    let errorColumn = options.errors.flatMap { MeasuredTable.isColumn($0) ? $0 : nil }
    var order: [String] = ["t", "y"]
    var owner: Int?
    var unit: String?
    var word: ColumnName?
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
      if options.by == nil, let names = header.names,
        let subject = names.firstIndex(where: { EventColumns.subjects.contains(ColumnName($0).word) }),
        subject != time, subject != value
      {
        owner = subject
        others.append(("owner", subject, .text))
        order.append("owner")
      }
      let name = header.names.map { ColumnName($0[time]) }
      unit = name?.unit
      word = header.names.map { ColumnName($0[value]) }
      let isDated = name.map { EventColumns.Meaning.dateNames.contains($0.word) } ?? false
      return [ColumnRequest(time, isDated ? .datedTimes : .times), ColumnRequest(value, .numbers)]
        + others.map { ColumnRequest($0.1, $0.2) }
    }
    table = read
    guard read.rowCount > 0 else { throw read.error("a measured output needs at least one row, found none") }
    func column(_ role: String) -> Column? { order.firstIndex(of: role).map { read.columns[$0] } }
    try reader.tell(read)
    let times = try reader.times(read, column: 0)
    if let unit, read.columns[0].dates == nil { try reader.axis.meet(unit: unit, in: source.name) }
    if let word { reader.words.meet(measured: word) }
    let values = read.columns[1].numbers
    if let owner, let texts = column("owner")?.text {
      try AskedColumns.checkSubject(texts, of: owner, in: read.header, mend: nil)
    }
    NumberForMissing.warn(of: values) { read.error(row: $0, column: 1, $1).description }
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
    // Row numbers and what a row belongs to are neither.
    let words = header.names?.map { ColumnName($0).word }
    let free = (0..<header.count).filter { index in
      let word = words?[index]
      return !taken.contains(index) && !(word == "" && index == 0) && !(word.map(EventColumns.subjects.contains) ?? false)
    }
    guard free.count >= 2 else {
      throw header.error("two columns are needed, time and value, found \(free.count)")
    }
    try DividedDate.check(header, time: free[0], option: "--measured-columns")
    if let words, let names = header.names, !EventColumns.Meaning.time.names.contains(words[free[0]]),
      let time = free.first(where: { EventColumns.Meaning.time.names.contains(words[$0]) })
    {
      throw header.error(
        "the first two columns must be time and value, found \(CSVProblem.quoted(names[free[0]])) before "
          + "\(CSVProblem.quoted(names[time])); --measured-columns \(names[time]),\(names[free[free.count - 1]]) says which are meant")
    }
    return (free[0], free[1])
  }
}
