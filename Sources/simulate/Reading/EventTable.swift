import CSV
import Files
import Systems

/// A table of impulses and pulses, read from a file.
struct EventTable {
  private var columns: EventColumns
  private var table: Table
  /// The place of each meaning among the columns read.
  private var place: [EventColumns.Meaning: Int] = [:]
  private var times: [Double]
  private var values: [[Double]]

  /// Reads a table: finds its columns, chooses the rows, then reads the numbers of these.
  ///
  /// - Throws: `CSVError`, `Failure`.
  init(_ source: Source, choice: EventChoice, reader: inout Reader) throws {
    var found: EventColumns?
    var requests: [(EventColumns.Meaning, ColumnRequest)] = []
    var asked: AskedColumns?
    table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let columns = try EventColumns(header, chosen: choice.columns)
      found = columns
      requests = columns.requests
      let questions = try AskedColumns(header, columns, choice)
      asked = questions
      return requests.map(\.1) + questions.requests
    } where: { header in
      try choice.conditions.map { try $0.condition(in: header) } + (found?.conditions ?? [])
    }
    guard let found else { throw table.error("a table must have at least one row, found none") }
    columns = found
    times = []
    values = []
    try reader.tell(table)
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
      values.append(meaning == .time ? [] : table.columns[k].numbers)
    }
  }

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

  /// Adds what the table holds to an input.
  ///
  /// - Throws: `CSVError` with the place of a field that can't be meant.
  func add(to input: inout Input) throws {
    try Input.check(times.count)
    if Set(place.keys).isSubset(of: [.time, .amount, .evid, .mdv]), !hasResets {
      let amounts = place[.amount].map { values[$0] }
      input.events.reserveCapacity(input.events.count + times.count)
      for k in times.indices {
        input.events.append(Event(time: times[k], weight: amounts?[k] ?? 1))
      }
      return
    }
    for row in times.indices {
      try input.add(try dose(row))
    }
  }

  /// Whether a row is anything but a dose.
  private var hasResets: Bool { place[.evid].map { values[$0].contains { $0 != 1 } } ?? false }

  /// The dose of a row.
  private func dose(_ row: Int) throws -> Dose {
    // A missing field of an optional column is as if the column were not there.
    func value(_ meaning: EventColumns.Meaning) -> Double? {
      place[meaning].map { values[$0][row] }.flatMap { $0.isNaN ? nil : $0 }
    }
    if let evid = value(.evid), evid != 1 { throw wrong(row, .evid, "evid must be 0 or 1", evid) }
    if let cmt = value(.cmt), cmt != 1, cmt != 0 { throw wrong(row, .cmt, "cmt must be 1", cmt) }
    let steady = value(.steady) ?? 0
    guard steady == 0 || steady == 1 else {
      throw wrong(row, .steady, "steady (ss) must be 0 or 1", steady)
    }
    let (size, duration) = try shape(row, value(.amount), value(.duration), value(.rate))
    let (every, count) = try repetition(row, value(.every), value(.count), value(.addl), steady == 1)
    let lag = value(.lag) ?? 0
    let time = lag == 0 ? times[row] : (Decimal(times[row]) + Decimal(lag)).double
    return Dose(
      time: time, size: size, duration: duration, every: every, count: count,
      isSteady: steady == 1 && count > 0)
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

  private func finite(_ value: Double, _ row: Int, _ meaning: EventColumns.Meaning) throws -> Double {
    guard value.isFinite else {
      throw wrong(row, meaning, "amount, rate and duration must fit together", value)
    }
    return value
  }

  private func wrong(
    _ row: Int, _ meaning: EventColumns.Meaning, _ needed: String, _ found: Double
  ) -> CSVError {
    table.error(
      row: row, column: place[meaning].flatMap { $0 < table.columns.count ? $0 : nil } ?? 0,
      "\(needed), found \(NumberText.text(found))")
  }
}
