import CSV
import Systems
/// What `--explain` says: the method, why, its cost, the bound, and what each past impulse still
/// contributes to the last row.
struct Explanation {
  /// What was asked.
  var simulation: Simulation
  /// How well.
  var wishes: Wishes

  /// The most impulses that are listed one by one, the latest ones.
  static let most = 100

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

  /// The lines about the last row.
  ///
  /// - Throws: `SystemsError`.
  func shares(last time: Double, value: Double) throws -> [String] {
    var past = simulation.input.contributions(named: simulation.reader.axis.text)
      .filter { $0.time.map { $0 <= time } ?? true }
    let left = max(0, past.count - Explanation.most)
    past.removeFirst(left)
    let label = simulation.reader.axis.text(time)
    var lines = try past.map { part in
      let share = try simulation.contribution(of: part.signal, at: time, wishes)
      let percent = value == 0 ? "" : " (\(NumberText.rough(100 * share / value)) %)"
      let rates = simulation.input.rates.count == 1 ? "the rate" : "the sum of the rates"
      let what = part.time == nil ? rates : "the impulse at \(part.name)"
      return "at \(label): \(what) contributes \(NumberText.rough(share, digits: 6))\(percent)"
    }
    if simulation.response.hasState {
      let free = simulation.response.system.freeResponse
      let share = try simulation.values(of: free, at: [time], wishes).first ?? 0
      let percent = value == 0 ? "" : " (\(NumberText.rough(100 * share / value)) %)"
      lines.append(
        "at \(label): the initial state contributes \(NumberText.rough(share, digits: 6))\(percent)")
    }
    if left > 0 { lines.insert("at \(label): \(left) earlier impulses are not listed", at: 0) }
    return lines
  }
}
