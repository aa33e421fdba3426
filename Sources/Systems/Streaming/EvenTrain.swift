internal import NumericalMethods

/// What impulses that come in time order must be known to lie on: `first + n · step`.
///
/// It holds no impulse: `take` looks at them block by block, so that a file of any length can be
/// looked through in bounded memory.
public struct EvenTrain: Sendable {
  /// The time of the first impulse.
  public let first: Double
  /// The time of the last impulse taken.
  public private(set) var last: Double
  /// The number of impulses taken.
  public private(set) var count = 0
  /// The places of the first and the last impulse whose weight is not 0; nil where all are 0.
  public private(set) var nonzero: ClosedRange<Int>?

  package let step: TimeGrid.Even
  private let place: GridIndex

  /// Makes the even grid that begins with an impulse and has the step of a response's samples.
  ///
  /// - Returns: nil where the response is anything but even pieces.
  public init?(first: Double, response: Signal) {
    guard let pieces = response.evenPieces, case .even(let knots) = pieces.knots.storage,
      let start = DoubleDouble(first.description)
    else { return nil }
    self.first = first
    last = first
    step = TimeGrid.Even(
      start: start.hi, startRest: start.lo, step: knots.step, stepRest: knots.stepRest,
      count: .max)
    place = GridIndex(
      origin: -start, step: DoubleDouble(hi: knots.step, lo: knots.stepRest))
  }

  /// Takes the next impulses; false where one goes back in time or misses the grid, after which
  /// nothing more is to be taken.
  ///
  /// - Complexity: O(n).
  public mutating func take(_ events: UnsafeBufferPointer<Event>) -> Bool {
    guard let final = events.last else { return true }
    let begin = count == 0 ? 0 : Int(place.nearest(last)) + 1
    let end = begin + events.count - 1
    // The common case, impulses without a gap, each at the nearest double.
    var misses = 0
    for k in events.indices where events[k].time != step.time(begin + k) { misses += 1 }
    if misses == 0 {
      note(events, from: begin)
      last = final.time
    } else {
      var previous = Double(begin - 1)
      for event in events {
        let n = place.nearest(event.time)
        guard n > previous, n < 0x1p40,
          place.rest(event.time, n).hi.magnitude <= 2 * event.time.ulp
        else { return false }
        if event.weight != 0 { widen(Int(n)) }
        previous = n
        last = event.time
      }
      count += events.count
      return last.ulp < 1e-8 * step.step
    }
    count += events.count
    return last.ulp < 1e-8 * step.step && end < 1 << 40
  }

  /// Whether the impulses taken are those at every place of the grid from the first to the last.
  public var isGapless: Bool { count > 0 && index(last) == count - 1 }

  /// The place of an impulse on the grid.
  @inline(__always)
  package func index(_ time: Double) -> Int { Int(place.nearest(time)) }

  private mutating func note(_ events: UnsafeBufferPointer<Event>, from begin: Int) {
    if let k = events.firstIndex(where: { $0.weight != 0 }) { widen(begin + k) }
    if let k = events.lastIndex(where: { $0.weight != 0 }) { widen(begin + k) }
  }

  private mutating func widen(_ n: Int) {
    nonzero = min(nonzero?.lowerBound ?? n, n)...max(nonzero?.upperBound ?? n, n)
  }
}

extension GridIndex {
  /// The row on which an impulse shows the first of even samples; nil where rows have another step.
  init?(of knots: TimeGrid.Even, on rows: TimeGrid.Even) {
    let step = DoubleDouble(hi: knots.step, lo: knots.stepRest)
    let rowStep = DoubleDouble(hi: rows.step, lo: rows.stepRest)
    guard (rowStep - step).magnitude.hi <= 0x1p-85 * step.hi else { return nil }
    self.init(
      origin: DoubleDouble(hi: knots.start, lo: knots.startRest)
        - DoubleDouble(hi: rows.start, lo: rows.startRest), step: step)
  }

  /// The place of a time that is on the grid within the rounding of times as large as `largest`; nil for
  /// one that isn't, and where that rounding could hide it.
  func exact(_ time: Double, largest: Double) -> Double? {
    let n = nearest(time)
    guard largest.ulp < 1e-8 * step.hi, n.magnitude < 0x1p40,
      rest(time, n).hi.magnitude <= 2 * largest.ulp
    else { return nil }
    return n
  }
}

extension Signal {
  /// The one waveform of a response that is even pieces and nothing else.
  var evenPieces: PiecewisePolynomial? {
    guard terms.count == 1, let term = terms.first, term.trains.isEmpty, term.filters.isEmpty,
      term.loops.isEmpty, term.delay == 0, term.factors.count == 1, case .pieces(let pieces) = term.factors[0],
      case .even = pieces.knots.storage, pieces.keepsGrid
    else { return nil }
    return pieces
  }
}
