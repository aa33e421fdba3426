internal import NumericalMethods
internal import RealModule

/// The convolution of a formula with another waveform, made ready to be evaluated at any lag.
struct FormProduct {
  /// The product as a formula: each of its values is a quadrature.
  private(set) var form: ClosedForm
  private let overlap: Overlap

  /// Resolves two factors for lags in a range.
  ///
  /// - Returns: nil where there is nothing.
  /// - Throws: what resolving a factor throws.
  init?(_ a: ClosedForm, _ b: Waveform, in lags: ClosedRange<Double>) throws {
    let other = b.extent
    let support = (a.support.lowerBound + other.lowerBound)...(a.support.upperBound + other.upperBound)
    let text = "\(a.text) * \(b.text)"
    if case .pieces(let pieces) = b {
      guard let own = a.support.needed(for: lags, besides: other),
        let panels = try a.panels(from: own.lowerBound, to: own.upperBound, for: .products)
      else { return nil }
      let knots = pieces.knots.array
      let ends = Corners(a, panels)
      let features = a.features.flatMap { feature in
        knots.prefix(64).map { ClosedForm.Feature(centre: feature.centre + $0, width: feature.width) }
      }
      let overlap = Overlap(h: Integrand(a, panels), x: Integrand(pieces))
      self.overlap = overlap
      form = ClosedForm(
        text: text, on: support, corners: { ends.sums(with: knots, in: $0) }, features: features,
        evaluate: overlap.evaluation)
      form.errors = overlap.errors
      return
    }
    let second = try b.form(until: lags.upperBound)
    guard let (panels, others) = try FormProduct.panels(a, second, in: lags) else { return nil }
    let overlap = Overlap(h: Integrand(a, panels), x: Integrand(second, others))
    self.overlap = overlap
    let (first, last) = (Corners(a, panels), Corners(second, others))
    // Near the start powers give a power: t^α * t^β is a multiple of t^(α + β + 1).
    var exponent: Double?
    if a.startExponent != nil || second.startExponent != nil {
      exponent = (a.startExponent ?? 0) + (second.startExponent ?? 0) + 1
    }
    let limit = exponent
    let start = support.lowerBound
    let nearest = min(panels.edges[1] - panels.edges[0], others.edges[1] - others.edges[0])
    form = ClosedForm(
      text: text, on: support, corners: { first.sums(with: last.places, in: $0) },
      features: FormProduct.features(a, second), startExponent: exponent.map { $0 == 0 ? nil : $0 } ?? nil
    ) { times, values in
      try overlap.evaluation(times, values)
      guard let limit, limit <= 0 else { return }
      for k in times.indices where times[k] == start {
        // The limit from the right, where it isn't 0.
        if limit < 0 {
          values[k] = .infinity
        } else {
          try withUnsafePointer(to: start + 1e-9 * nearest) { place in
            try overlap.evaluation(
              UnsafeBufferPointer(start: place, count: 1),
              UnsafeMutableBufferPointer(rebasing: values[k...k]))
          }
        }
      }
    }
    form.errors = overlap.errors
  }

  /// The panels of two formulas, as far as lags in a range need them.
  private static func panels(
    _ a: ClosedForm, _ b: ClosedForm, in lags: ClosedRange<Double>
  ) throws -> (ChebyshevPanels, ChebyshevPanels)? {
    guard let own = try a.needed(for: lags, beside: b), let other = try b.needed(for: lags, beside: a),
      let first = try a.panels(from: own.lowerBound, to: own.upperBound, for: .products),
      let second = try b.panels(from: other.lowerBound, to: other.upperBound, for: .products)
    else { return nil }
    return (first, second)
  }

  /// Where a product may be narrow: features of one meet features, or the start, of the other.
  private static func features(_ a: ClosedForm, _ b: ClosedForm) -> [ClosedForm.Feature] {
    func marks(_ form: ClosedForm) -> [ClosedForm.Feature] {
      let start = form.support.lowerBound
      return form.features + (start.isFinite ? [ClosedForm.Feature(centre: start, width: 0)] : [])
    }
    var result: [ClosedForm.Feature] = []
    for first in marks(a) {
      for second in marks(b) {
        let width = max(first.width, second.width)
        if width > 0 {
          result.append(ClosedForm.Feature(centre: first.centre + second.centre, width: width))
        }
      }
    }
    return result
  }

