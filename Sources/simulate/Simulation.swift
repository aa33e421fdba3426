import CSV
import Files
import Systems
/// A question put by the options: what this system makes of this input at these times.
struct Simulation {
  /// The system.
  var response: Response
  /// What goes in.
  var input: Input
  /// When the output is wanted.
  var times: RowTimes
  /// What times mean, and which files were read.
  var reader: Reader

  /// Reads what the options name and checks that the parts fit together.
  ///
  /// - Parameter readingAlong: whether a large file of impulses may be read while rows are written.
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(
    _ responseOptions: ResponseOptions, _ inputOptions: InputOptions, _ timesOptions: TimesOptions,
    jobs: Int, readingAlong: Bool = false
  ) throws {
    var reader = try responseOptions.tables.reader(jobs: jobs)
    let step = try timesOptions.typedStep()
    let response = try responseOptions.response(reader: &reader, step: step)
    if readingAlong,
      let along = try Simulation(response, inputOptions, timesOptions, readingAlong: reader)
    {
      self = along
      return
    }
    let input = try inputOptions.input(
      formulas: try responseOptions.formulas(step: step), reader: &reader)
    guard !inputOptions.input.isEmpty || !inputOptions.rate.isEmpty || response.hasState else {
      throw Failure(.usage, "--input: an input is needed (or --rate, or --initial)")
    }
    try self.init(response, input, reader: reader) { response, input, reader in
      try timesOptions.times(response, input, reader: &reader)
    }
  }

  /// Puts parts that were read together, once they are known to fit.
  ///
  /// - Parameter times: says when the output is wanted.
  /// - Throws: `Failure`, `SystemsError`, what `times` throws.
  init(
    _ response: Response, _ input: Input, reader: Reader,
    times: (Response, Input, inout Reader) throws -> RowTimes
  ) throws {
    self.response = response
    self.input = input
    self.reader = reader
    try Simulation.check(response, input)
    if response.isDiscrete, input.isImpulsesOnly, !input.past.isEmpty {
      self.input.listPast(reach: try response.ends(needsEnd: true).last)
    }
    self.times = try times(response, self.input, &self.reader)
    try checkTimes()
  }

  /// Refuses what can't act together.
  private static func check(_ response: Response, _ input: Input) throws {
    if let filter = response.parts.first(where: { $0.period != nil }) {
      if !input.rates.isEmpty {
        throw Failure.option("--rate", "a filter in z takes impulses only, found a rate for \(filter.name)")
      }
      if !input.pulses.isEmpty || !input.steadyPulses.isEmpty {
        throw Failure(
          .badText, "--input: a filter in z takes impulses only, found a pulse for \(filter.name)")
      }
    }
    guard response.hasState else { return }
    if !input.past.isEmpty || !input.steadyPulses.isEmpty {
      throw Failure(.badText, "--input: an initial state at t = 0 must not meet a steady past")
    }
    let early = (input.events.lazy.map(\.time).min() ?? 0, input.pulses.lazy.map(\.start).min() ?? 0)
    let first = min(early.0, early.1, input.rates.map { $0.first?.double ?? -.infinity }.min() ?? 0)
    if first < 0 {
      throw Failure(
        .badText, "--input: with an initial state everything must start at t = 0 or later, "
          + (first.isFinite ? "found t = \(NumberText.text(first))" : "found a rate that always was"))
    }
  }

  /// Refuses rows that can't be printed or held: dates beyond the year 9999, and more periods of a
  /// filter, each of which is computed, than memory has room for.
  private func checkTimes() throws {
    guard times.count > 0, let first = times.block(from: 0, most: 1).last, let last = times.last else {
      return
    }
    for time in [first, last] where !reader.axis.canPrint(time) {
      throw Failure(
        .badText, "--input: dates must lie in the years 0 to 9999, found one \(NumberText.text(time)) "
          + "\(reader.axis.unit.rawValue)s after the first row's")
    }
    guard let period = response.parts.lazy.compactMap(\.period).first?.double, let span = input.events
      .lazy.map(\.time).min().map({ last - $0 })
    else { return }
    if let objection = Memory.objection(to: span / period * 40) {
      throw Failure.option(
        "--period", "\(NumberText.text((span / period).rounded())) periods of \(NumberText.text(period)) "
          + objection)
    }
  }

  /// Whether all is impulses, so that a row holds an amount.
  var isDiscrete: Bool { response.isDiscrete && input.isImpulsesOnly }

  /// The output as a signal: nothing is computed yet.
  var output: Signal { response.system.response(to: input.signal) }
}

extension Input {
  /// Lists as much of the endless pasts as a response of this reach still shows.
  mutating func listPast(reach: Decimal) {
    for steady in past {
      let count = (reach.double / steady.period * (1 + 1e-12)).rounded(.down)
      guard count >= 1, count < Double(Input.most) else { continue }
      let start = Decimal(steady.before) - Int(count) * Decimal(steady.period)
      let times = start.grid(step: Decimal(steady.period), count: Int(count))
      earlier += times.map { Event(time: $0, weight: steady.weight) }
    }
    past = []
  }
}
