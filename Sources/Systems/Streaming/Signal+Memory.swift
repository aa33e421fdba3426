internal import ComplexModule

extension Signal {
  /// How long after an impulse the signal still matters: its end, or where every exponential has
  /// sunk below 2⁻⁷² of its start; nil for what does neither.
  ///
  /// A pole of multiplicity m decays as `t^{m−1} e^{−rt}`: each further one counts eight more
  /// time constants.
  public var memory: Double? {
    var longest = 0.0
    for term in terms {
      guard term.filters.isEmpty, term.loops.isEmpty, term.trains.allSatisfy(\.past.isEmpty) else { return nil }
      var length = term.delay
      for train in term.trains { length += train.events.map(\.time).max() ?? 0 }
      for factor in term.factors {
        switch factor {
        case .pieces(let pieces): length += pieces.knots[pieces.cells]
        case .closedForm(let form):
          guard form.support.upperBound.isFinite else { return nil }
          length += form.support.upperBound
        case .rational(let rational):
          guard let slowest = rational.poles.map({ -$0.real }).min(), slowest > 0 else {
            return nil
          }
          length += (50 + 8 * Double(rational.poles.count - 1)) / slowest
        }
      }
      longest = max(longest, length)
    }
    return longest
  }
}
