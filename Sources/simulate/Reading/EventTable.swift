import CSV
import Files
import Runs
import Systems

/// A table of impulses and pulses, read from a file.
struct EventTable {
  private var columns: EventColumns
  private var table: Table
  /// The place of each meaning among the columns read.
  private var place: [EventColumns.Meaning: Int] = [:]
  private var times: [Double]
  private var values: [[Double]]
  /// The groups of the rows; nil where the table has no such column.
  private(set) var groups: RowGroups?
  /// Further columns of numbers by their names, with their places; and the texts of the column `input`.
  private var others: [String: (place: Int, values: [Double])] = [:]
  private var inputs: [String] = []
  /// The rows of the file's table that are held, where those of a group alone are.
  private var rows: [Int]?

  /// Reads a table: finds its columns, chooses the rows, then reads the numbers of these.
  ///
  /// - Throws: `CSVError`, `Failure`.
  init(_ source: Source, choice: EventChoice, reader: inout Reader) throws {
    var found: EventColumns?
    var requests: [(EventColumns.Meaning, ColumnRequest)] = []
    var asked: AskedColumns?
    var further: [String] = []
    var hasGroups = false
    table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let columns = try EventColumns(header, chosen: choice.columns)
      found = columns
      requests = columns.requests
      let questions = try AskedColumns(header, columns, choice)
      asked = questions
      further = choice.numbers.filter { header.names?.contains($0) == true }
      let group = choice.grouping.flatMap { header.firstIndex(named: [$0]) }
      hasGroups = group != nil
      return try requests.map(\.1) + questions.requests
        + further.map { ColumnRequest(try header.index(of: $0), .numbers) }
        + (group.map { [ColumnRequest($0, .text)] } ?? [])
    } where: { header in
      try choice.conditions.map { try $0.condition(in: header) } + (found?.conditions ?? [])
    }
    guard let found else { throw table.error("a table must have at least one row, found none") }
    columns = found
    times = []
    values = []
    try reader.tell(table)
    reader.words.meet(found)
    if table.rowCount == 0 { try ColumnCondition.checkRows(choice.conditions, table) }
    try asked?.check(table, after: requests.count)
    for meaning in EventColumns.Meaning.allCases {
      guard let unit = found.unit(of: meaning) else { continue }
      if meaning == .time, let k = requests.firstIndex(where: { $0.0 == .time }), table.columns[k].dates != nil {
        continue
      }
      try reader.axis.meet(unit: unit, in: source.name)
    }
    for (k, (meaning, _)) in requests.enumerated() {
      place[meaning] = k
      if meaning == .time { times = try reader.times(table, column: k) }
      if meaning == .input { inputs = table.columns[k].text }
      values.append(meaning == .time ? [] : table.columns[k].numbers)
    }
    let end = table.columns.count - (hasGroups ? 1 : 0)
    for (k, name) in further.enumerated() {
      let place = end - further.count + k
      others[name] = (place, table.columns[place].numbers)
    }
    if hasGroups { groups = RowGroups(table.columns[end].text) }
    hasResets = forgets
  }

  /// Whether a row forgets what came before it.
  private(set) var hasResets = false

  private var forgets: Bool { values(of: .evid)?.contains { $0 == 3 || $0 == 4 } ?? false }

  /// The number of rows that are kept.
  var rowCount: Int { times.count }

  /// The kept rows' values of a column, nil where there is none.
  func values(of meaning: EventColumns.Meaning) -> [Double]? {
    meaning == .time ? times : place[meaning].map { values[$0] }
  }

  /// Puts other values in the place of a column's, or adds the column.
  mutating func replace(_ meaning: EventColumns.Meaning, by column: [Double]) {
    if meaning == .time {
      times = column
    } else if let index = place[meaning] {
      values[index] = column
    } else {
      place[meaning] = values.count
      columns.add(meaning)
      values.append(column)
    }
  }

  /// The dose of a row.
  func dose(_ row: Int) throws -> Dose {
    let steady = value(.steady, row) ?? 0
    guard steady == 0 || steady == 1 else {
      throw wrong(row, .steady, "steady (ss) must be 0 or 1", steady)
    }
    let (size, duration) = try shape(
      row, value(.amount, row), value(.duration, row), value(.rate, row))
    let (every, count) = try repetition(
      row, value(.every, row), value(.count, row), value(.addl, row), steady == 1)
    let lag = value(.lag, row) ?? 0
    try check(row, .time, times[row])
    try check(row, .lag, lag)
    try check(row, .duration, duration)
    try check(row, .every, every)
    if count > 1 { try check(row, .count, Double(count) * every) }
    return Dose(
      time: lag == 0 ? Decimal(times[row]) : Decimal(times[row]) + Decimal(lag), lag: lag, size: size,
      duration: duration, every: every, count: count,
      isSteady: steady == 1 && count > 0)
  }

  /// A row's value; a missing field of an optional column is as if the column were not there.
  func value(_ meaning: EventColumns.Meaning, _ row: Int) -> Double? {
    place[meaning].map { values[$0][row] }.flatMap { $0.isNaN ? nil : $0 }
  }

  /// The text in a row's column `input`; nil without the column.
  func input(_ row: Int) -> String? { inputs.isEmpty ? nil : inputs[row] }

  /// The table's header, for messages.
  var header: Header { table.header }

  /// Whether nothing but impulses of the rows' amounts, all into one channel, can come of some rows.
  func isPlain(in rows: RowGroups.Rows) -> Bool {
    let plain: Set<EventColumns.Meaning> = [.time, .amount, .evid, .mdv]
    guard place.keys.allSatisfy({ plain.contains($0) }) else { return false }
    guard let evid = place[.evid] else { return true }
    return rows.allSatisfy { values[evid][$0] == 1 }
  }

  /// Adds rows of a plain table, impulses all.
  func addImpulses(_ rows: RowGroups.Rows, to input: inout Input) {
    let amounts = place[.amount].map { values[$0] }
    input.events.reserveCapacity(input.events.count + rows.count)
    for k in rows { input.events.append(Event(time: times[k], weight: amounts?[k] ?? 1)) }
  }

  /// The rows' numbers in a column that was asked for by its name; nil where there is none.
  func numbers(named name: String) -> [Double]? { others[name]?.values }

  /// The rows that belong to a group: all where the table has none.
  func rows(of group: String?) -> RowGroups.Rows {
    guard let group, let groups else { return RowGroups.Rows(0..<rowCount) }
    return groups.rows(of: group)
  }

  /// The table of a group's rows alone; itself where it has no groups.
  func only(_ group: String?) -> EventTable {
    guard let group, groups != nil else { return self }
    let own = rows(of: group)
    var result = self
    result.groups = nil
    result.rows = own.map { rows?[$0] ?? $0 }
    result.times = own.map { times[$0] }
    result.values = values.map { column in column.isEmpty ? [] : own.map { column[$0] } }
    result.others = others.mapValues { column in (column.place, own.map { column.values[$0] }) }
    result.inputs = inputs.isEmpty ? [] : own.map { inputs[$0] }
    result.hasResets = result.forgets
    return result
  }

  /// Gives a covariate the table's values, where it has the column.
  ///
  /// - Throws: `CSVError` where it differs within a group.
  func tell(_ covariate: inout Covariate) throws {
    guard let (place, numbers) = others[covariate.column] else { return }
    try covariate.take(numbers, groups) { table.error(row: $0, column: place, $1) }
  }

  /// The area of an impulse or the height of a pulse, and how long it holds.
  private func shape(
    _ row: Int, _ amount: Double?, _ duration: Double?, _ rate: Double?
  ) throws -> (size: Double, duration: Double) {
    if let duration, duration < 0 {
      throw wrong(row, .duration, "a duration must not be negative", duration)
    }
    switch (amount, duration, rate) {
    case (let amount, nil, nil): return (amount ?? 1, 0)
    case (nil, let duration?, let rate): return (rate ?? 1, duration)
    case (let amount?, let duration?, nil):
      return duration == 0 ? (amount, 0) : (try finite(amount / duration, row, .duration), duration)
    case (let amount?, let duration, let rate?):
      return try rated(row, amount, duration, rate)
    case (nil, nil, let rate?):
      throw wrong(row, .rate, "a rate needs a duration in its row", rate)
    }
  }

  /// NONMEM's way: an amount given at a rate; beside a duration the three must agree.
  private func rated(
    _ row: Int, _ amount: Double, _ duration: Double?, _ rate: Double
  ) throws -> (size: Double, duration: Double) {
    guard rate >= 0 else {
      throw wrong(row, .rate, "a rate beside an amount must not be negative", rate)
    }
    if rate == 0 {
      guard let duration, duration > 0 else { return (amount, 0) }
      return (try finite(amount / duration, row, .duration), duration)
    }
    let own = amount / rate
    guard own >= 0 else {
      throw wrong(row, .amount, "an amount given at a rate must not be negative", amount)
    }
    if let duration, duration > 0, (duration - own).magnitude > 1e-9 * own {
      throw wrong(row, .duration, "the duration must be amount / rate, \(NumberText.text(own))", duration)
    }
    return own == 0 ? (amount, 0) : (rate, try finite(own, row, .rate))
  }

  /// How far apart repetitions are, and how many there are in all.
  private func repetition(
    _ row: Int, _ every: Double?, _ count: Double?, _ addl: Double?, _ isSteady: Bool
  ) throws -> (every: Double, count: Int) {
    let every = every ?? 0
    guard every >= 0 else { throw wrong(row, .every, "every must not be negative", every) }
    let meaning: EventColumns.Meaning = addl == nil ? .count : .addl
    let number = addl ?? count ?? 1
    guard number >= 0, number == number.rounded() else {
      throw wrong(row, meaning, "\(meaning) must be a whole number, 0 or more", number)
    }
    let total = addl == nil ? number : number + 1
    guard total < 1e15 else { throw wrong(row, meaning, "\(meaning) must be below 1e15", number) }
    if every == 0, total > 1 { throw wrong(row, .every, "every must be above 0 to repeat a row", every) }
    if every == 0, isSteady { throw wrong(row, .every, "every must be above 0 with steady", every) }
    return (every, Int(total))
  }

  /// Refuses what no sum of times can hold.
  private func check(_ row: Int, _ meaning: EventColumns.Meaning, _ span: Double) throws {
    guard span.magnitude <= Decimal.farthest else {
      throw wrong(row, meaning, "times and spans of time must be at most 1e300 from 0", span)
    }
  }

  private func finite(_ value: Double, _ row: Int, _ meaning: EventColumns.Meaning) throws -> Double {
    guard value.isFinite else {
      throw wrong(row, meaning, "amount, rate and duration must fit together", value)
    }
    return value
  }

  /// A problem with a row's number.
  func wrong(
    _ row: Int, _ meaning: EventColumns.Meaning, _ needed: String, _ found: Double
  ) -> CSVError {
    wrong(row, meaning, "\(needed), found \(NumberText.text(found))")
  }

  /// A problem with a row's field.
  func wrong(_ row: Int, _ meaning: EventColumns.Meaning, _ text: String) -> CSVError {
    table.error(
      row: rows?[row] ?? row, column: place[meaning].flatMap { $0 < table.columns.count ? $0 : nil } ?? 0,
      text)
  }
}
