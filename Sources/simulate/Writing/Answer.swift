import Runs
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

  /// How well rows must be known.
  var sampling: SamplingOptions {
    SamplingOptions(side: side, tolerance: tolerance, wantsErrors: wantsErrors, jobs: jobs)
  }
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
    let outputs = try system.paths.indices.map { try run.samples(of: $0, at: rows, wishes.sampling) }
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
      times: rows.times, columns: columns, impulses: run.isDiscrete ? [] : outputs.flatMap(\.impulses),
      methods: outputs.flatMap(\.methods) + moved.methods, errors: outputs.count == 1 ? outputs[0].errors : outputs.flatMap(\.errors),
      outputCount: outputs.count, partCount: parts.count)
  }

  /// What a part of the input contributes to one row.
  ///
  /// - Throws: `SystemsError`.
  func contribution(of part: Signal, at time: Double, _ wishes: Wishes) throws -> Double {
    let signal = response.system.impulseResponse.convolved(with: part)
    return try run.values(of: signal, at: [time], wishes.sampling).first ?? 0
  }

  /// A column for each impulse's own contribution, one for the rates, one for the initial state.
  private func stack(at times: OutputTimes, _ wishes: Wishes) throws -> [Answer.Column] {
    try refuseResets()
    guard run.isSingle else { return try channelStack(at: times, wishes) }
    let system = response.system
    let plain = wishes.sampling.plain
    var columns = try input.contributions(named: reader.axis.text).map { part in
      Answer.Column(
        name: part.name,
        values: try run.samples(
          of: system.impulseResponse.convolved(with: part.signal), at: times, plain
        ).values)
    }
    if response.hasState {
      columns.append(
        Answer.Column(
          name: "initial", values: try run.samples(of: system.freeResponse, at: times, plain).values))
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
    guard run.isSingle else {
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
    let plain = wishes.sampling.plain
    var columns: [Answer.Column] = []
    for (output, path) in zip(system.outputs, system.paths) {
      let suffix = system.outputs.count == 1 ? "" : "_\(output)"
      for (channel, response) in path.enumerated() {
        let input = inputs.epochs[0].channels[channel]
        let share = response.system.impulseResponse.convolved(with: input.signal)
        columns.append(
          Answer.Column(
            name: system.inputs[channel] + suffix, values: try run.samples(of: share, at: times, plain).values))
      }
      guard path.contains(where: \.hasState) else { continue }
      let free = path.reduce(Signal()) { $0 + $1.system.freeResponse }
      columns.append(
        Answer.Column(name: "initial" + suffix, values: try run.samples(of: free, at: times, plain).values))
    }
    return columns
  }
}
