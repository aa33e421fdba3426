import NumericalMethods

extension Train {
  /// The listed events, and those of steady pasts that a waveform on `support` brings to rows
  /// between two times.
  ///
  /// - Throws: `SystemsError.tooLarge` where a past is too dense to be listed.
  /// - Complexity: O(1) without a past, else O(n + m) with m impulses of the past within reach.
  func events(
    reaching rows: ClosedRange<Double>, delay: Double, support: ClosedRange<Double>
  ) throws(SystemsError) -> [Event] {
    guard !past.isEmpty else { return events }
    var all = events
    for steady in past {
      let period = steady.period
      let earliest = rows.lowerBound - delay - support.upperBound
      let latest = rows.upperBound - delay - support.lowerBound
      let most = ((steady.before - earliest) / period + 1).rounded(.down)
      let least = max(1, ((steady.before - latest) / period - 1).rounded(.down))
      guard most >= least else { continue }
      guard most - least < 1e8 else {
        throw SystemsError.tooLarge(
          what: "a steady past of period \(period) within the response's reach",
          size: most - least)
      }
      for n in Int(least)...Int(most) {
        let time = DoubleDouble(steady.before) - DoubleDouble.product(Double(n), period)
        all.append(Event(time: time.hi, weight: steady.weight))
      }
    }
    return all
  }
}

extension PiecewisePolynomial {
  /// From the first knot to the last.
  package var support: ClosedRange<Double> { knots[0]...knots[cells] }
}
