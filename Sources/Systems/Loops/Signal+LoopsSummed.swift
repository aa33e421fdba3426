import NumericalMethods

extension Signal {
  /// The signal with each loop as the sum of what has gone round it n times, up to a time.
  ///
  ///     F/(1 − G) = F + F G + F G² + …
  ///
  /// - Returns: nil where that is a sum of more than a few terms, in which much would cancel.
  func withLoopsSummed(until last: Double) throws -> Signal? {
    var sum = Signal()
    for term in terms {
      guard !term.loops.isEmpty else {
        sum.terms.append(term)
        continue
      }
      // What has gone on for ever has gone round for ever.
      guard term.trains.allSatisfy(\.past.isEmpty) else { return nil }
      var rest = Signal(terms: [term])
      rest.terms[0].loops = []
      for loop in term.loops {
        guard let series = try loop.summed(until: last - term.earliest) else { return nil }
        rest = rest.convolved(with: series)
      }
      sum = sum + rest
    }
    return sum
  }
}

extension DelayLoop {
  /// `Σ F Gⁿ` as far as it has begun.
  fileprivate func summed(until last: Double) throws -> Signal? {
    var sum = RationalSum()
    var part = forward
    for _ in 0...12 {
      part = RationalSum(part.terms.filter { $0.delay.hi <= last })
      guard part.terms.count <= 100 else { return nil }
      if part.terms.isEmpty { return try sum.signal() }
      sum = sum.adding(part)
      part = part.multiplied(by: around)
    }
    return nil
  }
}
