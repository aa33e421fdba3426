import Runs

extension TimesOptions {
  /// `--step`, where it is typed.
  ///
  /// - Throws: `Failure` (64).
  func typedStep() throws -> Decimal? {
    guard let step else { return nil }
    let decimal = try Number.fraction(step, option: "--step")
    guard decimal.double > 0 else {
      throw Failure.option("--step", "a step above 0 is needed, found \(step)")
    }
    return decimal
  }

  /// The file that `--times` names; nil without it.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func file(_ columns: GroupColumns, reader: inout Reader) throws -> TimesFile? {
    guard let times else { return nil }
    guard from == nil, to == nil, step == nil else {
      throw Failure.option("--times", "must not stand beside --from, --to or --step")
    }
    let source = try reader.source(try Value(times, option: "--times"), option: "--times")
    reader.use.mark("--times-column")
    return try TimesFile(source, column: timesColumn, columns: columns, reader: &reader)
  }

  /// The output times: typed, or everything that can happen.
  ///
  /// - Parameter everything: what default times span; asked for only where they are needed.
  /// - Throws: `Failure`, `SystemsError`.
  func times(reader: inout Reader, _ everything: () throws -> DefaultTimes) throws -> RowTimes {
    let step = try typedStep()
    let from = try self.from.map { try reader.axis.time($0, option: "--from") }
    let to = try self.to.map { try reader.axis.time($0, option: "--to") }
    if let from, let to, let step {
      return try OutputGrid(
        from: from.multiple(of: step), to: to.multiple(of: step), step: step
      ).times()
    }
    let everything = try everything()
    if everything.isDiscrete, step == nil, let times = try everything.instants(from: from, to: to) {
      return .listed(times)
    }
    let span = from == nil || to == nil ? try everything.span(needsEnd: to == nil) : nil
    guard let first = from ?? span?.first, let last = to ?? span?.last else { return .listed([]) }
    let own = step ?? everything.step(from: first, to: last)
    return try OutputGrid(
      from: first.multiple(of: own), to: last.multiple(of: own), step: own
    ).times(isTyped: step != nil && to != nil)
  }
}
