internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension SecondTerm {
  /// How many steps of the explicit method are borne.
  private static let steps = 200_000.0

  /// Impulses through a state space: each adds its column.
  func integrated(_ rationals: [Rational], at rows: [Double], side: Side) throws -> [Double]? {
    guard let last = rows.last, let first = events.first?.time else { return rows.map { _ in 0 } }
    let span = last - first - delay
    guard let plant = Plant(rationals, over: span), !plant.isStiff || events.count <= 500
    else { return nil }
    let size = events.reduce(0) { max($0, $1.weight.magnitude) }
      * plant.states.b.reduce(0) { max($0, $1.magnitude) }
    let problem = plant.problem { _ in 0 }
    var state = [Double](repeating: 0, count: plant.states.b.count)
    var now = first + delay
    func go(to time: Double) throws {
      if time > now, state.contains(where: { $0 != 0 }) {
        state = try problem.states(
          from: 0, state, at: [time - now], absolute: 1e-3 * tolerance * size, relative: tolerance)[0]
      }
      now = max(now, time)
    }
    var i = 0
    return try rows.map { row in
      while i < events.count {
        let distance = Lag(from: events[i].time, to: row, delay: delay).distance(from: 0)
        guard distance > 0 || (distance == 0 && side == .after) else { break }
        try go(to: events[i].time + delay)
        for k in state.indices { state[k] += plant.states.b[k] * events[i].weight }
        i += 1
      }
      try go(to: row)
      return plant.output(state)
    }
  }

  /// A rate through a state space, from break to break.
  func integrated(
    _ rationals: [Rational], under factor: Waveform, at rows: [Double], side: Side
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
    guard let plant = Plant(rationals, over: last - start), end >= first else { return nil }
    var (low, high) = (start, start)
    let rate: (Double) throws -> Double = { elapsed in
      // Inside of the interval, so that a jump at its end is not seen.
      let time = min(max(low + elapsed, low.nextUp), max(low.nextUp, high.nextDown))
      return try events.reduce(0) { sum, event in
        let lag = time - event.time - delay
        return extent.contains(lag) ? sum + event.weight * (try factor.plainValue(at: lag)) : sum
      }
    }
    let problem = plant.problem(rate: rate)
    var state = [Double](repeating: 0, count: plant.states.b.count)
    var size = 0.0
    var values: [Double: Double] = [:]
    for place in places {
      (low, high) = (start, place)
      let speed = max(plant.slowest, 1 / (last - first))
      size = max(size, try rate(0.5 * (high - low)).magnitude / speed)
      state = try problem.states(
        from: 0, state, at: [place - start], absolute: 1e-2 * tolerance * size + 1e-300, relative: tolerance)[0]
      start = place
      values[place] = plant.output(state)
    }
    let direct = plant.states.d == 0 ? nil : try defined(factor, at: rows, side: side)
    return rows.indices.map { k in
      (values[rows[k]] ?? 0) + plant.states.d * (direct?[k] ?? 0)
    }
  }
}

/// The cascade of factors as it was given, or the matrix A itself, ready to be integrated: nothing here knows
/// of exponentials of matrices or of blocks.
private struct Plant {
  let states: StateSpace
  let isStiff: Bool
  let slowest: Double

  /// - Returns: nil where a fast oscillation would make any method take too many steps.
  init?(_ rationals: [Rational], over span: Double) {
    guard let first = rationals.first else { return nil }
    states = rationals.dropFirst().reduce(StateSpace(cascade: first, over: span)) {
      $0.series(StateSpace(cascade: $1, over: span))
    }
    let poles = rationals.flatMap(\.poles)
    let swings = poles.reduce(0) { max($0, $1.imaginary.magnitude) } * span
    guard swings <= 200_000, !poles.isEmpty else { return nil }
    isStiff = poles.reduce(0) { max($0, $1.length) } * span > 200_000
    slowest = poles[0].length
  }

  /// The output of a state, without what passes at once.
  func output(_ state: [Double]) -> Double {
    var sum = CompensatedSum()
    for k in state.indices { sum.add(states.c[k] * state[k]) }
    return sum.value
  }

  /// The initial value problem `x′ = A x + B u` under a rate.
  func problem(rate: @escaping (Double) throws -> Double) -> InitialValueProblem {
    let n = states.b.count
    let b = states.b
    let sparse = states.a.map { row in row.enumerated().filter { $0.element != 0 } }
    let jacobian: InitialValueProblem.Jacobian = { t, _, byState, byTime in
      byState.update(repeating: 0)
      byTime.update(repeating: 0)
      for i in 0..<n { for (j, value) in sparse[i] { byState[i * n + j] = value } }
      let step = 1e-6 * max(t.magnitude, 1 / max(1e-300, slowest))
      let slope = (try rate(t + step) - rate(t - step)) / (2 * step)
      for i in 0..<n { byTime[i] = b[i] * slope }
    }
    return InitialValueProblem(dimension: n, jacobian: isStiff ? jacobian : nil) {
      t, x, slope in
      let u = try rate(t)
      for i in 0..<n {
        var sum = b[i] * u
        for (j, value) in sparse[i] { sum += value * x[j] }
        slope[i] = sum
      }
    }
  }
}
