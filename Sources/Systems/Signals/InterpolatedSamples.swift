internal import NumericalMethods

extension PiecewisePolynomial {
  /// Makes the function that passes through samples, zero outside.
  ///
  ///     previous: p(t) = vₖ on [tₖ, tₖ₊₁), the last value for the last spacing; the end is open
  ///     linear:   straight lines; the end is closed
  ///     steffen:  monotone cubics; closed      (M. Steffen, Astron. Astrophys. 239, 1990)
  ///     cubic:    the natural spline, p″ = 0 at both ends; closed
  ///
  /// - Parameters:
  ///   - times: ascending; with `allowingJumps` two equal times are a jump, with its left value
  ///     and then its right value; splines start anew there.
  ///   - values: as many as times.
  ///   - interpolation: what lies between two samples; not `nothing`, which makes impulses.
  ///   - allowingJumps: whether two equal times are a jump rather than an error.
  /// - Throws: `SystemsError.timesMustAscend`, and `.tooFew` for fewer than two different times.
  /// - Complexity: O(n).
  public init(
    times: [Double], values: [Double], between interpolation: Interpolation,
    allowingJumps: Bool = false
  ) throws(SystemsError) {
    precondition(times.count == values.count, "samples need as many values as times")
    precondition(interpolation != .nothing, "samples with nothing between them are impulses")
    let samples = try OneSidedSamples(times, values, allowingJumps: allowingJumps)
    let stamps = samples.times
    guard stamps.count >= 2 else {
      throw SystemsError.tooFew(
        what: "a response or rate from samples", found: stamps.count, needed: 2)
    }
    var knots = try TimeGrid(stamps: stamps)
    var end = 0.0
    let degree: Int
    var coefficients: [Double]
    switch interpolation {
    case .previous, .nothing:
      degree = 0
      coefficients = samples.right
      (knots, end) = Self.withOneMoreKnot(knots, after: stamps)
    case .linear:
      degree = 1
      coefficients = []
      coefficients.reserveCapacity(2 * (stamps.count - 1))
      for k in 0..<stamps.count - 1 {
        coefficients.append(samples.right[k])
        coefficients.append(
          (samples.left[k + 1] - samples.right[k]) / (stamps[k + 1] - stamps[k]))
      }
    case .steffen:
      degree = 3
      coefficients = samples.smoothRuns.flatMap { samples.steffenCubics($0) }
    case .cubic:
      degree = 3
      coefficients = samples.smoothRuns.flatMap { samples.naturalCubics($0) }
    }
    self.init(
      knots: knots, coefficients: coefficients, degree: degree,
      isClosed: interpolation != .previous,
      lastValue: interpolation == .previous ? samples.right.last : samples.left.last)
    if end != 0 { lowParts = [Double](repeating: 0, count: knots.count - 1) + [end] }
  }

  /// The knots and one more, a last spacing later, and what it leaves out of that sum.
  private static func withOneMoreKnot(
    _ knots: TimeGrid, after times: [Double]
  ) -> (TimeGrid, Double) {
    let last = times[times.count - 1]
    let width = DoubleDouble.difference(last, times[times.count - 2])
    let end = width + last
    // A rest below the rounding of the spacing itself means nothing.
    func meant(_ rest: Double) -> Double { rest.magnitude > width.hi.ulp ? rest : 0 }
    switch knots.storage {
    case .even(var even):
      even.count += 1
      var longer = knots
      longer.storage = .even(even)
      return (longer, meant((end - longer[times.count]).hi))
    case .listed:
      return (TimeGrid(ascending: times + [end.hi]), meant(end.lo))
    }
  }
}

extension Signal {
  /// Makes a signal from samples; with nothing between them they are impulses themselves.
  ///
  /// - Throws: as `PiecewisePolynomial.init(times:values:between:allowingJumps:)`.
  /// - Complexity: O(n).
  public init(
    times: [Double], values: [Double], between interpolation: Interpolation,
    allowingJumps: Bool = false
  ) throws(SystemsError) {
    guard interpolation == .nothing else {
      self.init(
        .pieces(
          try PiecewisePolynomial(
            times: times, values: values, between: interpolation, allowingJumps: allowingJumps)))
      return
    }
    precondition(times.count == values.count, "samples need as many values as times")
    _ = try TimeGrid(times)
    self = .events(zip(times, values).map { Event(time: $0, weight: $1) })
  }
}
