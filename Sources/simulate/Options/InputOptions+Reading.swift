import CSV
import Systems

extension InputOptions {
  /// The reader of files that these options ask for.
  ///
  /// - Throws: `Failure` (64).
  func reader(jobs: Int) throws -> Reader {
    var policy = MissingPolicy.refuse
    if let missing {
      guard let rule = MissingPolicy(rawValue: missing), rule != .refuse else {
        throw Failure.option("--missing", "skip or zero is needed, found '\(missing)'")
      }
      policy = rule
    }
    return Reader(
      missing: policy, jobs: jobs, unit: try Number.choice(unit, option: "--unit"))
  }

  /// Reads the event tables and the rates.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func input(formulas: FormulaReader, reader: inout Reader) throws -> Input {
    let _: Interpolation = try Number.choice(rateBetween, option: "--rate-between")
    var result = Input()
    for table in try tables(reader: &reader) { try table.add(to: &result) }
    for text in rate { try result.addRate(try rate(text, formulas, &reader)) }
    return result
  }

  /// Reads the event tables.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func tables(reader: inout Reader) throws -> [EventTable] {
    let conditions = try conditions.map { try Bindings.pair($0, option: "--where") }
    if !conditions.isEmpty, input.isEmpty {
      throw Failure.option("--where", "an --input is needed to choose rows of")
    }
    return try input.map { text in
      let source = try reader.source(try Value(text, option: "--input"), option: "--input")
      return try EventTable(source, conditions: conditions, reader: &reader)
    }
  }

  /// One rate: a formula, or samples.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func rate(
    _ text: String, _ formulas: FormulaReader, _ reader: inout Reader
  ) throws -> Input.Rate {
    let value = try Value(text, option: "--rate")
    if case .formula(let formula) = value {
      let signal = try formulas.rate(formula, place: "--rate")
      return Input.Rate(signal: signal, first: Decimal(signal.start))
    }
    let interpolation: Interpolation = try Number.choice(rateBetween, option: "--rate-between")
    let source = try reader.source(value, option: "--rate")
    let samples = try SampleFile(
      source, columns: rateColumns, option: "--rate-columns",
      allowingJumps: interpolation != .nothing, reader: &reader)
    let signal = try FailureWording.located(at: source.name) {
      try Signal(
        times: samples.times, values: samples.values, between: interpolation,
        allowingJumps: interpolation != .nothing)
    }
    let ends = samples.extent(interpolation)
    return Input.Rate(signal: signal, first: ends.first, last: ends.last, step: samples.spacing)
  }
}

extension Input {
  /// Adds a rate; samples with nothing between them are impulses.
  mutating func addRate(_ rate: Rate) throws {
    guard rate.signal.isTrain, rate.last != nil else {
      rates.append(rate)
      return
    }
    events += rate.signal.terms.flatMap(\.trains).flatMap(\.events)
  }
}
