internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// An output between two times as sums of powers times exponentials between knots: its extremes, its crossings
/// of a level and its area are found from them, not from samples.
///
///     y(τₖ + s) = Σ over parts r e^{sZ} xₖ,   τₖ ≤ t < τₖ₊₁
package struct OutputCurve: Sendable {
  /// The beginnings of the cells, ascending; the first is the curve's own.
  package private(set) var knots: [Double]
  /// The curve's end.
  package private(set) var end: Double
  private var decays: DecayPart
  private var polynomials: [PolynomialPart] = []
  private var parts: [CurvePart] = []

  /// The curve of a signal.
  ///
  /// - Parameters:
  ///   - side: whether what happens exactly at the ends has its effect there.
  /// - Returns: nil where the signal is not of poles and pieces alone.
  /// - Throws: `SystemsError` where sampling it would.
  /// - Complexity: O(p n) for p poles and n moments at which something begins.
  package init?(_ signal: Signal, from first: Double, to last: Double, side: Side = .after) throws {
    guard first.isFinite, last.isFinite, signal.terms.allSatisfy(\.loops.isEmpty) else { return nil }
    var drivers: [CurveDriver] = []
    for product in try Product.all(of: signal, until: last) where !product.isTrain {
      guard let own = try product.drivers(from: first, until: last) else { return nil }
      drivers += own
    }
    try self.init(drivers, from: first, to: last, side: side)
  }

  /// The curve of impulses through blocks of poles.
  ///
  /// - Parameter impulses: ascending.
  package init(
    _ blocks: [PoleCluster], impulses: [Event], past: [SteadyPast] = [], from first: Double, to last: Double,
    side: Side = .after
  ) throws(SystemsError) {
    try self.init(
      blocks.map { CurveDriver($0, impulses: impulses, past: past) }, from: first, to: last, side: side)
  }

  private init(
    _ drivers: [CurveDriver], from first: Double, to last: Double, side: Side
  ) throws(SystemsError) {
    end = last
    let moments = drivers.count == 1 ? drivers[0].moments : Array(drivers.map(\.moments).joined()).sorted()
    knots = [first]
    if side == .before { knots.append(first) }
    for moment in moments where moment > first + Self.slack(first) && moment < last - Self.slack(last) {
      if moment > knots[knots.count - 1] { knots.append(moment) }
    }
    if side == .after, last > first, moments.contains(where: { ($0 - last).magnitude <= Self.slack(last) }) {
      knots.append(last)
    }
    decays = DecayPart(cells: knots.count)
    for driver in drivers {
      if let pole = driver.decay {
        decays.add(pole, try driver.amounts(at: knots, until: last, includesFirst: side == .after))
      } else if let polynomial = driver.polynomials(at: knots, until: last, includesFirst: side == .after) {
        polynomials.append(polynomial)
      } else {
        parts.append(try driver.states(at: knots, until: last, includesFirst: side == .after))
      }
    }
  }

  /// How near to an end a moment is at it, as rows and impulses meet.
  static func slack(_ time: Double) -> Double { 4 * time.magnitude.ulp }

  /// The value at a time from its first knot to its end, with what begins there.
  ///
  /// - Complexity: O(log n + p).
  package func value(at time: Double) -> Double {
    let cell = max(0, knots.partition { $0 <= time } - 1)
    return value(cell, min(time - knots[cell], width(cell)))
  }

  /// The value at its end.
  package var last: Double { value(cells - 1, width(cells - 1)) }

  /// Whether no state has overflowed.
  package var isFinite: Bool {
    decays.isFinite && polynomials.allSatisfy(\.isFinite) && parts.allSatisfy { $0.states.allSatisfy(\.isFinite) }
      && last.isFinite
  }

  /// The curve multiplied by a number.
  ///
  /// - Complexity: O(p n) for p poles and n cells.
  package func scaled(by gain: Double) -> OutputCurve {
    var copy = self
    copy.decays = decays.scaled(by: gain)
    copy.polynomials = polynomials.map { $0.scaled(by: gain) }
    copy.parts = parts.map { $0.scaled(by: gain) }
    return copy
  }

  /// How many cells there are.
  package var cells: Int { knots.count }

  /// How long a cell is.
  package func width(_ cell: Int) -> Double { (cell + 1 < knots.count ? knots[cell + 1] : end) - knots[cell] }

  /// Value, slope and curvature some time after the beginning of a cell, and a bound on the magnitude of the
  /// third derivative from there on.
  struct Point {
    var s: Double
    var value = 0.0
    var slope = 0.0
    var curvature = 0.0
    var mostCurvature = 0.0
    var mostJerk = 0.0
    var size = 0.0
  }

  /// What the curve does at a place of a cell.
  ///
  /// - Parameter width: over which the bounds on curvature and its slope hold.
  func point(_ cell: Int, _ s: Double, over width: Double) -> Point {
    var point = Point(s: s)
    decays.add(to: &point, cell, over: width)
    for part in polynomials { part.add(to: &point, cell, over: width) }
    for part in parts {
      let state = part.moved(part.state(cell), by: s)
      let first = part.slope(state)
      let second = part.slope(first)
      point.value += part.block.value(of: state)
      point.slope += part.block.value(of: first)
      point.curvature += part.block.value(of: second)
      point.mostCurvature += part.most(second, over: width)
      point.mostJerk += part.most(part.slope(second), over: width)
      point.size += part.most(state, over: 0)
    }
    return point
  }

  /// Leaves what lies between two times; what begins at the later one is left out.
  mutating func cut(from: Double, to: Double) {
    let kept = (0..<cells).filter { cell in
      (knots[cell] + width(cell) > from || cell == cells - 1) && knots[cell] < to
    }.map { (cell: $0, s: max(from, knots[$0]) - knots[$0]) }
    var cut = parts.map { CurvePart($0.block) }
    for (cell, s) in kept {
      for k in parts.indices { cut[k].states += parts[k].moved(parts[k].state(cell), by: s) }
    }
    decays = decays.cut(kept)
    polynomials = polynomials.map { $0.cut(kept) }
    (knots, parts, end) = (kept.map { knots[$0.cell] + $0.s }, cut, min(end, to))
  }

  /// The value some time after the beginning of a cell.
  func value(_ cell: Int, _ s: Double) -> Double {
    var sum = decays.value(cell, s)
    for part in polynomials { sum += part.value(cell, s) }
    for part in parts { sum += part.block.value(of: part.moved(part.state(cell), by: s)) }
    return sum
  }

  /// What `sign · y` is nowhere above in a cell, where that is known without computing it.
  func most(_ cell: Int, _ sign: Double) -> Double {
    polynomials.isEmpty && parts.isEmpty ? decays.most(cell, sign) : .infinity
  }

  /// The integral over the first `s` of a cell.
  func area(_ cell: Int, _ s: Double) -> Double {
    var sum = decays.area(cell, s)
    for part in polynomials { sum += part.area(cell, s) }
    for part in parts { sum += part.area(part.state(cell), over: s) }
    return sum
  }
}

