import CSV
import Files
import Systems

/// A question put by the options: what this system makes of these inputs at these times.
struct Simulation {
  /// The system: a response from every channel to every output.
  var system: ResponseMatrix
  /// What goes in.
  var inputs: Inputs
  /// When the output is wanted.
  var times: RowTimes
  /// What times mean, and which files were read.
  var reader: Reader
  /// For names that others are made of: which move with them, and how fast.
  var chains: [String: [(String, Double)]] = [:]
  /// The derivatives that are asked for beside the outputs.
  var sensitivities: Sensitivities?

  /// Puts parts that were read together, once they are known to fit.
  ///
  /// - Parameter times: says when the output is wanted.
  /// - Throws: `Failure`, `SystemsError`, what `times` throws.
  init(
    _ system: ResponseMatrix, _ inputs: Inputs, reader: Reader,
    times: (ResponseMatrix, Inputs, inout Reader) throws -> RowTimes
  ) throws {
    self.system = system
    self.inputs = inputs
    self.reader = reader
    for path in system.paths {
      for epoch in inputs.epochs {
        for (response, input) in zip(path, epoch.channels) { try Simulation.check(response, input) }
      }
    }
    if system.isDiscrete, inputs.isImpulsesOnly {
      try self.inputs.forEach { channel, input in
        if input.past.isEmpty { return }
        let reach = try system.paths.map { try $0[channel].reach() }.max()
        try input.listPast(reach: reach ?? Decimal(0))
      }
    }
    self.times = try times(system, self.inputs, &self.reader)
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
    guard let period = system.period?.double,
      let span = inputs.all.lazy.flatMap({ $0.events.lazy.map(\.time) }).min().map({ last - $0 })
    else { return }
    if let objection = Memory.objection(to: span / period * 40) {
      throw Failure.option(
        "--period", "\(NumberText.text((span / period).rounded())) periods of \(NumberText.text(period)) "
          + objection)
    }
  }

  /// The response of the first channel, the only one where nothing else is said.
  var response: Response { system.paths[0][0] }

  /// The input of the first channel, the only one where nothing else is said.
  var input: Input { inputs.epochs[0].channels[0] }

  /// Whether there is one channel, one output and no reset.
  var isSingle: Bool {
    system.paths.count == 1 && system.paths[0].count == 1 && inputs.epochs.count == 1
  }

  /// Whether all is impulses, so that a row holds an amount.
  var isDiscrete: Bool { system.isDiscrete && inputs.isImpulsesOnly }

  /// The first output as a signal: nothing is computed yet.
  var output: Signal { output(0, epoch: 0) }

  /// An output as a signal, as it is from a reset to the next: nothing is computed yet.
  func output(_ output: Int, epoch: Int) -> Signal {
    let path = system.paths[output]
    var signal = Signal()
    for k in epoch..<(isCausal(path) ? epoch + 1 : inputs.epochs.count) {
      for (response, input) in zip(path, inputs.epochs[k].channels) {
        signal = signal + response.system.impulseResponse.convolved(with: input.signal)
      }
    }
    guard epoch == 0 else { return signal }
    return path.reduce(signal) { $0 + $1.system.freeResponse }
  }

  /// Whether no row sees a later reset: what begins to act before its time acts on rows before the reset too.
  func isCausal(_ path: [Response]) -> Bool {
    inputs.epochs.count == 1
      || path.allSatisfy { response in (try? response.ends(needsEnd: false).first.double >= 0) ?? false }
  }
}

extension Input {
  /// Lists as much of the endless pasts as a response of this reach still shows.
  ///
  /// - Throws: `Failure` (64) for more than can be listed.
  mutating func listPast(reach: Decimal) throws {
    for steady in past {
      let count = (reach.double / steady.period * (1 + 1e-12)).rounded(.down)
      guard count >= 1 else { continue }
      guard count <= Double(Input.mostRepeated) else {
        throw Failure(
          .usage, "--input: at most \(Input.mostRepeated) impulses of a steady past can show, found "
            + NumberText.text(count))
      }
      let start = Decimal(steady.before) - Int(count) * Decimal(steady.period)
      let times = start.grid(step: Decimal(steady.period), count: Int(count))
      earlier += times.map { Event(time: $0, weight: steady.weight) }
    }
    past = []
  }
}
