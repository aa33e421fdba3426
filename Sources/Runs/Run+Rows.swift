public import Systems

extension Run {
  /// The rows of a run's first output.
  ///
  /// - Parameter bounds: whether `errors` is filled.
  /// - Throws: `SystemsError`.
  /// - Complexity: as `Signal.sampled(at:)`.
  public func sampled(bounds: Bool = false, jobs: Int = 1) throws -> Samples {
    try samples(of: 0, at: times, SamplingOptions(wantsErrors: bounds, jobs: jobs))
  }

  /// What is said of a run's first output in place of its rows.
  ///
  /// - Throws: ``RunsError`` without rows, `SystemsError`.
  public func summary() throws -> OutputSummary { try summary(of: 0, SamplingOptions()) }

  /// What is said of an output in place of its rows.
  package func summary(of output: Int, _ options: SamplingOptions) throws -> OutputSummary {
    let rows = times.times.array
    guard !isDiscrete else {
      return try OutputSummary(amounts: samples(of: output, at: times, options).values, rows: rows)
    }
    return try OutputSummary(
      of: self.output(output, epoch: 0), rows: rows, interval: inputs.lastInterval, side: options.side,
      tolerance: options.tolerance, jobs: options.jobs)
  }

  /// An output at some of the times: from reset to reset with what went in since.
  package func samples(of index: Int, at rows: RowTimes, _ options: SamplingOptions) throws -> Samples {
    try samples(at: rows, options) { output(index, epoch: $0) }
  }

  /// What a signal is at some of the times, another one from each reset on.
  package func samples(
    at rows: RowTimes, _ options: SamplingOptions, of signal: (_ epoch: Int) -> Signal
  ) throws -> Samples {
    guard inputs.epochs.count > 1 else { return try samples(of: signal(0), at: rows.times, options) }
    let times = rows.times.array
    var result = Samples(
      times: rows.times, values: times.map { _ in 0 }, errors: options.wantsErrors ? times.map { _ in 0 } : [])
    let epochs = times.map { epoch(at: $0, options.side) }
    for epoch in inputs.epochs.indices {
      let own = times.indices.filter { epochs[$0] == epoch }
      if own.isEmpty { continue }
      let part = try samples(of: signal(epoch), at: .listed(own.map { times[$0] }), options)
      for (k, row) in own.enumerated() {
        result.values[row] = part.values[k]
        if options.wantsErrors { result.errors[row] = part.errors[k] }
      }
      result.impulses += part.impulses.filter { self.epoch(at: $0.time, .after) <= epoch }
      for note in part.methods where !result.methods.contains(note) { result.methods.append(note) }
    }
    return result
  }

  /// The epoch of a row: the last whose reset it has passed, or is at.
  private func epoch(at time: Double, _ side: Side) -> Int {
    inputs.epochs.lastIndex { epoch in
      guard let start = epoch.start else { return true }
      let near = 4 * max(time.magnitude, start.magnitude).ulp
      return time > start + near || (side == .after && time >= start - near)
    } ?? 0
  }

  /// The values of a part of the output at times.
  ///
  /// - Throws: `SystemsError`.
  package func values(of signal: Signal, at times: [Double], _ options: SamplingOptions) throws -> [Double] {
    try samples(of: signal, at: .listed(times), options.plain).values
  }

  /// A signal at times: values, or amounts where all is impulses.
  package func samples(of signal: Signal, at times: OutputTimes, _ options: SamplingOptions) throws -> Samples {
    guard isDiscrete else {
      return try signal.sampled(
        at: times, side: options.side, tolerance: options.tolerance, bounds: options.wantsErrors, jobs: options.jobs)
    }
    let rows = times.array
    let values = try signal.amounts(at: rows, period: system.period?.double)
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw SystemsError.notFinite(time: rows[bad], why: "found \(values[bad])")
    }
    return Samples(
      times: times, values: values,
      errors: options.wantsErrors ? try signal.amountErrors(at: rows, period: system.period?.double) : [],
      methods: [
        MethodNote(
          name: "discrete convolution", reason: "all is impulses",
          cost: "\(rows.count) rows", certainty: .estimate)
      ])
  }
}
