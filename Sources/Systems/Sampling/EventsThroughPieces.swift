internal import NumericalMethods

/// How events through pieces are added up.
package enum PiecesMethod: Hashable, Sendable {
  /// Whichever is expected to be fastest.
  case automatic
  /// Every event within reach of a row, by compensated sums.
  case windows
  /// Sums of weights and moments of all events before, for pieces of degree 0 or 1.
  case prefixSums
  /// The events split exactly on the grid of even rows, and a transform.
  case transform
}

/// The superposition of pieces at the impulses of a train, for rows.
///
///     y(t) = Σᵢ wᵢ p(t − tᵢ − delay)
///
/// - Parameter method: a way to be forced; one that does not fit the data is passed over.
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: the least of O(n m), O(n + m k) and O(n + m log m) that the data allow, for n
///   events, m rows and k knots.
package func eventsThroughPieces(
  _ train: Train, delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows,
  method: PiecesMethod = .automatic
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  let events = try train.events(
    reaching: first...last, delay: delay, support: pieces.support)
  let costs = PiecesCosts(events: events.count, pieces, rows)
  let wanted = method == .automatic ? costs.cheapest : method
  if wanted == .transform,
    let attempt = eventsThroughEvenPieces(events, delay: delay, pieces, at: rows)
  {
    // A transform's error is relative to its largest values: where they cancel, sums are better.
    let fallback = min(costs.windows, costs.prefixSums)
    if method == .transform || attempt.isAccurate || fallback > 3e10
      || agrees(attempt.result, events, delay: delay, pieces, rows)
    {
      return attempt.result
    }
  }
  let sorted = SortedEvents(events)
  let reader = PieceReader(pieces, side: rows.side)
  if pieces.degree <= 1,
    wanted == .prefixSums || (wanted != .windows && costs.prefixSums < costs.windows)
  {
    return eventsThroughPiecesByPrefixSums(sorted, delay: delay, reader, at: rows)
  }
  return eventsThroughPiecesByWindows(sorted, delay: delay, reader, at: rows)
}

/// Whether rows picked all over agree with their sums to 2e-15 of the peak.
///
/// What a transform may lose is estimated for data that conspire; what it did lose is seen at 64
/// rows, because its error is spread evenly.
private func agrees(
  _ result: Superposition, _ events: [Event], delay: Double, _ pieces: PiecewisePolynomial,
  _ rows: Rows
) -> Bool {
  var places: [Int] = []
  for k in 0..<64 {
    // A golden section fills any range evenly and meets no period.
    let share = (Double(k) + 0.5) * 0.6180339887498949
    places.append(Int((share - share.rounded(.down)) * Double(rows.times.count)))
  }
  var peak = 0.0
  for (n, value) in result.values.enumerated() where value.magnitude > peak {
    peak = value.magnitude
    places[0] = n
  }
  places.sort()
  var part = rows
  part.times = places.map { rows.times[$0] }
  part.grid = nil
  part.wantsErrors = false
  let sums = eventsThroughPiecesByWindows(
    SortedEvents(events), delay: delay, PieceReader(pieces, side: rows.side), at: part)
  return zip(places, sums.values).allSatisfy { n, sum in
    (result.values[n] - sum).magnitude <= 2e-15 * peak
  }
}

/// The nanoseconds that each way is expected to take.
struct PiecesCosts {
  var windows: Double
  var prefixSums: Double
  var transform: Double

  init(events: Int, _ pieces: PiecewisePolynomial, _ rows: Rows) {
    self.init(
      events: events, pieces, count: rows.times.count,
      span: (rows.times.last ?? 0) - (rows.times.first ?? 0))
  }

  init(events: Int, _ pieces: PiecewisePolynomial, count rows: Int, span: Double) {
    let count = Double(rows)
    let reach = pieces.support.upperBound - pieces.support.lowerBound
    let share = span > 0 ? min(1, reach / span) : 1
    windows = 15 * Double(events) * count * share + 50 * count
    prefixSums =
      pieces.degree <= 1
      ? 60 * count * Double(pieces.cells) + 40 * Double(events) : .infinity
    if let step = pieces.knots.step {
      let length = max(count, span / step) + Double(pieces.cells)
      transform =
        (Double(pieces.degree) + 2) * length * (4 + Double(length.exponent))
        + 40 * Double(events) + 3e6
    } else {
      transform = .infinity
    }
  }

  var cheapest: PiecesMethod {
    if transform < min(windows, prefixSums) { return .transform }
    return prefixSums < windows ? .prefixSums : .windows
  }
}

/// Events in ascending order, equal times in the order they came.
struct SortedEvents {
  var times: [Double]
  var weights: [Double]

  init(_ events: [Event]) {
    var events = events
    var ascends = true
    for k in events.indices.dropFirst() where events[k].time < events[k - 1].time {
      ascends = false
      break
    }
    if !ascends {
      let order = events.indices.sorted { (events[$0].time, $0) < (events[$1].time, $1) }
      events = order.map { events[$0] }
    }
    times = events.map(\.time)
    weights = events.map(\.weight)
  }

  /// The first event at or after a time.
  func firstIndex(from time: Double) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
