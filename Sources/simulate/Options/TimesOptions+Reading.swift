extension TimesOptions {
  /// `--step`, where it is typed.
  ///
  /// - Throws: `Failure` (64).
  func typedStep() throws -> Decimal? {
    guard let step else { return nil }
    let decimal = try Number.decimal(step, option: "--step")
    guard decimal.double > 0 else {
      throw Failure.option("--step", "a step above 0 is needed, found \(step)")
    }
    return decimal
  }

  /// The output times: typed, from a file, or everything that can happen.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func times(_ response: Response, _ input: Input, reader: inout Reader) throws -> RowTimes {
    if let times {
      guard from == nil, to == nil, step == nil else {
        throw Failure.option("--times", "must not stand beside --from, --to or --step")
      }
      let source = try reader.source(try Value(times, option: "--times"), option: "--times")
      reader.use.mark("--times-column")
      return .listed(try TimesFile.read(source, column: timesColumn, reader: &reader))
    }
    let step = try typedStep()
    let from = try self.from.map { try reader.axis.time($0, option: "--from") }
    let to = try self.to.map { try reader.axis.time($0, option: "--to") }
    let defaults = DefaultTimes(response: response, input: input)
    if defaults.isDiscrete, step == nil, let times = try defaults.instants(from: from, to: to) {
      return .listed(times)
    }
    let span = from == nil || to == nil ? try defaults.span(needsEnd: to == nil) : nil
    guard let first = from ?? span?.first, let last = to ?? span?.last else { return .listed([]) }
    return try OutputGrid(
      from: first, to: last, step: step ?? defaults.step(from: first, to: last)
    ).times()
  }
}
