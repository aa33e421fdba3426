public import Systems

/// A run: a system, what goes into it, and when its output is wanted.
///
///     y(t) = Σ over channels (h * x)(t), and what an initial state leaves
///
///     let dose = Dose(100, every: 12, count: 10)
///     let run = try Run(body, [dose], at: .listed([0, 6, 120]))
///     try run.sampled().values
///     try run.summary().value(.peak)
public struct Run {
  /// A response from every channel to every output.
  package let system: ResponseMatrix
  /// What goes in, from each reset on.
  package let inputs: Inputs
  /// When the output is wanted.
  package var times: RowTimes
  /// For names that others are made of: which move with them, and how fast.
  package var chains: [String: [(String, Double)]] = [:]

  /// Puts parts together that are known to fit.
  ///
  /// - Parameter times: says when the output is wanted.
  /// - Throws: ``RunsError/clash(_:_:)`` where a system can't take what goes in, `RunsError` for a past that can't be
  ///   listed, what `times` throws.
  package init(
    _ system: ResponseMatrix, _ inputs: Inputs, times: (ResponseMatrix, Inputs) throws -> RowTimes
  ) throws {
    for path in system.paths {
      for epoch in inputs.epochs {
        for (response, input) in zip(path, epoch.channels) { try response.check(input) }
      }
    }
    var listed = inputs
    if system.isDiscrete, inputs.isImpulsesOnly {
      try listed.forEach { channel, input in
        if input.past.isEmpty { return }
        let reach = try system.paths.map { try $0[channel].reach() }.max()
        try input.listPast(reach: reach ?? Decimal(0))
      }
    }
    self.system = system
    self.inputs = listed
    self.times = try times(system, listed)
  }

  /// Makes a run of a system with one input and one output.
  ///
  /// - Parameters:
  ///   - system: its responses to an impulse, and from its initial state.
  ///   - doses: impulses and pulses, once or repeated.
  ///   - rates: production rates, in units of the input per unit of time.
  ///   - times: when the output is wanted.
  /// - Throws: ``RunsError`` for an initial state under a steady past or an input before 0, and for more repetitions
  ///   than can be held.
  public init(_ system: System, _ doses: [Dose], rates: [Signal] = [], at times: OutputTimes) throws {
    var input = Input()
    for dose in doses { try input.add(dose) }
    for rate in rates { try input.addRate(Rate(signal: rate, formulaStart: rate.start)) }
    var part = Response.Part(system: system, extent: .formula(system.impulseResponse), name: "the system")
    part.hasState = !system.freeResponse.terms.isEmpty
    let response = Response(parts: [part], delay: Decimal(0))
    try self.init(
      ResponseMatrix(inputs: ["u"], mustBeNamed: false, outputs: ["y"], paths: [[response]]), Inputs(input)
    ) { _, _ in .listed(times.array) }
  }

  /// Whether there is one channel, one output and no reset.
  package var isSingle: Bool {
    system.paths.count == 1 && system.paths[0].count == 1 && inputs.epochs.count == 1
  }

  /// Whether all is impulses, so that a row holds an amount.
  package var isDiscrete: Bool { system.isDiscrete && inputs.isImpulsesOnly }

  /// The output of a run with one, as a signal: nothing is computed yet.
  public var output: Signal { output(0, epoch: 0) }

  /// An output as a signal, as it is from a reset to the next: nothing is computed yet.
  package func output(_ output: Int, epoch: Int) -> Signal {
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
