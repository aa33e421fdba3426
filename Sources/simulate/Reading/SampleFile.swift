import CSV
import Files
import Systems

/// Times and values of a response or a rate, as a file has them.
struct SampleFile {
  /// The times, ascending; a doubled one is a jump.
  var times: [Double]
  /// The values.
  var values: [Double]
  /// The file, for messages about a row.
  var table: Table

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
    var found: SampleColumns?
    let isSpaced = reader.spacing != nil
    table = try Table(reading: source, format: reader.format, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let columns = try SampleColumns(header, columns, option: option, isSpaced: isSpaced)
      found = columns
      return columns.requests
    }
    guard table.rowCount > 0 || table.skipped.count > 0, let found else {
      throw table.error("samples need at least one row, found none")
    }
    try reader.tell(table)
    // Times and values, the pieces' coefficients, and what is worked out from them.
    if let objection = Memory.objection(to: Double(table.rowCount) * 120) {
      throw Failure(.usage, "\(source.name): \(table.rowCount) samples \(objection)")
    }
    values = table.columns[found.requests.count - 1].numbers
    guard found.time != nil else {
      guard let spacing = reader.spacing else { preconditionFailure("one column needs a spacing") }
      reader.use.mark("--spacing")
      times = Decimal(0).grid(step: spacing, count: values.count)
      return
    }
    if areLags, table.columns[0].dates != nil {
      throw table.error("a response's times are lags and must be numbers, found dates")
    }
    times = areLags ? table.columns[0].numbers : try reader.times(table, column: 0)
    if let unit = found.unit, table.columns[0].dates == nil {
      try reader.axis.meet(unit: unit, in: source.name)
    }
    try checkOrder(areLags ? TimeAxis() : reader.axis, allowingJumps: allowingJumps)
  }

  private func checkOrder(_ axis: TimeAxis, allowingJumps: Bool) throws {
    for k in times.indices.dropFirst() where !(times[k] > times[k - 1]) {
      let isJump = allowingJumps && times[k] == times[k - 1]
      guard isJump else {
        throw table.error(
          row: k, column: 0,
          "times must increase, found \(axis.text(times[k])) after \(axis.text(times[k - 1]))")
      }
      if k >= 2, times[k - 2] == times[k] {
        throw table.error(
          row: k, column: 0,
          "two equal times are a jump, found \(axis.text(times[k])) for the third time")
      }
    }
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
    return place == 0 ? nil : Decimal(times[place]) - Decimal(times[place - 1])
  }

  /// The last distance, which a held value lasts.
  var lastSpacing: Decimal? {
    guard let last = times.last, let before = times.last(where: { $0 < last }) else { return nil }
    return Decimal(last) - Decimal(before)
  }

  /// From when to when the samples reach.
  func extent(_ interpolation: Interpolation) -> (first: Decimal, last: Decimal) {
    let last = Decimal(times.last ?? 0)
    let end = interpolation == .previous ? last + (lastSpacing ?? Decimal(0)) : last
    return (Decimal(times.first ?? 0), end)
  }
}
