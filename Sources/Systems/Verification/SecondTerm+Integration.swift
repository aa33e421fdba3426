internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension SecondTerm {
  /// How many steps of the explicit method are borne.
  private static let steps = 200_000.0

  /// Impulses through a state space: each adds to the first state.
  func integrated(_ rational: Rational, at rows: [Double], side: Side) throws -> [Double]? {
    guard let last = rows.last, let first = events.first?.time else { return rows.map { _ in 0 } }
    let span = last - first - delay
    let chain = Chain(rational, over: span)
    guard let isStiff = chain.isStiff(over: span), !isStiff || events.count <= 500
    else { return nil }
    let size = events.reduce(0) { max($0, $1.weight.magnitude) }
    let problem = chain.problem(isStiff: isStiff, rate: { _ in 0 }, isFree: true)
    var state = [Double](repeating: 0, count: 2 * chain.poles.count)
    var now = first + delay
    func go(to time: Double) throws {
      if time > now, state.contains(where: { $0 != 0 }) {
        state = try problem.states(
          from: 0, state, at: [time - now], absolute: 1e-16 * size, relative: 1e-13)[0]
      }
      now = max(now, time)
    }
    var i = 0
    return try rows.map { row in
      while i < events.count {
        let distance = Lag(from: events[i].time, to: row, delay: delay).distance(from: 0)
        guard distance > 0 || (distance == 0 && side == .after) else { break }
        try go(to: events[i].time + delay)
        state[0] += events[i].weight
        i += 1
      }
      try go(to: row)
      return chain.output(state)
    }
  }

  /// A rate through a state space, from break to break.
  func integrated(
    _ rational: Rational, under factor: Waveform, at rows: [Double]
  ) throws -> [Double]? {
    guard let last = rows.last, let first = events.first?.time, let end = events.last?.time else {
      return rows.map { _ in 0 }
    }
    let extent = factor.extent
    guard extent.lowerBound.isFinite, events.count <= 200 else { return nil }
    var start = first + delay + extent.lowerBound
    let reach = min(extent.upperBound, last - first - delay)
    let window = extent.lowerBound...max(extent.lowerBound, reach)
    var own: [Double]
    switch factor {
    case .pieces(let pieces): own = pieces.knots.array
    case .closedForm(let form):
      guard (form.startExponent ?? 0) >= 0 else { return nil }
      own = form.corners(window) + [window.lowerBound, extent.upperBound].filter(\.isFinite)
      own += form.features.flatMap { [$0.centre - $0.width, $0.centre, $0.centre + $0.width] }
    case .rational: return nil
    }
    guard own.count * events.count <= Self.most else { return nil }
    let breaks = Set(events.flatMap { e in own.map { $0 + e.time + delay } })
    let places = Set(breaks).union(rows).filter { $0 > start && $0 <= last }.sorted()
    let chain = Chain(rational, over: last - start)
    guard let isStiff = chain.isStiff(over: last - start), end >= first else { return nil }
    var (low, high) = (start, start)
    let rate: (Double) throws -> Double = { elapsed in
      // Inside of the interval, so that a jump at its end is not seen.
      let time = min(max(low + elapsed, low.nextUp), max(low.nextUp, high.nextDown))
      return try events.reduce(0) { sum, event in
        let lag = time - event.time - delay
        return extent.contains(lag) ? sum + event.weight * (try factor.value(at: lag)) : sum
      }
    }
    let problem = chain.problem(isStiff: isStiff, rate: rate, isFree: false)
    var state = [Double](repeating: 0, count: 2 * chain.poles.count)
    var size = 0.0
    var values: [Double: Double] = [:]
    for place in places {
      (low, high) = (start, place)
      let speed = max(chain.poles[0].length, 1 / (last - first))
      size = max(size, try rate(0.5 * (high - low)).magnitude / speed)
      state = try problem.states(
        from: 0, state, at: [place - start], absolute: 1e-15 * size + 1e-300, relative: 1e-13)[0]
      start = place
      values[place] = chain.output(state)
    }
    return rows.map { values[$0] ?? 0 }
  }
}

extension Chain {
  /// Whether the explicit method would take too many steps; nil where a fast oscillation would make
  /// any method do so.
  fileprivate func isStiff(over span: Double) -> Bool? {
    let swings = poles.reduce(0) { max($0, $1.imaginary.magnitude) } * span
    guard swings <= 200_000 else { return nil }
    return speed * span > 200_000
  }
}

extension Waveform {
  /// The value inside of a piece.
  fileprivate func value(at lag: Double) throws -> Double {
    switch self {
    case .pieces(let pieces): pieces.plainValue(at: lag)
    case .closedForm(let form): try form.value(at: lag)
    case .rational: 0
    }
  }
}
