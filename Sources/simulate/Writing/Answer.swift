import Systems

/// Rows of the output: times, columns of numbers, and how they were computed.
struct Answer {
  /// A column after the times.
  struct Column {
    var name: String
    var values: [Double]
  }

  /// The times of the rows.
  var times: OutputTimes
  /// `y`, and what else was asked for.
  var columns: [Column]
  /// Impulses that no row can hold.
  var impulses: [Event]
  /// How it was computed.
  var methods: [MethodNote]
  /// Bounds on the errors of `y`; empty where none were asked for.
  var errors: [Double]
  /// How many of the columns are outputs, the first ones.
  var outputCount = 1
  /// How many of the columns are contributions, the last ones.
  var partCount = 0

  /// Puts the contributions under names that several answers share, with zeros where this one has none.
  mutating func spreadParts(over names: [String]) {
    guard !names.isEmpty else { return }
    let own = Dictionary(columns.suffix(partCount).map { ($0.name, $0.values) }, uniquingKeysWith: { first, _ in first })
    let zeros = [Double](repeating: 0, count: columns.first?.values.count ?? 0)
    columns = columns.dropLast(partCount) + names.map { Column(name: $0, values: own[$0] ?? zeros) }
    partCount = names.count
  }
}

/// What is asked for beside `y`, and how well.
struct Wishes {
  /// Which value a row at a jump shows.
  var side: Side
  /// What an approximation may be off.
  var tolerance: Tolerance
  /// Whether a column of bounds is wanted.
  var bounds: Bool
  /// Whether bounds are computed at all, as `--explain` needs them.
  var wantsErrors: Bool
  /// Whether each impulse's contribution is wanted.
  var stack: Bool
  /// The significant digits of the values; nil for the shortest text.
  var digits: Int?
  /// How many threads may work.
  var jobs: Int
}

extension Answer {
  /// The names of the columns of bounds.
  static func errorNames(_ outputs: [String]) -> [String] {
    outputs.count == 1 ? ["error"] : outputs.map { "error_\($0)" }
  }
}

extension Simulation {
  /// The values at some of the times.
  ///
  /// - Throws: `SystemsError`.
  func answer(at rows: RowTimes, _ wishes: Wishes) throws -> Answer {
    let outputs = try system.paths.indices.map { try samples(of: $0, at: rows, wishes) }
    var columns = zip(system.outputs, outputs).map { Answer.Column(name: $0, values: $1.values) }
    if wishes.bounds {
      columns += zip(Answer.errorNames(system.outputs), outputs).map {
        Answer.Column(name: $0, values: $1.errors)
      }
    }
    let moved = try sensitivityColumns(at: rows, wishes)
    columns += moved.columns
    let parts = wishes.stack ? try stack(at: rows.times, wishes) : []
    columns += parts
    return Answer(
      times: rows.times, columns: columns, impulses: isDiscrete ? [] : outputs.flatMap(\.impulses),
      methods: outputs.flatMap(\.methods) + moved.methods, errors: outputs.count == 1 ? outputs[0].errors : outputs.flatMap(\.errors),
      outputCount: outputs.count, partCount: parts.count)
  }

  /// An output at some of the times: from reset to reset with what went in since.
  private func samples(of index: Int, at rows: RowTimes, _ wishes: Wishes) throws -> Samples {
    try samples(at: rows, wishes) { output(index, epoch: $0) }
  }

