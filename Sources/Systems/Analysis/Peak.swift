internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// The largest value of a curve, and when it is reached.
public struct Peak: Hashable, Sendable {
  /// The moment; the first one of several.
  public var time: Double
  /// The value of the largest magnitude, with its sign; at a jump, the larger of both sides.
  public var value: Double

  /// Makes a peak.
  public init(time: Double, value: Double) {
    self.time = time
    self.value = value
  }
}

extension Signal {
  /// The largest value, by magnitude; of a train the largest impulse.
  ///
  /// - Returns: nil where the signal is unbounded: it grows for ever, is infinite somewhere, or
  ///   holds an impulse beside a waveform.
  /// - Throws: What sampling throws.
  public func peak() throws -> Peak? { try peak(over: naturalSpan()) }

  /// The largest value in a span, which is all.
  func peak(over span: ClosedRange<Double>?) throws -> Peak? {
    guard let span else { return nil }
    if isTrain {
      let end = span.upperBound
      let events = try impulses(until: end)
      let most = events.reduce(0) { Swift.max($0, $1.weight.magnitude) }
      return events.first { $0.weight.magnitude == most }
        .map { Peak(time: $0.time, value: $0.weight) }
    }
    guard terms.allSatisfy({ $0.impulsive == nil }) else { return nil }
    let curve = TimeCurve(
      self, over: span, breaks: breakpoints(in: span), oscillation: fastestOscillation)
    do {
      var values = try curve.values(at: curve.grid).map(\.magnitude)
      let nearBreaks = try curve.limits(at: curve.breaks).map(\.magnitude)
      for (n, place) in curve.breaks.enumerated() {
        let k = curve.grid.partition { $0 < place }
        values[k] = nearBreaks[3 * n..<3 * n + 3].reduce(values[k]) { Swift.max($0, $1) }
      }
      guard let most = values.max(), most > 0 else { return nil }
      let found = try curve.maxima(of: values, above: 0.8 * most) { $0.magnitude }
      let best = found.reduce(0) { Swift.max($0, $1.value) }
      let equal = found.filter { $0.value >= best * (1 - 1e-13) }
      guard let first = equal.min(by: { $0.time < $1.time }) else { return nil }
      // Which sign, and of which side.
      let sides = try curve.values(at: [first.time]) + curve.limits(at: [first.time])
      let value = sides.first { $0.magnitude >= first.value * (1 - 1e-13) }
      return Peak(time: first.time, value: value ?? first.value)
    } catch SystemsError.notFinite {
      return nil
    }
  }

  /// Where the signal does what can be described: until nothing of its area is left, or, where
  /// simple poles lie on the imaginary axis, until it has swung.
  ///
  /// - Returns: nil where it grows for ever.
  func naturalSpan() throws -> ClosedRange<Double>? {
    if let end = try filteredEnd() {
      guard end.isFinite else { return nil }
      return Swift.min(start, end)...end
    }
    let stability = try stability()
    if stability == .unstable { return nil }
    if let span = try areaSpan(leaving: 1e-9) {
      // Its end is good to about a thousandth, and may lie inside of a narrow place.
      let narrow = terms.flatMap(\.factors).flatMap { factor -> [Double] in
        guard case .closedForm(let form) = factor else { return [] }
        return form.features.map { 16 * $0.width }
      }
      let margin = 0.01 * (span.upperBound - span.lowerBound) + (narrow.max() ?? 0)
      let end = Swift.max(span.upperBound, shapeSupport.upperBound)
      return span.lowerBound...Swift.min(span.upperBound + margin, end)
    }
    guard stability == .marginal else { return nil }
    let poles = terms.flatMap(\.factors).flatMap { factor -> [Complex<Double>] in
      if case .rational(let rational) = factor { rational.poles } else { [] }
    }
    let decays = poles.map(\.real.magnitude).filter { $0 > 1e-9 * fastestOscillation && $0 > 0 }
    let swings = poles.map(\.imaginary.magnitude).filter { $0 > 0 }
    let length = Swift.max(
      decays.min().map { 40 / $0 } ?? 0, swings.min().map { 4 * Double.pi / $0 } ?? 0)
    return start...start + (length > 0 ? length : 1)
  }

  /// The last impulse of filters that matters, infinite where they do not decay; nil without
  /// filters, or where waveforms follow them.
  private func filteredEnd() throws -> Double? {
    guard isTrain, terms.contains(where: { !$0.filters.isEmpty }) else { return nil }
    return terms.map { term in
      let own = term.trains.reduce(term.delay) { $0 + ($1.events.map(\.time).max() ?? 0) }
      return term.filters.reduce(own) {
        $0 + ($1.periods(leaving: 1e-9).map(Double.init) ?? .infinity) * $1.period
      }
    }.max()
  }
}
