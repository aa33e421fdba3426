import CSV
import Runs
import Systems

extension Simulation {
  /// The most rows that are computed twice.
  private static let verified = 200

  /// Computes a choice of rows by a second method and says the largest difference.
  ///
  /// Rational responses are integrated as a state space by GSL; pieces and formulas go by their
  /// definition, or by quadrature. Where that is too much work the response is known by its values
  /// alone: each impulse at its own lag, rates and pulses by quadrature. Where all is impulses,
  /// each impulse goes through by itself.
  ///
  /// - Parameter group: whose output it is, for the message.
  /// - Throws: `SystemsError`.
  func verify(_ wishes: Wishes, of group: String? = nil) throws {
    guard run.isSingle else {
      throw Failure.option(
        "--verify", "one channel, one output and no resets are needed to be computed twice")
    }
    var plain = wishes
    plain.wantsErrors = false
    plain.bounds = false
    plain.stack = false
    let stride = max(1, (times.count + Simulation.verified - 1) / Simulation.verified)
    let rows = Swift.stride(from: 0, to: times.count, by: stride).flatMap {
      times.block(from: $0, most: 1).times.array
    }
    guard !rows.isEmpty else { return Messages.say("verify: there are no rows") }
    let first = try answer(at: .listed(rows), plain)
    guard let (second, method) = try secondValues(at: rows, plain) else {
      return Messages.say(
        "verify: \(group.map { "\($0): " } ?? "")there is no second method for so many impulses and rows of a response "
          + "that is known by its values alone, and an input that is no impulses")
    }
    let values = first.columns.first?.values ?? []
    var difference = 0.0
    for (a, b) in zip(values, second) { difference = max(difference, (a - b).magnitude) }
    let peak = values.lazy.map(\.magnitude).max() ?? 0
    let relative = peak > 0 ? ", \(NumberText.rough(difference / peak)) of the peak" : ""
    var names: [String] = []
    for note in first.methods where !names.contains(note.name) { names.append(note.name) }
    Messages.say(
      "verify: \(group.map { "\($0): " } ?? "")\(names.joined(separator: ", ")) and \(method) differ by at most "
        + "\(NumberText.rough(difference))\(relative), in \(rows.count) of \(times.count) rows"
        + (try doubt(of: second, at: rows, difference: difference, peak: peak, plain)))
  }

  /// That the second method can't judge, where it differs from itself by about as much once its tolerance is
  /// another; empty where it can.
  private func doubt(
    of second: [Double], at rows: [Double], difference: Double, peak: Double, _ wishes: Wishes
  ) throws -> String {
    guard difference > 1e-9 * peak, !run.isDiscrete,
      let third = try run.output.byASecondMethod(at: rows, side: wishes.side, tolerance: 1e-12)
    else { return "" }
    let own = zip(second, third.values).reduce(0) { max($0, ($1.0 - $1.1).magnitude) }
    guard own > 0.01 * difference else { return "" }
    return "; with another tolerance the second method differs from itself by \(NumberText.rough(own)): it can't judge"
  }

  /// - Returns: nil where the only other way would be the first one again.
  private func secondValues(at rows: [Double], _ wishes: Wishes) throws
    -> (values: [Double], method: String)?
  {
    guard run.isDiscrete else {
      if let second = try run.output.byASecondMethod(at: rows, side: wishes.side) {
        return (second.values, second.names.sorted().joined(separator: " and "))
      }
      let system = response.system
      if system.impulseResponse.isKnownByValuesAlone, input.signal.terms.contains(where: { !$0.factors.isEmpty }) { return nil }
      let other = System(
        impulseResponse: system.impulseResponse.knownByValues(),
        freeResponse: system.freeResponse.knownByValues())
      let samples = try other.response(to: input.signal).sampled(
        at: .listed(rows), side: wishes.side, tolerance: wishes.tolerance, jobs: wishes.jobs)
      return (samples.values, "the response's values at each lag and quadrature")
    }
    var sums = [Double](repeating: 0, count: rows.count)
    for part in input.contributions(named: reader.axis.text) {
      let signal = response.system.impulseResponse.convolved(with: part.signal)
      let values = try signal.amounts(at: rows, period: response.period?.double)
      for k in sums.indices { sums[k] += values[k] }
    }
    return (sums, "each impulse by itself")
  }
}