  /// Compares with a second rule, and makes the stated errors as large as what that shows.
  ///
  /// - Parameters:
  ///   - places: lags that are asked for; where there are few, others are added.
  ///   - lags: the range of all.
  /// - Throws: `SystemsError.toleranceNotMet` where they differ by more than the tolerance and
  ///   rounding explain.
  mutating func verify(
    _ tolerance: Tolerance, at places: [Double], in lags: ClosedRange<Double>
  ) throws {
    guard let hStart = overlap.h.edges.first, let hEnd = overlap.h.edges.last,
      let xStart = overlap.x.edges.first, let xEnd = overlap.x.edges.last
    else { return }
    let low = max(lags.lowerBound, hStart + xStart)
    let high = min(lags.upperBound, hEnd + xEnd)
    guard low < high else { return }
    var places = places.filter { low < $0 && $0 < high }
    if places.count < 4 {
      for k in 1...8 {
        let share = (Double(k) - 0.03 * Double(k % 3)) / 8
        places.append(low + (high - low) * share)
      }
    }
    let (values, again) = try places.withUnsafeBufferPointer {
      (try overlap.values(at: $0), try overlap.values(at: $0, halvings: 1))
    }
    var (worst, doubt) = (0.0, 1.0)
    // Below 1e-290 numbers lose their digits.
    for (value, second) in zip(values, again) where value.magnitude > 1e-290 {
      let off = (value.sum - second.sum).magnitude
      worst = max(worst, off - 0x1p-46 * value.magnitude)
      doubt = max(doubt, off / (value.error + second.error))
    }
    let peak = values.reduce(0) { max($0, $1.magnitude) }
    guard worst <= max(tolerance.relative * peak, tolerance.absolute) else {
      throw SystemsError.toleranceNotMet(
        reached: worst / peak, asked: tolerance.relative, method: "quadrature of \(form.text)")
    }
    guard doubt > 1, let errors = form.errors else { return }
    form.errors = { [doubt] places, values in
      try errors(places, values)
      for k in values.indices { values[k] *= doubt }
    }
  }
}

extension Overlap {
  /// The values of the product.
  var evaluation: ClosedForm.Evaluation {
    { times, values in
      for (k, value) in try self.values(at: times).enumerated() { values[k] = value.sum }
    }
  }

  /// What they may be off.
  var errors: ClosedForm.Evaluation {
    { times, values in
      for (k, value) in try self.values(at: times).enumerated() { values[k] = value.error }
    }
  }
}

extension ClosedRange<Double> {
  /// The part of a factor's support that lags in a range can see, beside a factor of some extent.
  func needed(for lags: Self, besides other: Self) -> Self? {
    let low = Swift.max(lowerBound, lags.lowerBound - other.upperBound)
    let high = Swift.min(upperBound, lags.upperBound - other.lowerBound)
    return low < high ? low...high : nil
  }
}

extension ClosedForm {
  /// The integrand of a convolution at a lag, `f(s) g(t − s)`, as a formula in s.
  func beside(_ other: ClosedForm, at lag: Double) -> ClosedForm {
    let turned = other.features.map { Feature(centre: lag - $0.centre, width: $0.width) }
    return ClosedForm(text: text, on: support, features: features + turned) { places, values in
      // Each is asked inside of its own support alone; where one is beyond the doubles nothing is known of the product.
      for k in places.indices {
        values[k] = (try? value(at: places[k]) * other.value(at: lag - places[k])) ?? .nan
      }
    }
  }

  /// The part of the support that lags in a range can see beside another factor.
  ///
  /// Where neither has an end there the product decides: one may grow without end where the other falls faster,
  /// and what decays slowly counts for long beside what stays. It is looked at for the first lag, the last, and
  /// one between.
  ///
  /// - Returns: nil where there is nothing.
  /// - Throws: `SystemsError.undefined` where the product does not decay.
  fileprivate func needed(
    for lags: ClosedRange<Double>, beside other: ClosedForm
  ) throws -> ClosedRange<Double>? {
    guard let own = support.needed(for: lags, besides: other.support) else { return nil }
    var (low, high) = (own.lowerBound, own.upperBound)
    guard !low.isFinite || !high.isFinite else { return own }
    let wanted = lags.lowerBound.isFinite && lags.upperBound.isFinite
      ? [lags.lowerBound, 0.5 * lags.lowerBound + 0.5 * lags.upperBound, lags.upperBound]
      : [lags.lowerBound, lags.upperBound].filter(\.isFinite)
    let integrands = wanted.map { beside(other, at: $0) }
    for isLow in [true, false] where !(isLow ? low : high).isFinite {
      let from = isLow ? high : low
      var ends: [Double] = []
      for integrand in integrands {
        ends.append(try integrand.reach(downwards: isLow, from: from, leaving: 1e-24))
      }
      // What decays by itself is wanted as far as lags between may see it.
      if ends.isEmpty {
        ends = [try reach(downwards: isLow, from: from)]
      } else if let alone = try? reach(downwards: isLow, from: from) {
        ends.append(alone)
      }
      if isLow { low = ends.min() ?? low } else { high = ends.max() ?? high }
    }
    return low < high ? low...high : nil
  }
}

extension Waveform {
  /// How it is called in messages.
  var text: String {
    switch self {
    case .closedForm(let form): form.text
    case .rational: "a rational response"
    case .pieces: "pieces"
    }
  }
}

/// The places at which a factor is not smooth.
struct Corners: Sendable {
  let places: [Double]

  /// The corners of a formula and the ends of its panels.
  init(_ form: ClosedForm, _ panels: ChebyshevPanels) {
    guard let low = panels.edges.first, let high = panels.edges.last else {
      places = []
      return
    }
    places = ([low] + form.corners(low...high) + [high]).sorted()
  }

  /// All sums with the places of another factor that lie in a window, ascending.
  func sums(with other: [Double], in window: ClosedRange<Double>) -> [Double] {
    var result: [Double] = []
    for place in places {
      let first = other.partition { place + $0 < window.lowerBound }
      var k = first
      while k < other.count, place + other[k] <= window.upperBound {
        result.append(place + other[k])
        k += 1
      }
    }
    return result.sorted()
  }
}
