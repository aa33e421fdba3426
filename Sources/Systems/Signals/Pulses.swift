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
    var edges: [(time: DoubleDouble, change: Double, active: Int)] = []
    edges.reserveCapacity(2 * pulses.count)
    for pulse in pulses where pulse.duration > 0 {
      edges.append((DoubleDouble(pulse.start), pulse.height, 1))
      edges.append((DoubleDouble.sum(pulse.start, pulse.duration), -pulse.height, -1))
    }
    guard !edges.isEmpty else { return nil }
    edges.sort { $0.time < $1.time }
    var knots: [Double] = []
    var rests: [Double] = []
    var heights: [Double] = []
    var running = DoubleDouble.zero
    var active = 0
    var next = 0
    while next < edges.count {
      let time = edges[next].time
      // Edges that round to one double are one knot.
      while next < edges.count, edges[next].time.hi == time.hi {
        running += edges[next].change
        active += edges[next].active
        next += 1
      }
      if active == 0 { running = .zero }
      knots.append(time.hi)
      rests.append(time.lo)
      heights.append(running.hi)
    }
    // After the last edge nothing is active.
    heights.removeLast()
    guard knots.count > 1 else { return nil }
    var result = PiecewisePolynomial(
      knots: TimeGrid(ascending: knots), coefficients: heights, degree: 0, isClosed: false)
    if rests.contains(where: { $0 != 0 }) { result.rests = rests }
    return result
  }
}
