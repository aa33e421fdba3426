import CSV
import Systems

/// Times and values of a response or a rate, as a file has them.
struct SampleFile {
  /// The times, ascending; a doubled one is a jump.
  var times: [Double]
  /// The values.
  var values: [Double]
  /// The file, for messages about a row.
  var table: Table

  /// Reads the two columns of a file.
  ///
  /// - Parameters:
  ///   - columns: `T,Y`, by name or number; nil is the first two.
  ///   - areLags: whether the times are lags of a response, plain numbers whatever the input has.
  ///   - allowingJumps: whether exactly two equal times are a jump.
  /// - Throws: `CSVError`, `Failure`.
  init(
    _ source: Source, columns: String?, option: String, areLags: Bool = false,
    allowingJumps: Bool, reader: inout Reader
  ) throws {
    table = try Table(reading: source, missing: reader.missing, jobs: reader.jobs) { header in
      guard header.count > 0 else { return [] }
      let (time, value) = try SampleFile.indices(columns, option: option, in: header)
      return [ColumnRequest(time, .times), ColumnRequest(value, .numbers)]
    }
    guard table.rowCount > 0 else { throw table.error("samples need at least one row, found none") }
    // Times and values, the pieces' coefficients, and what is worked out from them.
    if let objection = Memory.objection(to: Double(table.rowCount) * 120) {
      throw Failure(.usage, "\(source.name): \(table.rowCount) samples \(objection)")
    }
    if areLags, table.columns[0].dates != nil {
      throw table.error("a response's times are lags and must be numbers, found dates")
    }
    times = areLags
      ? table.columns[0].numbers : try reader.axis.times(table.columns[0], in: source.name)
    let axis = areLags ? TimeAxis(unit: reader.axis.unit) : reader.axis
    values = table.columns[1].numbers
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

  /// The columns of time and value.
  private static func indices(
    _ columns: String?, option: String, in header: Header
  ) throws -> (Int, Int) {
    guard let columns else {
      guard header.count >= 2 else {
        throw header.error("two columns are needed, time and value, found one")
      }
      return (0, 1)
    }
    let names = columns.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    guard names.count == 2 else {
      throw Failure.option(option, "two columns T,Y are needed, found '\(columns)'")
    }
    return (try header.index(of: names[0]), try header.index(of: names[1]))
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
