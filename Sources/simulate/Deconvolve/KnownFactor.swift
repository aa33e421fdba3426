import CSV
import Formulas
import Systems

/// The factor that is given, as a signal.
struct KnownFactor {
  /// The response, or the input.
  var signal: Signal
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
    let input = try options.input(formulas, by: command.measured.by, group: group, reader: &reader)
    let delay = try Number.double(command.response.delay, option: "--delay")
    signal = input.signal.delayed(by: delay)
    if let scale = command.measured.scale.first {
      signal = signal.scaled(by: try formulas.constant(scale, option: "--scale"))
    }
    first = try input.span(needsEnd: false)?.first.double
    first = first.map { $0 + delay }
    name = (options.input + options.rate).joined(separator: ", ")
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
  fileprivate func input(
    _ formulas: FormulaReader, by column: String?, group: String?, reader: inout Reader
  ) throws -> Input {
    var result = Input()
    var choice = try choice()
    choice.grouping = column
    for file in try files(input, choice, reader: &reader) {
      switch file {
      case .sound(let events): result.events += events
      case .table(let table):
        let own = table.only(group)
        for row in own.rows(of: nil) { try result.add(try own.dose(row)) }
      }
    }
    for (index, text) in rate.enumerated() {
      let value = try Value(text, option: "--rate")
      if case .formula(let formula) = value {
        try result.addRate(try rate(formula: formula, formulas, &reader))
        continue
      }
      let (rates, groups) = try rates(value, index: index, by: column, &reader)
      guard let groups, let group else {
        for rate in rates { try result.addRate(rate) }
        continue
      }
      if let place = groups.labels.firstIndex(of: group) { try result.addRate(rates[place]) }
    }
    return result
  }
}
