import CSV
import Files
import Runs
import Systems

/// Times and values of a response or a rate, as a file has them.
struct SampleFile {
  /// The times, ascending; a doubled one is a jump.
  var times: [Double]
  /// The values.
  var values: [Double]
  /// The file, for messages about a row.
  var table: Table
  /// The n of samples at k/n, as stamps of many decimals show it.
  private(set) var rate: Int?
  /// Which of the file's columns the values are, from 0.
  private(set) var valueColumn: Int?

  /// Reads the columns of a file: time and value, or a value for each `--spacing`.
  ///
  /// - Parameters:
  ///   - columns: `T,Y`, or with a spacing `Y`, by name or number; nil is as the header says.
  ///   - option: the option that names them.
  ///   - areLags: whether the times are lags of a response, plain numbers whatever the input has.
  ///   - allowingJumps: whether exactly two equal times are a jump.
  /// - Throws: `CSVError`, `Failure`.
  init(
    _ source: Source, columns: String?, option: String, areLags: Bool = false,
    allowingJumps: Bool, reader: inout Reader
  ) throws {
    self = try SampleFile.read(
      source, columns: columns, option: option, areLags: areLags, allowingJumps: allowingJumps, by: nil,
      reader: &reader
    ).files[0]
  }

  private init(times: [Double], values: [Double], table: Table) {
    self.times = times
    self.values = values
    self.table = table
  }

  /// Reads a file's samples: all of them, or those of each group of rows by themselves.
  ///
  /// - Parameter by: the column of the groups; a file without it has none.
  /// - Throws: `CSVError`, `Failure`.
  static func read(
    _ source: Source, columns: String?, option: String, areLags: Bool = false,
    allowingJumps: Bool, by: String?, reader: inout Reader
  ) throws -> (files: [SampleFile], groups: RowGroups?) {
    var found: SampleColumns?
    var hasGroups = false
    let isSpaced = reader.spacing != nil
    let table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let group = by.flatMap { header.firstIndex(named: [$0]) }
      hasGroups = group != nil
      let columns = try SampleColumns(header, columns, option: option, isSpaced: isSpaced, but: group)
      found = columns
      return columns.requests + (group.map { [ColumnRequest($0, .text)] } ?? [])
    }
    guard table.rowCount > 0 || table.skipped.count > 0, let found else {
      throw table.error("samples need at least one row, found none")
    }
    try reader.tell(table)
    reader.words.meet(found, areLags: areLags)
    // Times and values, the pieces' coefficients, and what is worked out from them.
    if let objection = Memory.objection(to: Double(table.rowCount) * 120) {
      throw Failure(.usage, "\(source.name): \(table.rowCount) samples \(objection)")
    }
    let values = table.columns[found.time == nil ? 0 : 1].numbers
    if found.time == nil { reader.use.mark("--spacing") }
    if areLags, found.time != nil, table.columns[0].dates != nil {
      throw table.error("a response's times are lags and must be numbers, found dates")
    }
    if let subject = found.subject {
      try AskedColumns.checkSubject(
        table.columns[found.requests.count - 1].text, of: subject, in: table.header, mend: nil)
    }
    NumberForMissing.warn(of: values) { table.error(row: $0, column: found.time == nil ? 0 : 1, $1).description }
    let times = found.time == nil
      ? nil : areLags ? table.columns[0].numbers : try reader.times(table, column: 0)
    if let unit = found.unit, table.columns[0].dates == nil {
      try reader.axis.meet(unit: unit, in: source.name)
    }
    let groups = hasGroups ? RowGroups(table.columns[found.requests.count].text) : nil
    let lists = groups.map { groups in groups.labels.map { groups.rows(of: $0) } }
      ?? [RowGroups.Rows(0..<values.count)]
    let files = try lists.map { rows in
      var file = SampleFile(
        times: times.map { times in rows.map { times[$0] } }
          ?? Decimal(0).grid(step: reader.spacing ?? Decimal(1), count: rows.count),
        values: rows.map { values[$0] }, table: table)
      file.valueColumn = found.value
      try file.checkOrder(areLags ? TimeAxis() : reader.axis, rows, allowingJumps: allowingJumps)
      file.placeAtRate()
      return file
    }
    if let rate = files.lazy.compactMap(\.rate).first {
      reader.notes.append("\(source.name): the samples are taken at k/\(rate), which their times show to a few decimals")
    }
    return (files, groups)
  }

  private func checkOrder(_ axis: TimeAxis, _ rows: RowGroups.Rows, allowingJumps: Bool) throws {
    for k in times.indices.dropFirst() where !(times[k] > times[k - 1]) {
      let isJump = allowingJumps && times[k] == times[k - 1]
      guard isJump else {
        throw table.error(
          row: rows[k], column: 0,
          "times must increase, found \(axis.text(times[k])) after \(axis.text(times[k - 1]))")
      }
      if k >= 2, times[k - 2] == times[k] {
        throw table.error(
          row: rows[k], column: 0,
          "two equal times are a jump, found \(axis.text(times[k])) for the third time")
      }
    }
  }

  /// Puts samples at k/n, of which the stamps show a part of the digits, where they are.
  private mutating func placeAtRate() {
    guard let rate = TimeGrid.samplingRate(of: times) else { return }
    self.rate = rate
    guard let step = Decimal(Decimal(1), over: Decimal(Int128(rate))) else { return }
    let first = Int((times[0] * Double(rate)).rounded())
    times = (first * step).grid(step: step, count: times.count)
  }

  /// The smallest distance of two neighbouring times, in decimal; nil for one sample.
  var spacing: Decimal? {
    var smallest = Double.infinity
    var place = 0
    for k in times.indices.dropFirst() where times[k] > times[k - 1] {
      let distance = times[k] - times[k - 1]
      // On an even grid the differences are equal only to rounding: the first one stands for all.
      if distance < smallest * (1 - 1e-9) {
        smallest = distance
        place = k
      }
    }
    if let rate, times.count > 1 { return Decimal(Decimal(1), over: Decimal(Int128(rate))) }
    return place == 0 ? nil : Decimal(times[place]) - Decimal(times[place - 1])
  }

  /// The last distance, which a held value lasts.
  var lastSpacing: Decimal? {
    if rate != nil { return spacing }
    guard let last = times.last, let before = times.last(where: { $0 < last }) else { return nil }
    return Decimal(last) - Decimal(before)
  }

  /// From when to when the samples reach.
  func extent(_ interpolation: Interpolation) -> (first: Decimal, last: Decimal) {
    let step = rate == nil ? nil : spacing
    func decimal(_ time: Double) -> Decimal {
      step.map { Decimal(time).multiple(of: $0) } ?? Decimal(time)
    }
    let last = decimal(times.last ?? 0)
    let end = interpolation == .previous ? last + (lastSpacing ?? Decimal(0)) : last
    return (decimal(times.first ?? 0), end)
  }
}
