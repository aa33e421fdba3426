internal import NumericalMethods

extension PiecewisePolynomial {
  /// The sum of rectangular pulses, which may overlap and come in any order; nil where none lasts.
  ///
  ///     p(t) = Σ height over the pulses with start ≤ t < end
  ///
  /// The running height is kept in double-double, and is exactly 0 where no pulse is active.
  ///
  /// - Complexity: O(n log n).
  public static func pulses(
    _ pulses: [(start: Double, end: Double, height: Double)]
  ) -> PiecewisePolynomial? {
    var edges: [(time: Double, change: Double, active: Int)] = []
    edges.reserveCapacity(2 * pulses.count)
    for pulse in pulses where pulse.start < pulse.end {
      edges.append((pulse.start, pulse.height, 1))
      edges.append((pulse.end, -pulse.height, -1))
    }
    guard !edges.isEmpty else { return nil }
    edges.sort { $0.time < $1.time }
    var knots: [Double] = []
    var heights: [Double] = []
    var running = DoubleDouble.zero
    var active = 0
    var next = 0
    while next < edges.count {
      let time = edges[next].time
      while next < edges.count, edges[next].time == time {
        running += edges[next].change
        active += edges[next].active
        next += 1
      }
      if active == 0 { running = .zero }
      knots.append(time)
      heights.append(running.hi)
    }
    // After the last edge nothing is active.
    heights.removeLast()
    return PiecewisePolynomial(
      knots: TimeGrid(ascending: knots), coefficients: heights, degree: 0, isClosed: false)
  }
}
