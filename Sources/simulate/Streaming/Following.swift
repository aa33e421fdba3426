import CSV
import Files
import Runs
import Systems

/// Rows written as soon as the input has passed them: what `--follow` asks for.
///
/// Held are the impulses that can still act on a row to come, and nothing else.
struct Following {
  private let response: Response
  private let signal: Signal
  private let source: Source
  private var reader: Reader
  private let wishes: Wishes
  private let from: Decimal?
  private let to: Decimal?
  private let step: Decimal
  /// The first and the last lag at which the response acts.
  private let reach: (first: Decimal, last: Double)
  private let needsTo: Bool
  private let chosen: [EventColumnChoice]

  /// Reads the response and checks that its past can be forgotten.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(
    _ responseOptions: ResponseOptions, _ inputOptions: InputOptions, _ timesOptions: TimesOptions,
    _ wishes: Wishes
  ) throws {
    var reader = try responseOptions.tables.reader(jobs: wishes.jobs)
    let typed = try timesOptions.typedStep()
    response = try responseOptions.response(reader: &reader, step: typed)
    signal = response.system.impulseResponse
    self.wishes = wishes
    guard inputOptions.input.count == 1, inputOptions.rate.isEmpty else {
      throw Failure.option("--follow", "one --input is needed, and no --rate")
    }
    guard inputOptions.conditions.isEmpty, timesOptions.times == nil, !wishes.stack,
      !wishes.wantsErrors, try RowWindow(timesOptions) == nil
    else {
      throw Failure.option(
        "--follow", "must not stand beside --where, --times, --stack, --bounds, --explain, --manifest, --mean-over, "
          + "--total-over")
    }
    guard !response.hasState, !response.isDiscrete, let memory = signal.memory else {
      throw Failure.option(
        "--follow", "a response is needed that ends or decays: samples, or exponentials")
    }
    guard let step = typed ?? response.step else {
      throw Failure.option("--follow", "--step is needed, because the response has no step of its own")
    }
    self.step = step
    source = try reader.source(
      try Value(inputOptions.input[0], option: "--input"), option: "--input")
    from = try timesOptions.from.map { try reader.axis.time($0, option: "--from") }
    to = try timesOptions.to.map { try reader.axis.time($0, option: "--to") }
    reach = (try response.ends(needsEnd: false).first, memory)
    needsTo = timesOptions.to == nil
    chosen = try inputOptions.choice().columns
    self.reader = reader
  }

  /// The options that have had a say.
  var use: OptionUse {
    var use = reader.use
    use.mark("--input-columns", "--missing", "--skip-lines", "--decimal", "--date-format", "--unit")
    return use
  }

  /// Reads impulses, computes and writes rows, until the input ends.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  consuming func write(to options: OutputOptions) throws {
    var reader = self.reader
    var hasAmounts = false
    var stream = try TableStream(
      reading: source, format: reader.format, jobs: reader.jobs
    ) { header in
      guard header.count > 0 else { return [] }
      let columns = try EventColumns(header, chosen: chosen)
      let extra = columns.indices.keys.first { $0 != .time && $0 != .amount }
      if let extra {
        throw header.error("--follow needs a table of times and amounts, found a column \(extra)")
      }
      try AskedColumns(header, columns, EventChoice()).checkFirstRow()
      hasAmounts = columns.has(.amount)
      return columns.requests.map(\.1).sorted { a, _ in a.index == columns.indices[.time] }
    }
    try SampleOutput.refuse(options.output)
    var output = try CheckedOutput(options.output ?? "-")
    let writer = RowWriter(names: ["t", "y"], digits: wishes.digits, jobs: wishes.jobs)
    try writer.writeHeader(to: &output)
    try output.flush()
    var rows = FollowedRows(signal: signal, step: step, reach: reach, wishes: wishes)
    rows.from = from
    rows.to = to
    while let block = try stream.next() {
      let times = try reader.axis.times(block[0], in: source.name)
      for k in times.indices {
        if let last = rows.latest, times[k] < last {
          throw stream.error(
            row: k, column: 0, "with --follow times must not go back, found "
              + "\(reader.axis.text(times[k])) after \(reader.axis.text(last))")
        }
        rows.add(Event(time: times[k], weight: hasAmounts ? block[1].numbers[k] : 1))
      }
      try rows.write(isLast: false, writer, reader.axis, &output)
    }
    if rows.latest == nil { throw stream.error("a table must have at least one row, found none") }
    if needsTo { rows.to = (rows.latest.map { Decimal($0) } ?? Decimal(0)) + (try end()) }
    try rows.write(isLast: true, writer, reader.axis, &output)
    try output.finish()
  }

  /// The last lag of the default times.
  private func end() throws -> Decimal { try response.ends(needsEnd: true).last }
}
