import CSV
import Files
import Runs
import Systems

extension Simulation {
  /// The rule for impulses on the response's own grid, where it is the one to take.
  func evenSuperposition(side: Side, jobs: Int) -> EvenSuperposition? {
    guard run.isSingle, response.parts.count == 1, !response.hasState, !response.isDiscrete,
      response.delay.double == 0, input.isImpulsesOnly, input.past.isEmpty, input.earlier.isEmpty,
      case .grid(let rows) = times.times
    else { return nil }
    let signal = response.system.impulseResponse
    if let file {
      return EvenSuperposition(file.train, through: signal, rows: rows, side: side, jobs: jobs)
    }
    guard let first = input.events.first,
      var train = EvenTrain(first: first.time, response: signal),
      input.events.withUnsafeBufferPointer({ train.take($0) })
    else { return nil }
    return EvenSuperposition(train, through: signal, rows: rows, side: side, jobs: jobs)
  }

  /// Gives all impulses to a rule, block by block where they are in a file.
  ///
  /// - Throws: `CSVError`; what `yield` throws.
  func append(
    to rule: inout EvenSuperposition, jobs: Int,
    yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    if let file { return try file.append(to: &rule, jobs: jobs, yield: yield) }
    try input.events.withUnsafeBufferPointer { try rule.append($0, yield: yield) }
  }
}

extension OutputOptions {
  /// Whether nothing but the rows themselves is wanted, so that the input may be gone afterwards.
  func needsRowsOnce(_ wishes: Wishes) -> Bool {
    needsValuesAlone(wishes) && plot == nil && !verify && !SampleOutput.isAsked(by: output)
  }

  private func needsValuesAlone(_ wishes: Wishes) -> Bool {
    !wishes.bounds && !wishes.wantsErrors && !wishes.stack && sensitivity == nil
  }

  /// Writes rows as they become final, where impulses and response share an even grid; nil, with
  /// nothing written, where they don't.
  func writeEvenRows(_ simulation: Simulation, _ wishes: Wishes) throws -> Report? {
    guard needsValuesAlone(wishes),
      var rule = simulation.evenSuperposition(side: wishes.side, jobs: wishes.jobs)
    else { return nil }
    var rows = try WrittenRows(
      simulation, to: self.output ?? "-",
      RowWriter(names: ["t", "y"], digits: wishes.digits, jobs: wishes.jobs))
    try simulation.append(to: &rule, jobs: wishes.jobs) { try rows.write($0) }
    try rule.finish { try rows.write($0) }
    try rows.finish()
    return Report()
  }
}

/// Rows in the order of their times, as their values come.
private struct WrittenRows: ~Copyable {
  private let simulation: Simulation
  private let writer: RowWriter
  private var output: CheckedOutput
  private var count = 0

  init(_ simulation: Simulation, to file: String, _ writer: RowWriter) throws {
    var output = try CheckedOutput(file)
    try writer.writeHeader(to: &output)
    self.simulation = simulation
    self.writer = writer
    self.output = output
  }

  /// Writes the next rows.
  ///
  /// - Throws: `CSVError`; `SystemsError` for a value that is not finite, after the rows before it.
  mutating func write(_ values: UnsafeBufferPointer<Double>) throws {
    let finite = values.firstIndex { !$0.isFinite } ?? values.count
    let block = simulation.times.block(from: count, most: max(1, finite))
    if finite > 0 {
      try writer.write(
        block.column(simulation.reader.axis), [Array(values[..<finite])], to: &output)
    }
    count += finite
    if finite < values.count {
      try output.flush()
      throw SystemsError.notFinite(
        time: simulation.times.block(from: count, most: 1).last ?? .nan,
        why: "found \(values[finite])")
    }
  }

  consuming func finish() throws { try output.finish() }
}
