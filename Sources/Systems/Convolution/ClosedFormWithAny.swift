internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// The convolution of formulas, and of formulas with pieces or rationals, by quadrature.
///
///     y(t) = Σ wᵢ ∫ h(s) x(t − tᵢ − delay − s) ds
///
/// Every factor is cut once into panels in which it is smooth; Gauss's rule on the merged panels
/// gives each value. Where many lags are asked for the values are read off Chebyshev panels of the result; of three
/// factors the product of two is made into such panels first.
///
/// Some values are computed again with every part halved; the difference, less what rounding
/// explains, must be below the tolerance, and enlarges the stated errors.
///
/// - Throws: `SystemsError.toleranceNotMet` with what was reached, `notFinite`, `undefined` where an
///   endless factor does not decay, `tooLarge`, and what a formula throws.
/// - Complexity: O(rows · panels), independent of the rows beyond about a thousand.
package func closedFormWithAny(
  _ factors: [Waveform], train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  precondition(factors.count >= 2, "a product needs two factors")
  let starts = train.events.map(\.time)
  let latest = max(starts.max() ?? -.infinity, train.past.map(\.before).max() ?? -.infinity)
  let earliest = train.past.isEmpty ? (starts.min() ?? 0) : -.infinity
  var window = (first - latest - delay)...(last - earliest - delay)
  let slack = 16 * max(first.magnitude, last.magnitude, latest.magnitude).ulp
  window = (window.lowerBound - slack)...(window.upperBound + slack)

  // Formulas first, then rationals, then pieces, whose knots are many; of three what does not decay last, since only
  // beside all others it may.
  let ordered = factors.map { (factor: $0, rank: $0.rank(isLastIfLasting: factors.count > 2)) }
    .sorted { $0.rank < $1.rank }.map(\.factor)
  var product = try ordered[0].form(until: window.upperBound)
  var lags = Double(rows.times.count) * Double(max(1, train.events.count))
  if !train.past.isEmpty { lags = .infinity }
  for (k, factor) in ordered.enumerated().dropFirst() {
    let isLast = k + 1 == ordered.count
    if isLast, case .pieces(let pieces) = factor, train.past.isEmpty,
      Method.choose(
        Method.placed(cells: pieces.cells, degree: pieces.degree, lags: lags), rows.algorithm
      ).algorithm == .panels,
      let placed = try product.placed(
        at: pieces, train: train, delay: delay, in: window, at: rows)
    {
      return placed
    }
    let rest = ordered[(k + 1)...].reduce(0.0) { $0 + $1.extent.lowerBound }
    let range = isLast ? window : (-Double.infinity)...(window.upperBound - rest)
    guard var next = try FormProduct(product, factor, in: range) else {
      return Superposition(zeroFor: rows)
    }
    try next.verify(
      rows.tolerance, at: isLast ? rows.someLags(of: starts, delay: delay) : [], in: range)
    product = next.form
    let isTabulated = Method.choose(Method.quadrature(lags: lags), rows.algorithm).algorithm == .panels
    if isTabulated || !isLast {
      let limit = isLast ? Int(min(20_000, lags / 17)) : 20_000
      if let table = try product.tabulated(
        from: range.lowerBound, to: range.upperBound, limit: max(2, limit))
      {
        product = table
      }
    }
  }
  var result = try eventsThroughClosedForm(train, delay: delay, product, at: rows)
  if rows.wantsErrors, let errors = product.errors {
    try result.addErrors(errors, on: product.support, train, delay: delay, at: rows)
  }
  result.methods = [
    MethodNote(
      name: "quadrature on merged panels", reason: "\(product.text) has no closed form here",
      cost: "\(rows.times.count) rows × \(train.events.count) impulses", certainty: .estimate)
  ]
  return result
}

