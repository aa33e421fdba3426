internal import NumericalMethods
internal import Systems

/// An output that is known by its value at any time, sampled at its rows and at the moments at which an impulse
/// begins to act.
struct SampledCurve: Sendable {
  private let output: Signal
  private let side: Side
  private let tolerance: Tolerance
  private let jobs: Int
  /// The times, ascending, each once.
  private var times: [Double]
  /// The larger of the two sides' values at each, and the smaller.
  private var upper: [Double]
  private var lower: [Double]

  var first: Double { times[0] }
  var last: Double { times[times.count - 1] }

  /// The most moments that are looked at beside the rows.
  private static let mostMoments = 1 << 20

  /// Samples the output.
  ///
  /// - Throws: `SystemsError`.
  init(_ output: Signal, rows: [Double], side: Side, tolerance: Tolerance, jobs: Int) throws {
    (self.output, self.side, self.tolerance, self.jobs) = (output, side, tolerance, jobs)
    (times, upper, lower) = ([], [], [])
    let (first, last) = (rows.min() ?? 0, rows.max() ?? 0)
    var moments: Set<Double> = []
    for term in output.terms {
      // One train at most has many impulses; the lags of all together are few.
      for event in term.trains.flatMap(\.events).prefix(Self.mostMoments) {
        let time = event.time + term.delay
        if time > first, time < last { moments.insert(time) }
      }
    }
    times = Set(rows).union(moments).sorted()
    upper = try values(at: times)
    lower = upper
    // The other side matters at jumps alone; those are among the moments.
    let jumps = times.indices.filter { moments.contains(times[$0]) }
    guard !jumps.isEmpty else { return }
    let other = try values(at: jumps.map { times[$0] }, side == .after ? .before : .after)
    for (k, value) in zip(jumps, other) {
      upper[k] = max(upper[k], value)
      lower[k] = min(lower[k], value)
    }
  }

  private func values(at times: [Double], _ other: Side? = nil) throws -> [Double] {
    try output.sampled(
      at: .listed(times), side: other ?? side, tolerance: tolerance, bounds: false, jobs: jobs
    ).values
  }

  /// The part between two times, the later one from the left.
  func part(_ interval: ClosedRange<Double>) throws -> SampledCurve {
    var copy = self
    let inner = times.indices.filter { times[$0] > interval.lowerBound && times[$0] < interval.upperBound }
    let ends = [
      try values(at: [interval.lowerBound], .after)[0], try values(at: [interval.upperBound], .before)[0],
    ]
    copy.times = [interval.lowerBound] + inner.map { times[$0] } + [interval.upperBound]
    copy.upper = [ends[0]] + inner.map { upper[$0] } + [ends[1]]
    copy.lower = [ends[0]] + inner.map { lower[$0] } + [ends[1]]
    return copy
  }

  /// The value at the last row.
  func final() throws -> Double { try values(at: [last])[0] }

  /// The largest value of `sign · y`, and when it is first reached.
  func extreme(_ sign: Double) throws -> (time: Double, value: Double) {
    let search = ExtremeSearch(times: times, values: (sign > 0 ? upper : lower).map { sign * $0 }) { moments in
      try values(at: moments).map { sign * $0 }
    }
    let found = try search.refined()
    return (found.time, found.value == 0 ? 0 : sign * found.value)
  }

  /// The integral between two times.
  func area(from: Double, to: Double) throws -> Double {
    let areas = try areas(at: [from, to])
    return areas[1] - areas[0]
  }

  /// The integral from any fixed time on.
  private func areas(at times: [Double]) throws -> [Double] {
    do {
      return try output.convolved(with: .step).sampled(
        at: .listed(times), side: side, tolerance: tolerance, bounds: false, jobs: jobs
      ).values
    } catch is SystemsError {
      // What has gone on for ever has no area before the first row.
      let cells = Set(self.times.filter { $0 > times[0] && $0 < times[times.count - 1] } + times).sorted()
      let sums = try areasByPanels(cells)
      return times.map { time in sums[cells.firstIndex(of: time) ?? 0] }
    }
  }

  /// Gauss's rule between each two neighbouring times, summed.
  private func areasByPanels(_ times: [Double]) throws -> [Double] {
    let rule = GaussLegendre(points: 10)
    var moments: [Double] = []
    for k in times.indices.dropFirst() {
      let half = (times[k] - times[k - 1]) / 2
      for node in rule.nodes { moments.append(times[k - 1] + half * (1 + node)) }
    }
    let values = try values(at: moments)
    var sums = [0.0]
    for k in times.indices.dropFirst() {
      let half = (times[k] - times[k - 1]) / 2
      let part = rule.weights.indices.reduce(0.0) {
        $0 + half * rule.weights[$1] * values[rule.nodes.count * (k - 1) + $1]
      }
      sums.append(sums[k - 1] + part)
    }
    return sums
  }

  /// When a share of the whole area has first passed at a row, refined between rows; nil where there is none.
  func time(ofShare share: Double) throws -> Double? {
    let sums = try areas(at: times)
    let total = sums[sums.count - 1] - sums[0]
    guard total != 0 else { return nil }
    let goal = sums[0] + share * total
    guard let k = sums.indices.first(where: { total > 0 ? sums[$0] >= goal : sums[$0] <= goal }) else { return last }
    if k == 0 { return first }
    return try crossing(from: times[k - 1], to: times[k], rises: total > 0) { try areas(at: [first, $0])[1] - goal }
  }

  /// How long the output is above a level, between rows refined at each crossing.
  func duration(above level: Double) throws -> Double {
    var total = CompensatedSum()
    let before = try values(at: times, .before)
    let after = try values(at: times, .after)
    for k in times.indices.dropFirst() {
      let (low, high) = (after[k - 1] - level, before[k] - level)
      let width = times[k] - times[k - 1]
      if low > 0, high > 0 { total.add(width) }
      guard (low > 0) != (high > 0) else { continue }
      let place = try crossing(from: times[k - 1], to: times[k], rises: high > 0) { try values(at: [$0])[0] - level }
      total.add(high > 0 ? times[k] - place : place - times[k - 1])
    }
    return total.value
  }

  /// Where a function passes 0 between two times.
  private func crossing(
    from low: Double, to high: Double, rises: Bool, _ function: (Double) throws -> Double
  ) throws -> Double {
    var (low, high) = (low, high)
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { return middle }
      if (try function(middle) < 0) == rises { low = middle } else { high = middle }
    }
  }
}
