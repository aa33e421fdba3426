package import NumericalMethods

/// What every number of an unknown adds to every measured row, by the exact rules of convolution.
package enum ForwardMatrix {
  /// The matrix: a row for each time, a column for each knot.
  ///
  /// - Parameters:
  ///   - known: the factor that is given.
  ///   - rows: the measured times, in any order.
  /// - Throws: what sampling throws.
  /// - Complexity: O(rows) evaluations where knots and rows share an even grid, or O(rows knots).
  package static func make(
    known: Signal, unknown: Unknown, rows: [Double], jobs: Int
  ) throws -> Matrix {
    var matrix = Matrix(rows: rows.count, columns: unknown.knots.count)
    if let events = lineEvents(known, unknown) {
      addLines(events, unknown.knots, rows, to: &matrix)
    } else if let step = sharedStep(unknown, rows) {
      try addShifted(known, unknown, rows, step: step, jobs: jobs, to: &matrix)
    } else {
      try add(known, unknown, Array(unknown.knots.indices), rows, jobs: jobs, to: &matrix)
    }
    return matrix
  }

  /// One column after the other.
  private static func add(
    _ known: Signal, _ unknown: Unknown, _ columns: [Int], _ rows: [Double], jobs: Int,
    to matrix: inout Matrix
  ) throws {
    let order = rows.indices.sorted { rows[$0] < rows[$1] }
    let sorted = order.map { rows[$0] }
    var found = [[Double]](repeating: [], count: columns.count)
    try found.withUnsafeMutableBufferPointer { found in
      nonisolated(unsafe) let found = found
      try Parallel.forEachShard(jobs: jobs, count: columns.count) { k in
        found[k] = try values(known.convolved(with: unknown.basis(columns[k])), sorted)
      }
    }
    for (k, j) in columns.enumerated() {
      for (place, i) in order.enumerated() { matrix[i, j] = found[k][place] }
    }
  }

  /// Values at ascending times; of trains the amounts.
  package static func values(_ signal: Signal, _ times: [Double]) throws -> [Double] {
    signal.isTrain
      ? try signal.amounts(at: times, period: nil)
      : try signal.sampled(at: .listed(times)).values
  }

  /// The common step of even knots and rows on the same grid.
  static func sharedStep(_ unknown: Unknown, _ rows: [Double]) -> Double? {
    let knots = unknown.knots
    guard knots.count >= 3, let first = rows.first else { return nil }
    let step = (knots[knots.count - 1] - knots[0]) / Double(knots.count - 1)
    let size = max(knots[0].magnitude, knots[knots.count - 1].magnitude)
    let rounding = 0x1p-50 * size
    for (k, knot) in knots.enumerated() {
      guard (knot - (knots[0] + Double(k) * step)).magnitude <= rounding else { return nil }
    }
    for row in rows {
      let n = (row - first) / step
      guard (n - n.rounded()).magnitude * step <= 0x1p-50 * max(size, row.magnitude) else { return nil }
    }
    return step
  }

  /// Inner columns are one column, shifted.
  private static func addShifted(
    _ known: Signal, _ unknown: Unknown, _ rows: [Double], step: Double, jobs: Int,
    to matrix: inout Matrix
  ) throws {
    let last = unknown.knots.count - 1
    let numbers = rows.map { Int((($0 - rows[0]) / step).rounded()) }
    guard let low = numbers.min(), let high = numbers.max() else { return }
    // The row of place m and column j sees the lag rows[0] + m step - knots[j], like place m + 1 - j and column 1.
    let places = Array(low + 1 - last...high)
    let times = places.map { place -> Double in
      rows[0] + Double(place) * step
    }
    let inner = try values(known.convolved(with: unknown.basis(1)), times)
    for (i, number) in numbers.enumerated() {
      for j in 1..<last { matrix[i, j] = inner[number + 1 - j - places[0]] }
    }
    try add(known, unknown, [0, last], rows, jobs: jobs, to: &matrix)
  }

  /// The impulses of a known factor that is nothing else, where the unknown is lines.
  private static func lineEvents(_ known: Signal, _ unknown: Unknown) -> [Event]? {
    guard unknown.shape == .lines, known.isTrain else { return nil }
    var events: [Event] = []
    for term in known.terms {
      guard term.filters.isEmpty, term.trains.count <= 1 else { return nil }
      guard let train = term.trains.first else {
        events.append(Event(time: term.delay))
        continue
      }
      guard train.past.isEmpty, term.delay == 0 else { return nil }
      events += train.events
    }
    return events
  }

  /// Each impulse places the two lines that its lag lies on.
  private static func addLines(
    _ events: [Event], _ knots: [Double], _ rows: [Double], to matrix: inout Matrix
  ) {
    let (first, last) = (knots[0], knots[knots.count - 1])
    for (i, row) in rows.enumerated() {
      for event in events {
        var lag = row - event.time
        // Times that came from decimal arithmetic meet: 4 ulp at the ends, as everywhere.
        let rounding = 4 * max(row.magnitude, event.time.magnitude).ulp
        if (lag - first).magnitude <= rounding { lag = first }
        if (lag - last).magnitude <= rounding { lag = last }
        guard lag >= first, lag <= last else { continue }
        let k = max(1, min(knots.count - 1, knots.partition { $0 <= lag }))
        let share = (lag - knots[k - 1]) / (knots[k] - knots[k - 1])
        matrix[i, k - 1] += event.weight * (1 - share)
        matrix[i, k] += event.weight * share
      }
    }
  }
}