extension Superposition {
  /// Adds what the values of a waveform may be off at the lags of a train, Σ |wᵢ| e(t − tᵢ − delay).
  ///
  /// Of an endless past the last few repeats stand for all, in the share of the value that they have.
  fileprivate mutating func addErrors(
    _ errors: ClosedForm.Evaluation, on support: ClosedRange<Double>, _ train: Train, delay: Double,
    at rows: Rows
  ) throws {
    let listed = train.events.sorted { $0.time < $1.time }
    let repeats = train.past.flatMap { past in
      (1...32).map { Event(time: past.before - Double($0) * past.period, weight: past.weight) }
    }
    var (lags, weights, off): ([Double], [Double], [Double]) = ([], [], [])
    for (row, time) in rows.times.enumerated() {
      lags.removeAll(keepingCapacity: true)
      weights.removeAll(keepingCapacity: true)
      let first = listed.partition { $0.time + delay < time - support.upperBound }
      let last = listed.partition { $0.time + delay <= time - support.lowerBound }
      for event in listed[first..<max(first, last)] + repeats {
        let lag = time - event.time - delay
        guard support.contains(lag) else { continue }
        lags.append(lag)
        weights.append(event.weight)
      }
      guard !lags.isEmpty else { continue }
      off = [Double](repeating: 0, count: lags.count)
      try lags.withUnsafeBufferPointer { lags in
        try off.withUnsafeMutableBufferPointer { try errors(lags, $0) }
      }
      for k in off.indices { self.errors[row] += weights[k].magnitude * off[k] }
    }
  }
}

extension Rows {
  /// A few of the lags between rows and events, spread over both.
  fileprivate func someLags(of starts: [Double], delay: Double) -> [Double] {
    guard !starts.isEmpty else { return [] }
    let ascending = starts.sorted()
    let count = Swift.min(8, times.count)
    return (0..<count).map { k in
      let time = times[(2 * k + 1) * times.count / (2 * count)]
      let before = Swift.max(1, ascending.partition { $0 + delay <= time })
      return time - ascending[(before - 1) * (k % 3) / 2] - delay
    }
  }
}

extension Waveform {
  /// The place in the order in which factors are multiplied.
  fileprivate func rank(isLastIfLasting: Bool) -> Int {
    switch self {
    case .closedForm(let form): isLastIfLasting && form.isLasting ? 3 : 0
    case .rational: 1
    case .pieces: 2
    }
  }

  /// Where it may differ from 0.
  var extent: ClosedRange<Double> {
    switch self {
    case .closedForm(let form): form.support
    case .rational: 0...Double.infinity
    case .pieces(let pieces): pieces.knots[0]...pieces.knots[pieces.cells]
    }
  }

  /// The waveform as a formula, for lags up to a horizon.
  func form(until horizon: Double) throws -> ClosedForm {
    switch self {
    case .closedForm(let form): return form
    case .rational(let rational): return ClosedForm(rational, until: horizon)
    case .pieces(let pieces):
      let knots = pieces.knots.array
      return ClosedForm(
        text: "pieces", on: extent,
        corners: { window in
          let first = knots.partition { $0 < window.lowerBound }
          return Array(knots[first..<knots.partition { $0 <= window.upperBound }])
        }, evaluate: pieces.evaluation)
    }
  }
}

extension ClosedForm {
  /// Whether it has no end, or no beginning, and does not decay there.
  fileprivate var isLasting: Bool {
    let (low, high) = (support.lowerBound, support.upperBound)
    return (high == .infinity && (try? reach(downwards: false, from: low)) == nil)
      || (low == -.infinity && (try? reach(downwards: true, from: high)) == nil)
  }

  /// A rational waveform as a formula.
  init(_ rational: Rational, until horizon: Double) {
    let blocks = PoleClusters.make([rational], horizon: horizon)
    let features = rational.poles.filter { $0.length > 0 }.map {
      Feature(centre: 0, width: 1 / $0.length)
    }
    self.init(text: "a rational response", on: 0...Double.infinity, features: features) {
      times, values in
      for k in times.indices {
        var sum = 0.0
        for block in blocks { sum += block.response(times[k]) }
        values[k] = sum
      }
    }
  }
}
