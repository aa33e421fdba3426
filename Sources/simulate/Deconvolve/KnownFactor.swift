import CSV
import Formulas
import Runs
import Systems

/// The factor that is given, as a signal.
struct KnownFactor {
  /// The response, or the input.
  var signal: Signal
  /// Inputs that begin anew where an event table resets.
  var resets: [Deconvolution.Reset] = []
  /// What comes out by itself.
  var free = Signal()
  /// How messages name it.
  var name: String
  /// When an input begins.
  var first: Double?

  /// Reads it.
  ///
  /// - Parameter group: the value of the group's column whose rows count in the input's tables.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ job: DeconvolveJob, _ formulas: FormulaReader, group: String?, reader: inout Reader
  ) throws {
    let command = job.command
    guard job.isResponse else {
      let response = try command.response.response(reader: &reader, step: formulas.period)
      if response.parts.contains(where: { $0.period != nil }), !command.unknown.spikes {
        throw Failure.option("--impulse", "a filter in z takes impulses only: --spikes")
      }
      signal = response.system.impulseResponse
      free = response.system.freeResponse
      name = response.parts.map(\.name).joined(separator: ", ")
      return
    }
    let options = command.input
    let inputs = try options.inputs(formulas, by: command.measured.by, group: group, reader: &reader)
    let delay = try Number.double(command.response.delay, option: "--delay")
    let scale = try command.measured.scale.first.map { try formulas.constant($0, option: "--scale") } ?? 1
    let signals = inputs.epochs.map { epoch in
      let late = epoch.channels[0].signal.delayed(by: delay)
      return scale == 1 ? late : late.scaled(by: scale)
    }
    signal = signals[0]
    resets = zip(inputs.epochs, signals).dropFirst().map { .init(time: $0.start ?? 0, known: $1) }
    first = try inputs.span(of: 0, needsEnd: false)?.first.double
    first = first.map { $0 + delay }
    name = (options.input + options.rate).joined(separator: ", ")
  }

  /// Rows, ascending, with what acts on them.
  func parts(of times: [Double]) -> [(known: Signal, times: [Double])] {
    Deconvolution.ranges(of: times, between: resets).map { ($0.known ?? signal, Array(times[$0.rows])) }
  }
}

extension FormulaReader {
  /// A number, a bound name or a formula without a variable.
  ///
  /// - Throws: `Failure` (64, 65).
  func constant(_ text: String, option: String) throws -> Double {
    let body = text.hasPrefix("=") ? String(text.dropFirst()) : text
    let formula = try FailureWording.located(at: option, after: text.hasPrefix("=") ? "=" : "") {
      try Formula(body, bindings: bindings)
    }
    guard let value = formula.constantValue, value.isFinite else {
      throw Failure.option(option, "a number, a name or a formula without a variable is needed, found '\(text)'")
    }
    return value
  }
}

extension InputOptions {
  /// The impulses, pulses and rates of one group.
  ///
  /// - Throws: `Failure`, `CSVError`.
  fileprivate func inputs(
    _ formulas: FormulaReader, by column: String?, group: String?, reader: inout Reader
  ) throws -> Inputs {
    var result = Inputs(channels: 1)
    var records: [EventRecord]?
    var choice = try choice()
    choice.grouping = column
    let files = try files(input, choice, reader: &reader)
    // Resets of one table forget what stands in another.
    if files.count > 1, files.contains(where: { if case .table(let table) = $0 { table.hasResets } else { false } }) { records = [] }
    for file in files {
      switch file {
      case .sound(let events): result.epochs[0].channels[0].events += events
      case .table(let table): try table.only(group).add(nil, channel: 0, of: .one, to: &result, or: &records)
      }
    }
    if let records { try result.add(records) }
    if result.epochs.count > 1, !rate.isEmpty {
      throw Failure(.badText, "--rate: a rate must not stand beside resets (evid 3 or 4) of an event table")
    }
    for (index, text) in rate.enumerated() {
      let value = try Value(text, option: "--rate")
      if case .formula(let formula) = value {
        try result.epochs[0].channels[0].addRate(try rate(formula: formula, formulas, &reader))
        continue
      }
      let (rates, groups) = try rates(value, index: index, by: column, &reader)
      guard let groups, let group else {
        for rate in rates { try result.epochs[0].channels[0].addRate(rate) }
        continue
      }
      if let place = groups.labels.firstIndex(of: group) { try result.epochs[0].channels[0].addRate(rates[place]) }
    }
    return result
  }
}
