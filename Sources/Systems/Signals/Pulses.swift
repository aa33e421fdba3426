internal import NumericalMethods

extension PiecewisePolynomial {
  /// The sum of rectangular pulses, which may overlap and come in any order; nil where none lasts.
  ///
  ///     p(t) = Σ height over the pulses with start ≤ t < start + duration
  ///
  /// The running height is kept in double-double, and is exactly 0 where no pulse is active; so are
  /// the ends, which need not be doubles.
  ///
  /// - Complexity: O(n log n).
  public static func pulses(
    _ pulses: [(start: Double, duration: Double, height: Double)]
  ) -> PiecewisePolynomial? {
    Self.pulses(pulses, lowParts: [])
  }

  /// The sum of pulses whose starts may be sums of two doubles.
  ///
  /// - Parameter lowParts: what the starts leave out; empty where nothing.
  package static func pulses(
    _ pulses: [(start: Double, duration: Double, height: Double)], lowParts: [Double]
  ) -> PiecewisePolynomial? {
    var edges: [(time: DoubleDouble, change: Double, active: Int)] = []
    edges.reserveCapacity(2 * pulses.count)
    var keepsShort = false
    for (k, pulse) in pulses.enumerated() where pulse.duration > 0 {
      let start = DoubleDouble(hi: pulse.start, lo: lowParts.isEmpty ? 0 : lowParts[k])
      edges.append((start, pulse.height, 1))
      edges.append((start + pulse.duration, -pulse.height, -1))
      // A pulse may be too short to move its own time.
      keepsShort = keepsShort || pulse.start + pulse.duration == pulse.start
    }
    guard !edges.isEmpty else { return nil }
    edges.sort { $0.time < $1.time }
    var knots: [Double] = []
    var lowParts: [Double] = []
    var heights: [Double] = []
    var running = DoubleDouble.zero
    var active = 0
    var next = 0
    while next < edges.count {
      let time = edges[next].time
      while next < edges.count, edges[next].time.isOneKnot(with: time, keepsShort) {
        running += edges[next].change
        active += edges[next].active
        next += 1
      }
      if active == 0 { running = .zero }
      knots.append(time.hi)
      lowParts.append(time.lo)
      heights.append(running.hi)
    }
    // After the last edge nothing is active.
    heights.removeLast()
    guard knots.count > 1 else { return nil }
    var result = PiecewisePolynomial(
      knots: TimeGrid(ascending: knots), coefficients: heights, degree: 0, isClosed: false)
    if lowParts.contains(where: { $0 != 0 }) { result.lowParts = lowParts }
    return result
  }
}

extension DoubleDouble {
  /// Whether two moments make one knot: where they round to one double, but for pulses so short that
  /// nothing would be left of them.
  func isOneKnot(with other: DoubleDouble, _ keepsShort: Bool) -> Bool {
    keepsShort ? self == other : hi == other.hi
  }
}
