internal import NumericalMethods

extension Signal {
  /// The signal's values at times: the one place where numbers are computed.
  ///
  /// What a term's waveforms are says which rule computes it (`ConvolutionTable.swift`), the numbers of
  /// impulses and rows which way (`Method.swift`); what is printed says nothing.
  ///
  /// - Parameters:
  ///   - times: the rows, in any order.
  ///   - side: which value a row exactly at a jump shows.
  ///   - tolerance: what an approximation may be off.
  ///   - bounds: whether `errors` is filled.
  ///   - jobs: how many threads may work; the values never depend on it.
  ///   - algorithm: a way to be taken wherever it fits; by default the one expected to be fastest.
  /// - Returns: the values, and the impulses up to the last row that no row can hold.
  /// - Throws: `SystemsError` where a value is not finite or a tolerance can't be met.
  public func sampled(
    at times: OutputTimes, side: Side = .after, tolerance: Tolerance = .init(),
    bounds: Bool = false, jobs: Int = 1, algorithm: Algorithm = .automatic
  ) throws -> Samples {
    let order = times.ascendingOrder
    let given = times.array
    let ascending = order.map { order in order.map { given[$0] } } ?? given
    var grid: TimeGrid?
    if case .grid(let even) = times { grid = even }
    let rows = Rows(
      times: ascending, grid: grid, side: side, tolerance: tolerance, wantsErrors: bounds,
      jobs: jobs, algorithm: algorithm)
    let products = try Product.all(
      of: withLoopsWritten(until: ascending.last ?? -.infinity, side: side, bounds: bounds),
      until: ascending.last ?? -.infinity)
    var sum: Superposition?
    var impulses: [Event] = []
    for product in products {
      if product.isTrain {
        impulses += product.train.events.indices.map { k in
          let moment = product.train.moment(k) + product.delay
          return Event(time: moment.hi, weight: product.train.events[k].weight)
        }
        continue
      }
      let part = try product.superposed(at: rows)
      if sum == nil { sum = part } else { sum?.add(part) }
    }
    let total = sum ?? Superposition(zeroFor: rows)
    if let bad = total.values.firstIndex(where: { !$0.isFinite }) {
      throw SystemsError.notFinite(time: ascending[bad], why: "found \(SystemsError.text(total.values[bad]))")
    }
    return Samples(
      times: times, values: unsorted(total.values, order), errors: unsorted(total.errors, order),
      impulses: impulses, methods: total.methods)
  }
}

/// Puts values back into the order in which their times were given.
private func unsorted(_ values: [Double], _ order: [Int]?) -> [Double] {
  guard let order, !values.isEmpty else { return values }
  var result = values
  for (k, place) in order.enumerated() { result[place] = values[k] }
  return result
}

extension OutputTimes {
  /// The order that makes the times ascend, nil where they do.
  var ascendingOrder: [Int]? {
    guard case .listed(let times) = self else { return nil }
    for k in times.indices.dropFirst() where times[k] < times[k - 1] {
      return times.indices.sorted { (times[$0], $0) < (times[$1], $1) }
    }
    return nil
  }
}
