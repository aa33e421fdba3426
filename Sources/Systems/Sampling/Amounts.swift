extension Signal {
  /// Whether the signal is impulses and nothing else.
  public var isTrain: Bool {
    terms.allSatisfy { $0.factors.isEmpty && $0.loops.allSatisfy(\.isEcho) }
  }

  /// The impulses of the signal up to a moment, those at one instant joined, ascending.
  ///
  /// - Throws: `SystemsError` where trains are too long to multiply out, or miss a filter's grid.
  public func impulses(until last: Double) throws -> [Event] {
    let bare = Signal(terms: terms.compactMap(\.impulsive))
    return Train(try bare.sampled(at: .listed([last])).impulses).merged().events
  }

  /// The times at which an impulse of a train can fall, those with an amount of 0 among them.
  ///
  /// A filter counts with every period up to where less than `share` of its response is left.
  ///
  /// - Throws: `SystemsError` where trains are too long to multiply out, or miss a filter's grid.
  public func impulseTimes(leaving share: Double) throws -> [Double] {
    var ones = self
    if terms.contains(where: { !$0.loops.isEmpty }) {
      guard let end = try areaSpan(leaving: share)?.upperBound else { return [] }
      ones = try withLoopsWritten(until: end)
    }
    for k in ones.terms.indices {
      for j in ones.terms[k].trains.indices {
        for i in ones.terms[k].trains[j].events.indices {
          ones.terms[k].trains[j].events[i].weight = 1
        }
      }
      ones.terms[k].filters = ones.terms[k].filters.map { filter in
        let count = (filter.periods(leaving: share) ?? 0) + 1
        return DiscreteFilter(
          numerator: [Double](repeating: 1, count: count), denominator: [1], period: filter.period)
      }
    }
    // By a transform the counts are whole numbers only to rounding.
    return try ones.impulses(until: .infinity).filter { $0.weight > 0.5 }.map(\.time)
  }

  /// The amount of the impulse at each row of a train, 0 where there is none.
  ///
  /// A row meets an impulse where their times differ by less than 1e-9 of the period, without one
  /// of the impulses' smallest spacing.
  ///
  /// - Throws: `SystemsError` where trains are too long to multiply out, or miss a filter's grid.
  /// - Complexity: O(log n) for each row; O(n) where two long trains on no common grid meet few rows.
  public func amounts(at rows: [Double], period: Double?) throws -> [Double] {
    guard let last = rows.max() else { return [] }
    if terms.count == 1, let term = terms[0].impulsive, let pairs = ScatteredPairs(term, rows: rows.count) {
      return rows.map(pairs.amount)
    }
    let events = try impulses(until: last)
    var spacing = period ?? .infinity
    if period == nil {
      for k in events.indices.dropFirst() {
        spacing = Swift.min(spacing, events[k].time - events[k - 1].time)
      }
    }
    return rows.map { row in
      var low = 0
      var high = events.count
      while low < high {
        let middle = (low + high) / 2
        if events[middle].time < row { low = middle + 1 } else { high = middle }
      }
      let slack = Swift.max(spacing.isFinite ? 1e-9 * spacing : 0, 64 * row.ulp)
      let near = [low - 1, low].filter(events.indices.contains)
      let nearest = near.min { (events[$0].time - row).magnitude < (events[$1].time - row).magnitude }
      guard let nearest, (events[nearest].time - row).magnitude < slack else { return 0 }
      return events[nearest].weight
    }
  }
}

extension Signal.Term {
  /// The impulses of the term: its train, or what the direct terms of its rationals make of it; nil
  /// where it has none.
  var impulsive: Signal.Term? {
    var gain = 1.0
    for factor in factors {
      guard case .rational(let rational) = factor, rational.direct != 0 else { return nil }
      gain *= rational.direct
    }
    var copy = self
    copy.factors = []
    return gain == 1 ? copy : copy.scaled(by: gain)
  }
}
