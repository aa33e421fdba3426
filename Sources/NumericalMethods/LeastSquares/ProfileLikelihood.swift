/// Where the sum of squares, smallest over all other parameters, has risen by a given amount: the ends of intervals.
///
///     z(θ) = ±√(S(θ) − S(best)),   the ends are where |z| = reach
///
/// z is almost a straight line where the model is almost linear, so that a few secants find each end.
///
/// Source: D. M. Bates, D. G. Watts, "Nonlinear regression analysis and its applications" (1988), chapter 6.
package struct ProfileLikelihood {
  /// The search with parameters held.
  package var projection: VariableProjection
  /// The best parameters.
  package var best: [Double]
  /// The sum of squares there.
  package var least: Double
  /// By how much, as a square root, the sum may rise.
  package var reach: Double

  package init(_ projection: VariableProjection, best: [Double], least: Double, reach: Double) {
    self.projection = projection
    self.best = best
    self.least = least
    self.reach = reach
  }

  /// The ends of one parameter's interval; nil for one that does not exist, or lies beyond a limit.
  package struct Ends: Hashable, Sendable {
    package var low: Double?
    package var high: Double?
    /// Parameters that fit better than the best: the search for it ended too early.
    package var better: [Double]?
  }

  /// The ends for a parameter.
  ///
  /// - Parameter step: how far the end is expected to lie, as a standard error says.
  /// - Throws: `NumericalError`.
  /// - Complexity: some ten searches.
  package func ends(of parameter: Int, step: Double) throws(NumericalError) -> Ends {
    var ends = Ends()
    guard step > 0, step.isFinite else { return ends }
    ends.low = try end(parameter, -step, &ends)
    if ends.better == nil { ends.high = try end(parameter, step, &ends) }
    return ends
  }

  private func end(_ parameter: Int, _ step: Double, _ ends: inout Ends) throws(NumericalError) -> Double? {
    let coordinate = projection.coordinates[parameter]
    let limit = step > 0 ? coordinate.limits.upperBound : coordinate.limits.lowerBound
    var inner = (place: coordinate.place(of: best[parameter]), rise: 0.0)
    var outer: (place: Double, rise: Double)?
    var near = best
    let far = coordinate.place(of: limit)
    // In the coordinate of the search the profile of a rate is much straighter.
    var way = step / coordinate.slope(at: best[parameter])
    let first = way.magnitude
    for round in 0..<60 {
      var place = inner.place + way
      let isAtLimit = far.isFinite && (step > 0 ? place >= far : place <= far)
      if isAtLimit { place = far }
      let value = coordinate.value(at: place)
      guard value.isFinite, let found = try search(parameter, value, from: near) else {
        // Where nothing can be computed the end lies nearer.
        outer = (place, .infinity)
        way = (place - inner.place) / 2
        if way.magnitude < 1e-9 * first { return nil }
        continue
      }
      let sum = found.sumOfSquares
      if sum < least * (1 - 1e-9), least > 0 {
        ends.better = found.parameters
        return nil
      }
      let rise = max(0, sum - least).squareRoot()
      if (rise - reach).magnitude <= 1e-7 * reach { return value }
      if rise < reach {
        if isAtLimit { return nil }
        near = found.parameters
        let slope = (rise - inner.rise) / (place - inner.place)
        inner = (place, rise)
        if let outer, outer.rise.isFinite {
          way = (outer.place - place) * (reach - rise) / (outer.rise - rise)
        } else if let outer {
          way = (outer.place - place) / 2
        } else {
          // A little beyond where the line through the last two leads, at most three times as far.
          let wanted = slope == 0 ? .infinity : ((reach - rise) / slope).magnitude * 1.02
          let most = 3 * max((place - coordinate.place(of: best[parameter])).magnitude, first)
          way = min(wanted, most) * (step > 0 ? 1 : -1)
          if (place - coordinate.place(of: best[parameter])).magnitude > 1e4 * first { return nil }
          if !coordinate.isLogarithmic, value.magnitude > 1e150 { return nil }
        }
      } else {
        outer = (place, rise)
        let share = (reach - inner.rise) / (rise - inner.rise)
        // Every fourth time a half, so that no side is kept for ever.
        way = (place - inner.place) * (round % 4 == 3 ? 0.5 : min(max(share, 0.01), 0.99))
      }
      if way.magnitude <= 1e-12 * (inner.place.magnitude + first) {
        // As far as anything can be computed the sum has not risen enough.
        if let outer, !outer.rise.isFinite { return nil }
        return value
      }
    }
    return nil
  }

  /// The best fit with a parameter held: from the neighbour and from the best.
  private func search(
    _ parameter: Int, _ value: Double, from near: [Double]
  ) throws(NumericalError) -> VariableProjection.Solution? {
    var starts = [near]
    if near != best { starts.append(best) }
    var found: VariableProjection.Solution?
    for var start in starts {
      start[parameter] = value
      guard let next = try projection.solve(from: start, holding: [parameter]) else { continue }
      if next.sumOfSquares < found?.sumOfSquares ?? .infinity { found = next }
    }
    return found
  }
}
