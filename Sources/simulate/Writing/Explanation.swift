import CSV
import Runs
import Systems

/// What `--explain` says: the method, why, its cost, the bound, and of the row of the peak and of the last row
/// what they are made of.
struct Explanation {
  /// What was asked.
  var simulation: Simulation
  /// How well.
  var wishes: Wishes

  /// The most contributions to a row that are listed one by one.
  static let most = 5

  /// What a part of the input, or the initial state, gives to a row.
  private struct Share {
    var what: String
    var value: Double
  }

  /// The lines about the methods and the bound.
  ///
  /// - Parameters:
  ///   - methods: the notes of all rows; repeated ones are said once.
  ///   - bound: the largest bound on a row's error.
  ///   - peak: the largest magnitude of a row.
  static func lines(methods: [MethodNote], bound: Double, peak: Double) -> [String] {
    var said: Set<MethodNote> = []
    var lines = methods.filter { said.insert($0).inserted }.map { note in
      "method: \(note.name), because \(note.reason); cost: \(note.cost); its error is "
        + (note.certainty == .bound ? "bounded" : "an estimate")
    }
    let relative = peak > 0 ? ", \(NumberText.rough(bound / peak)) of the peak" : ""
    let kind = methods.allSatisfy { $0.certainty == .bound } ? "bound" : "estimate"
    lines.append("error: at most \(NumberText.rough(bound))\(relative) (\(kind))")
    return lines
  }

  /// The lines about one row: its largest contributions in the order of time, and how many more there are.
  ///
  /// - Parameter name: what the row is: the peak, the last row.
  /// - Throws: `SystemsError`.
  func shares(of time: Double, value: Double, named name: String) throws -> [String] {
    let label = simulation.reader.axis.text(time)
    var lines = ["\(name): \(simulation.system.outputs[0]) = \(NumberText.rough(value, digits: 6)) at \(label)"]
    let (shares, others) = try largest(at: time)
    for share in shares {
      lines.append(
        "at \(label): \(share.what) contributes \(NumberText.rough(share.value, digits: 6))\(part(share.value, of: value))")
    }
    if others > 0 {
      let rest = value - shares.reduce(0) { $0 + $1.value }
      lines.append(
        "at \(label): \(others) more \(others == 1 ? "contributes" : "contribute together") "
          + "\(NumberText.rough(rest, digits: 6))\(part(rest, of: value))")
    }
    return lines
  }

  private func part(_ share: Double, of value: Double) -> String {
    value == 0 ? "" : " (\(NumberText.rough(100 * share / value)) %)"
  }

  /// The largest contributions to a row, in the order of time, and how many others are not 0.
  private func largest(at time: Double) throws -> (shares: [Share], others: Int) {
    var found: [Share] = []
    var others = 0
    let starts = try candidates(at: time, others: &others)
    for part in simulation.input.contributions(named: simulation.reader.axis.text, startingAt: starts) {
      let share = try simulation.contribution(of: part.signal, at: time, wishes)
      let rates = simulation.input.rates.count == 1 ? "the rate" : "the sum of the rates"
      found.append(Share(what: part.time == nil ? rates : "\(part.kind) at \(part.name)", value: share))
    }
    if simulation.response.hasState {
      let free = try simulation.run.values(of: simulation.response.system.freeResponse, at: [time], wishes.sampling)
      found.append(Share(what: "the initial state", value: free.first ?? 0))
    }
    found.removeAll { $0.value == 0 }
    let ranks = found.indices.sorted { found[$0].value.magnitude > found[$1].value.magnitude }
    let kept = ranks.prefix(Explanation.most).sorted()
    return (kept.map { found[$0] }, others + found.count - kept.count)
  }

  /// When the parts start that may be among the largest; nil for all. Of many those come first that are largest by the
  /// response at their age, and nothing is made of the others.
  ///
  /// - Parameter others: takes how many left out ones contribute something.
  private func candidates(at time: Double, others: inout Int) throws -> Set<Double>? {
    let input = simulation.input
    let starts = input.starts
    guard starts.count > 1000, !simulation.run.isDiscrete else { return nil }
    var amounts: [Double: Double] = [:]
    for event in input.events { amounts[event.time, default: 0] += event.weight }
    // What is not impulses alone is known by its own share only.
    let rest = Set(
      input.pulses.map(\.start) + input.past.map(\.before) + input.steadyPulses.map(\.past.before))
    let plain = starts.filter { !rest.contains($0) }
    // A jump may lie within the roundings of an age: the larger side counts.
    let ages = plain.flatMap { start -> [Double] in
      let slack = 4 * max(time.magnitude, start.magnitude).ulp
      return [time - start - slack, time - start, time - start + slack]
    }
    let values = try simulation.run.values(of: simulation.response.system.impulseResponse, at: ages, wishes.sampling)
    let sizes = plain.indices.map { k in
      values[3 * k..<3 * k + 3].reduce(0) { max($0, $1.magnitude) } * (amounts[plain[k]] ?? 0).magnitude
    }
    let first = plain.indices.sorted { sizes[$0] > sizes[$1] }.prefix(4 * Explanation.most)
    others = sizes.count { $0 > 0 } - first.count { sizes[$0] > 0 }
    return rest.union(first.map { plain[$0] })
  }
}
