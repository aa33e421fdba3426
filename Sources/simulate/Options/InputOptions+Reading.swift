import CSV
import Files
import Formulas
import Runs
import Systems

extension InputOptions {
  /// What the options say about event tables.
  ///
  /// - Throws: `Failure` (64).
  func choice() throws -> EventChoice {
    EventChoice(
      columns: try inputColumns.map { try EventColumnChoice.list($0) } ?? [],
      conditions: try ColumnCondition.list(conditions))
  }

  /// Reads the files of impulses and pulses: event tables and sounds.
  ///
  /// - Parameters:
  ///   - values: what `--input` gives, without the channels' names.
  ///   - choice: what is wanted of them.
  /// - Throws: `Failure`, `CSVError`.
  func files(_ values: [String], _ choice: EventChoice, reader: inout Reader) throws -> [InputFile] {
    try values.map { text in
      var source = try reader.source(try Value(text, option: "--input"), option: "--input")
      if try reader.content(of: &source) == .sound {
        reader.use.mark("--input-columns")
        return .sound(try sound(source, &reader).events)
      }
      reader.use.mark("--input-columns", "--where")
      return .table(try EventTable(source, choice: choice, reader: &reader))
    }
  }

  /// A channel of a sound, as impulses.
  private func sound(_ source: Source, _ reader: inout Reader) throws -> SoundSamples {
    let samples = try SoundSamples(
      source, channel: inputColumns, option: "--input-columns", needsOne: true)
    try reader.agree(on: samples.rate, of: source.name)
    return samples
  }

  /// What the values of a rate file are, and what lies between them.
  ///
  /// - Throws: `Failure` (64).
  func rateRule() throws -> RateRule {
    try rateBetween.map { try Number.choice($0, option: "--rate-between") } ?? .linear
  }

  /// A rate that is a formula.
  ///
  /// - Throws: `Failure`.
  func rate(formula: String, _ formulas: FormulaReader, _ reader: inout Reader) throws -> Rate {
    reader.use.read(formula)
    reader.use.mark("--rate-two-sided")
    return try InputOptions.rate(
      try formulas.rate(formula, twoSided: rateTwoSided, place: "--rate"), twoSided: rateTwoSided)
  }

  /// A formula that has been read as a rate.
  ///
  /// - Throws: `Failure` (65).
  static func rate(_ formula: Formula, twoSided: Bool) throws -> Rate {
    let signal = try FailureWording.located(at: "--rate", after: "=") { try formula.signal(twoSided: twoSided) }
    var rate = Rate(signal: signal, formulaStart: signal.start)
    rate.moved = { try formula.derivative(by: $0)?.signal(twoSided: twoSided) }
    return rate
  }

  /// The samples of a rate file: of all rows, or of each group by itself.
  ///
  /// - Parameters:
  ///   - index: which of the rates it is.
  ///   - column: the column of the groups.
  /// - Throws: `Failure`, `CSVError`.
  func rates(
    _ value: Value, index: Int, by column: String?, _ reader: inout Reader
  ) throws -> (rates: [Rate], groups: RowGroups?) {
    let rule = try rateRule()
    let allowsJumps = rule != .nothing && rule != .total
    reader.use.mark("--rate-between", "--rate-columns")
    var source = try reader.source(value, option: "--rate")
    if try reader.content(of: &source) == .sound {
      let samples = try SoundSamples(
        source, channel: try rateColumns(of: index), option: "--rate-columns")
      try reader.agree(on: samples.rate, of: source.name)
      return ([Rate(signal: .events(samples.events), first: Decimal(0), last: samples.end)], nil)
    }
    let (files, groups) = try SampleFile.read(
      source, columns: try rateColumns(of: index), option: "--rate-columns",
      allowingJumps: allowsJumps, by: column, reader: &reader)
    if rateBetween == nil { for samples in files { try samples.askOfTotals(option: "--rate-between") } }
    let rates = try files.map { samples in
      guard let interpolation = rule.interpolation else {
        return try samples.rateOfTotals(reader.axis)
      }
      if interpolation == .previous { samples.warnOfGaps(reader.axis) }
      if interpolation == .nothing { samples.warnOfNearSteps(reader.axis, columns: "--rate-columns") }
      let signal = try FailureWording.located(at: source.name) {
        try Signal(
          times: samples.times, values: samples.values, between: interpolation,
          allowingJumps: allowsJumps)
      }
      let ends = samples.extent(interpolation)
      return Rate(signal: signal, first: ends.first, last: ends.last, step: samples.spacing)
    }
    return (rates, groups)
  }

  /// The columns of one rate's file: those that follow its `--rate`, or the only ones.
  private func rateColumns(of index: Int) throws -> String? {
    guard rateColumns.count > 1 else { return rateColumns.first }
    var current = -1
    var found: [Int: String] = [:]
    for option in TypedOptions.ofThisRun.options {
      if option.name == "--rate" { current += 1 }
      guard option.name == "--rate-columns" else { continue }
      guard current >= 0, found[current] == nil else {
        throw Failure.option(
          "--rate-columns", "each must follow the --rate whose columns it names, found \(option.value ?? "") "
            + (current < 0 ? "before the first" : "as the second after one"))
      }
      found[current] = option.value
    }
    return found[index]
  }
}