  /// What a signal is at some of the times, another one from each reset on.
  func samples(at rows: RowTimes, _ wishes: Wishes, of signal: (_ epoch: Int) -> Signal) throws -> Samples {
    guard inputs.epochs.count > 1 else { return try sampled(signal(0), at: rows.times, wishes) }
    let times = rows.times.array
    var result = Samples(
      times: rows.times, values: times.map { _ in 0 }, errors: wishes.wantsErrors ? times.map { _ in 0 } : [])
    let epochs = times.map { epoch(at: $0, wishes.side) }
    for epoch in inputs.epochs.indices {
      let own = times.indices.filter { epochs[$0] == epoch }
      if own.isEmpty { continue }
      let part = try sampled(
        signal(epoch), at: .listed(own.map { times[$0] }), wishes)
      for (k, row) in own.enumerated() {
        result.values[row] = part.values[k]
        if wishes.wantsErrors { result.errors[row] = part.errors[k] }
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

  /// What a part of the input contributes to one row.
  ///
  /// - Throws: `SystemsError`.
  func contribution(of part: Signal, at time: Double, _ wishes: Wishes) throws -> Double {
    var plain = wishes
    plain.wantsErrors = false
    let signal = response.system.impulseResponse.convolved(with: part)
    return try sampled(signal, at: .listed([time]), plain).values.first ?? 0
  }

  /// The values of a part of the output at times.
  ///
  /// - Throws: `SystemsError`.
  func values(of signal: Signal, at times: [Double], _ wishes: Wishes) throws -> [Double] {
    var plain = wishes
    plain.wantsErrors = false
    return try sampled(signal, at: .listed(times), plain).values
  }

  /// A signal at times: values, or amounts where all is impulses.
  private func sampled(_ signal: Signal, at times: OutputTimes, _ wishes: Wishes) throws -> Samples {
    guard isDiscrete else {
      return try signal.sampled(
        at: times, side: wishes.side, tolerance: wishes.tolerance, bounds: wishes.wantsErrors,
        jobs: wishes.jobs)
    }
    let rows = times.array
    let values = try signal.amounts(at: rows, period: system.period?.double)
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw SystemsError.notFinite(time: rows[bad], why: "found \(values[bad])")
    }
    return Samples(
      times: times, values: values,
      errors: wishes.wantsErrors ? try signal.amountErrors(at: rows, period: system.period?.double) : [],
      methods: [
        MethodNote(
          name: "discrete convolution", reason: "all is impulses",
          cost: "\(rows.count) rows", certainty: .estimate)
      ])
  }

  /// A column for each impulse's own contribution, one for the rates, one for the initial state.
  private func stack(at times: OutputTimes, _ wishes: Wishes) throws -> [Answer.Column] {
    try refuseResets()
    guard isSingle else { return try channelStack(at: times, wishes) }
    let system = response.system
    var plain = wishes
    plain.wantsErrors = false
    var columns = try input.contributions(named: reader.axis.text).map { part in
      Answer.Column(
        name: part.name,
        values: try sampled(
          system.impulseResponse.convolved(with: part.signal), at: times, plain
        ).values)
    }
    if response.hasState {
      columns.append(
        Answer.Column(
          name: "initial", values: try sampled(system.freeResponse, at: times, plain).values))
    }
    return columns
  }

  private func refuseResets() throws {
    guard inputs.epochs.count == 1 else {
      throw Failure.option("--stack", "must not stand beside resets (evid 3 or 4) of an event table")
    }
  }

  /// The names of the columns of contributions, those of impulses with their times.
  ///
  /// - Throws: `Failure` beside resets.
  func partNames() throws -> [(name: String, time: Double?)] {
    try refuseResets()
    guard isSingle else {
      return zip(system.outputs, system.paths).flatMap { output, path -> [(name: String, time: Double?)] in
        let suffix = system.outputs.count == 1 ? "" : "_\(output)"
        var names: [String] = path.indices.map { system.inputs[$0] }
        if path.contains(where: \.hasState) { names.append("initial") }
        return names.map { (name: $0 + suffix, time: nil) }
      }
    }
    var parts: [(name: String, time: Double?)] = input.starts.map { (reader.axis.text($0), $0) }
    if !input.rates.isEmpty { parts.append(("rate", nil)) }
    if response.hasState { parts.append(("initial", nil)) }
    return parts
  }

  /// A column for each channel's share, of every output, and one for the initial state.
  private func channelStack(at times: OutputTimes, _ wishes: Wishes) throws -> [Answer.Column] {
    var plain = wishes
    plain.wantsErrors = false
    var columns: [Answer.Column] = []
    for (output, path) in zip(system.outputs, system.paths) {
      let suffix = system.outputs.count == 1 ? "" : "_\(output)"
      for (channel, response) in path.enumerated() {
        let input = inputs.epochs[0].channels[channel]
        let share = response.system.impulseResponse.convolved(with: input.signal)
        columns.append(
          Answer.Column(
            name: system.inputs[channel] + suffix, values: try sampled(share, at: times, plain).values))
      }
      guard path.contains(where: \.hasState) else { continue }
      let free = path.reduce(Signal()) { $0 + $1.system.freeResponse }
      columns.append(
        Answer.Column(name: "initial" + suffix, values: try sampled(free, at: times, plain).values))
    }
    return columns
  }
}