extension Product {
  /// What drives which blocks; nil where it is not made of poles and pieces alone.
  fileprivate func drivers(from first: Double, until last: Double) throws -> [CurveDriver]? {
    var pieces: PiecewisePolynomial?
    for other in others {
      guard case .pieces(let own) = other, pieces == nil, own.ownValues.isEmpty, own.valueError == 0 else { return nil }
      pieces = own
    }
    let latest = train.past.map { $0.before + delay }.max() ?? -.infinity
    if latest > first || train.events.contains(where: { $0.time + delay < latest }) { return nil }
    let isOverlong = train.events.count * ((pieces?.cells ?? 0) + 1) > 1 << 20
    guard !isOverlong, pieces == nil || train.past.isEmpty else { return nil }
    let events = train.events.indices.map {
      Event(time: (train.moment($0) + delay).hi, weight: train.events[$0].weight)
    }.sorted { $0.time < $1.time }
    if let plain = pieces {
      pieces = events.count == 1 && events[0].time == 0 && events[0].weight == 1 && delay == 0
        ? plain : plain.superposed(SortedTrain(Train(events)))
    }
    let begin = [
      events.first?.time, pieces?.knots[0], train.past.map { $0.before + delay - $0.period }.min(),
    ].compactMap { $0 }.min() ?? last
    guard !rationals.isEmpty else { return pieces.map { [CurveDriver(nil, pieces: $0)] } ?? [] }
    let blocks = PoleClusters.make(rationals, horizon: max(last - begin, 0))
    return blocks.map { block in
      pieces.map { CurveDriver(block, pieces: $0) }
        ?? CurveDriver(
          block, impulses: events,
          past: train.past.map { SteadyPast(before: $0.before + $0.low + delay, period: $0.period, weight: $0.weight) })
    }
  }
}
