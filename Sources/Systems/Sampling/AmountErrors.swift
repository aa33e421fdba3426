internal import NumericalMethods

extension Signal {
  /// Bounds on what `amounts(at:period:)` is off at each row.
  ///
  ///     |error| ≤ 2⁻⁵⁰ Σ |terms| + ε Σₖ |hₖ| |xₙ₋ₖ| + what transforms lose
  ///
  /// A term's filters work in double-double, so `ε` is 2⁻⁹⁸ where its impulses are as they were given;
  /// where they are sums themselves, their own rounding goes through the filters, and `ε` is 2⁻⁵⁰. With
  /// the magnitudes of the filters' response `h`, since what cancels in the output does not in its error.
  ///
  /// - Throws: what `amounts(at:period:)` throws.
  /// - Complexity: that of the amounts, and of a discrete convolution with the filters' response.
  public func amountErrors(at rows: [Double], period: Double?) throws -> [Double] {
    guard let last = rows.max() else { return [] }
    var errors = [Double](repeating: 0, count: rows.count)
    for term in terms.compactMap(\.impulsive) {
      let amounts = try Signal(terms: [term]).amounts(at: rows, period: period)
      let lost = try term.transformError(until: last, rows: rows.count)
      for k in rows.indices { errors[k] += 0x1p-50 * amounts[k].magnitude + lost }
      let rounding = try Signal(terms: [term.magnitudes(until: last)]).amounts(at: rows, period: period)
      let unit = term.hasGivenImpulses ? 0x1p-98 : 0x1p-50
      for k in rows.indices { errors[k] += unit * rounding[k].magnitude }
    }
    return errors
  }
}

extension Signal.Term {
  /// What transforms lose of each amount of the term's train.
  fileprivate func transformError(until last: Double, rows: Int) throws -> Double {
    let isProduct = trains.count(where: { $0.events.count != 1 }) > 1
    let isFinite = filters.contains { $0.series == nil && $0.denominator.count == 1 }
    guard isFinite || isProduct && ScatteredPairs(self, rows: rows) == nil else { return 0 }
    return try Product(self, until: last).train.transformError
  }

  /// Whether the impulses that its filters see are those that were given, and not sums of products.
  fileprivate var hasGivenImpulses: Bool {
    trains.count(where: { $0.events.count != 1 || !$0.past.isEmpty }) <= 1 && loops.isEmpty
      && Set(filters.map(\.period)).count <= 1
  }

  /// The term with the magnitudes of its impulses, and of its filters' response up to a moment.
  fileprivate func magnitudes(until last: Double) throws -> Signal.Term {
    var result = self
    result.trains = trains.map(\.magnitudes)
    let first = trains.reduce(delay) { $0 + ($1.events.map(\.time).min() ?? 0) }
    result.filters = []
    for period in filters.map(\.period) where !result.filters.contains(where: { $0.period == period }) {
      let count = Swift.min(1e9, Swift.max(0, (last - first) / period))
      var one = [DoubleDouble](repeating: .zero, count: Int(count) + 2)
      one[0] = .one
      let response = try filters.filter { $0.period == period }.filtered(one).values
      result.filters.append(
        DiscreteFilter(numerator: response.map(\.magnitude), denominator: [1], period: period))
    }
    return result
  }
}
