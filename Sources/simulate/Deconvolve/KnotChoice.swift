import CSV
import Files
import Runs
import Systems

/// Which knots are asked for.
struct KnotChoice {
  /// Those of `--times`, or of `--from`, `--to` and `--step`.
  var rows: RowTimes?
  /// Only measured times from here on, and up to there.
  var from: Double?
  var to: Double?

  /// Reads the options; `--step` alone is completed by the measured times.
  ///
  /// - Throws: `Failure`, `CSVError`.
  init(_ options: TimesOptions, isResponse: Bool, reader: inout Reader) throws {
    if options.times != nil {
      guard options.from == nil, options.to == nil, options.step == nil else {
        throw Failure.option("--times", "must not stand beside --from, --to or --step")
      }
      let source = try reader.source(
        try Value(options.times ?? "", option: "--times"), option: "--times")
      var lags = Reader(format: reader.format, jobs: reader.jobs)
      let columns = GroupColumns()
      let times = isResponse
        ? try TimesFile(source, column: options.timesColumn, columns: columns, reader: &lags).times(of: nil)
        : try TimesFile(source, column: options.timesColumn, columns: columns, reader: &reader).times(of: nil)
      rows = .listed(Array(Set(times)).sorted())
      return
    }
    func time(_ text: String?, _ option: String) throws -> Decimal? {
      guard let text else { return nil }
      return isResponse
        ? try Number.decimal(text, option: option) : try reader.axis.time(text, option: option)
    }
    first = try time(options.from, "--from")
    last = try time(options.to, "--to")
    step = try options.typedStep()
    from = first?.double
    to = last?.double
    if let from, let to, to < from {
      throw Failure.option("--to", "the last knot must not be before the first")
    }
  }

  private var first: Decimal?
  private var last: Decimal?
  private var step: Decimal?

  /// The knots for measured times; nil where the measured times themselves are meant.
  ///
  /// - Throws: `Failure` (64).
  func knots(within span: (first: Double, last: Double)) throws -> [Double]? {
    if let rows { return rows.times.array }
    guard let step else { return nil }
    let grid = try OutputGrid(
      from: first ?? Decimal(span.first), to: last ?? Decimal(span.last), step: step
    ).times()
    guard grid.count <= 1 << 24 else {
      throw Failure.option("--step", "knots must be at most 16777216, found \(grid.count)")
    }
    return grid.times.array
  }
}
