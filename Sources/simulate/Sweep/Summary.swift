import Systems

/// The numbers that stand for a run, computed from the exact output, not read off its rows.
struct Summary {
  private let simulation: Simulation
  private let wishes: Wishes
  /// The rows' times and the moments at which an impulse begins to act, ascending, each once.
  private let times: [Double]
  /// The larger of the two sides' values at each, and the smaller.
  private let upper: [Double]
  private let lower: [Double]
  private let output: Signal

  /// Computes the values that everything else begins with.
  ///
  /// - Throws: `Failure` (65) without rows, `SystemsError`.
  init(of simulation: Simulation, output index: Int, _ wishes: Wishes) throws {
    guard simulation.inputs.epochs.count == 1 else {
      throw Failure.option("--summary", "must not stand beside resets (evid 3 or 4) of an event table")
    }
    self.simulation = simulation
    self.wishes = wishes
    let output = simulation.output(index, epoch: 0)
    self.output = output
    let rows = simulation.times.times.array
    guard let first = rows.min(), let last = rows.max() else {
      throw Failure(.badText, "--summary: a run must have at least one row, found none")
    }
    guard !simulation.isDiscrete else {
      let values = try simulation.answer(at: simulation.times, wishes).columns[index].values
      let order = rows.indices.sorted { (rows[$0], $0) < (rows[$1], $1) }
      times = order.map { rows[$0] }
      upper = order.map { values[$0] }
      lower = upper
      return
    }
    var moments: Set<Double> = []
    for term in output.terms {
      // One train at most has many impulses; the lags of all together are few.
      let events = term.trains.flatMap(\.events).prefix(1 << 20)
      for event in events {
        let time = event.time + term.delay
        if time > first, time < last { moments.insert(time) }
      }
    }
    let times = Set(rows).union(moments).sorted()
    self.times = times
    let after = try simulation.values(of: output, at: times, wishes)
    var before = wishes
    before.side = wishes.side == .after ? .before : .after
    // The other side matters at jumps alone; those are among the moments.
    let jumps = times.indices.filter { moments.contains(times[$0]) }
    let other = try jumps.isEmpty
      ? [] : simulation.values(of: output, at: jumps.map { times[$0] }, before)
    var upper = after
    var lower = after
    for (k, value) in zip(jumps, other) {
      upper[k] = max(upper[k], value)
      lower[k] = min(lower[k], value)
    }
    self.upper = upper
    self.lower = lower
  }

  /// The numbers in the order in which they were asked for.
  ///
  /// - Throws: `SystemsError`.
  func values(_ quantities: [SummaryQuantity]) throws -> [Double] {
    var peak: (time: Double, value: Double)?
    var least: (time: Double, value: Double)?
    return try quantities.map { quantity in
      switch quantity {
      case .peak, .timeOfPeak:
        let found = try peak ?? extreme(upper, sign: 1)
        peak = found
        return quantity == .peak ? found.value : found.time
      case .minimum, .timeOfMinimum:
        let found = try least ?? extreme(lower, sign: -1)
        least = found
        return quantity == .minimum ? found.value : found.time
      case .final: return try final()
      case .area: return try area()
      case .mean:
        let span = times[times.count - 1] - times[0]
        return span > 0 ? try area() / span : try final()
      }
    }
  }

  private func final() throws -> Double {
    guard !simulation.isDiscrete else { return upper[upper.count - 1] }
    return try simulation.values(of: output, at: [times[times.count - 1]], wishes)[0]
  }

  /// The largest value of `sign · y`, and when it is first reached.
  private func extreme(_ values: [Double], sign: Double) throws -> (time: Double, value: Double) {
    let search = ExtremeSearch(times: times, values: values.map { sign * $0 }) { moments in
      try simulation.values(of: output, at: moments, wishes).map { sign * $0 }
    }
    let found = try simulation.isDiscrete ? search.coarse : search.refined()
    return (found.time, found.value == 0 ? 0 : sign * found.value)
  }

  /// The integral from the first row to the last: of all is impulses, their sum.
  private func area() throws -> Double {
    guard !simulation.isDiscrete else { return upper.reduce(0, +) }
    let ends = [times[0], times[times.count - 1]]
    do {
      let total = try simulation.values(of: output.convolved(with: .step), at: ends, wishes)
      return total[1] - total[0]
    } catch is SystemsError {
      // What has gone on for ever has no area before the first row.
      return try areaByPanels()
    }
  }

  /// Gauss's rule of five nodes between each two neighbouring times.
  private func areaByPanels() throws -> Double {
    let outer = (5 + 2 * (10.0 / 7).squareRoot()).squareRoot() / 3
    let inner = (5 - 2 * (10.0 / 7).squareRoot()).squareRoot() / 3
    let nodes = [-outer, -inner, 0, inner, outer]
    let root = 13 * 70.0.squareRoot()
    let weights = [(322 - root) / 900, (322 + root) / 900, 128.0 / 225, (322 + root) / 900, (322 - root) / 900]
    var moments: [Double] = []
    for k in times.indices.dropFirst() {
      let half = (times[k] - times[k - 1]) / 2
      for node in nodes { moments.append(times[k - 1] + half * (1 + node)) }
    }
    let values = try simulation.values(of: output, at: moments, wishes)
    var sum = 0.0
    for k in times.indices.dropFirst() {
      let half = (times[k] - times[k - 1]) / 2
      for j in nodes.indices { sum += half * weights[j] * values[5 * (k - 1) + j] }
    }
    return sum
  }
}
