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

extension Simulation {
  /// The values at some of the times.
  ///
  /// - Throws: `SystemsError`.
  func answer(at rows: RowTimes, _ wishes: Wishes) throws -> Answer {
    let times = rows.times
    let samples = try sampled(output, at: times, wishes)
    var columns = [Answer.Column(name: "y", values: samples.values)]
    if wishes.bounds { columns.append(Answer.Column(name: "error", values: samples.errors)) }
    if wishes.stack { columns += try stack(at: times, wishes) }
    return Answer(
      times: times, columns: columns, impulses: isDiscrete ? [] : samples.impulses,
      methods: samples.methods, errors: samples.errors)
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
    let values = try signal.amounts(at: rows, period: response.period?.double)
    if let bad = values.firstIndex(where: { !$0.isFinite }) {
      throw SystemsError.notFinite(time: rows[bad], why: "found \(values[bad])")
    }
    return Samples(
      times: times, values: values,
      errors: wishes.wantsErrors ? try amountErrors(signal, at: rows) : [],
      methods: [
        MethodNote(
          name: "discrete convolution", reason: "all is impulses",
          cost: "\(rows.count) rows", certainty: .estimate)
      ])
  }

  /// A few roundings of the sum of the magnitudes.
  private func amountErrors(_ signal: Signal, at rows: [Double]) throws -> [Double] {
    var magnitudes = signal
    for k in magnitudes.terms.indices {
      for j in magnitudes.terms[k].trains.indices {
        for i in magnitudes.terms[k].trains[j].events.indices {
          let weight = magnitudes.terms[k].trains[j].events[i].weight
          magnitudes.terms[k].trains[j].events[i].weight = weight.magnitude
        }
      }
    }
    return try magnitudes.amounts(at: rows, period: response.period?.double)
      .map { 0x1p-50 * $0.magnitude }
  }

  /// A column for each impulse's own contribution, one for the rates, one for the initial state.
  private func stack(at times: OutputTimes, _ wishes: Wishes) throws -> [Answer.Column] {
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
}
