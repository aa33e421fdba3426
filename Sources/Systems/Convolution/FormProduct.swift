internal import NumericalMethods
internal import RealModule

/// The convolution of a formula with another waveform, made ready to be evaluated at any lag.
struct FormProduct {
  /// The product as a formula: each of its values is a quadrature.
  let form: ClosedForm
  private let overlap: Overlap?

  /// Resolves two factors for lags in a range.
  ///
  /// - Returns: nil where there is nothing.
  /// - Throws: what resolving a factor throws.
  init?(_ a: ClosedForm, _ b: Waveform, in lags: ClosedRange<Double>) throws {
    let other = b.extent
    let support = (a.support.lowerBound + other.lowerBound)...(a.support.upperBound + other.upperBound)
    func range(_ own: ClosedRange<Double>, _ other: ClosedRange<Double>) -> (Double, Double) {
      (
        max(own.lowerBound, lags.lowerBound - other.upperBound),
        min(own.upperBound, lags.upperBound - other.lowerBound)
      )
    }
    let (low, high) = range(a.support, other)
    guard low < high, let panels = try a.panels(from: low, to: high) else { return nil }
    let h = Integrand(a, panels)
    let text = "\(a.text) * \(b.text)"
    if case .pieces(let pieces) = b {
      let x = Integrand(pieces)
      let knots = x.edges
      let ends = Corners(a, panels)
      let corners: @Sendable (ClosedRange<Double>) -> [Double] = { window in
        ends.sums(with: knots, in: window)
      }
      let features = a.features.flatMap { feature in
        knots.prefix(64).map { ClosedForm.Feature(centre: feature.centre + $0, width: feature.width) }
      }
      if pieces.degree == 0, let integral = a.integral {
        let held = HeldPieces(pieces: pieces, form: a, integral: integral, remainder: a.remainder)
        overlap = nil
        form = ClosedForm(
          text: text, on: support, corners: corners, features: features,
          evaluate: { try held.values(at: $0, into: $1) })
        return
      }
      let overlap = Overlap(h: h, x: x)
      self.overlap = overlap
      form = ClosedForm(text: text, on: support, corners: corners, features: features) {
        try overlap.values(at: $0, into: $1)
      }
      return
    }
    let second = try b.form(until: lags.upperBound)
    let (from, to) = range(other, a.support)
    guard from < to, let others = try second.panels(from: from, to: to) else { return nil }
    let overlap = Overlap(h: h, x: Integrand(second, others))
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
      try overlap.values(at: times, into: values)
      guard let limit, limit <= 0 else { return }
      for k in times.indices where times[k] == start {
        // The limit from the right, where it isn't 0.
        if limit < 0 {
          values[k] = .infinity
        } else {
          try withUnsafePointer(to: start + 1e-9 * nearest) { place in
            try overlap.values(
              at: UnsafeBufferPointer(start: place, count: 1),
              into: UnsafeMutableBufferPointer(rebasing: values[k...k]))
          }
        }
      }
    }
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

  /// How far a second rule is off, relative to the peak, where rounding does not explain it.
  ///
  /// - Throws: `SystemsError.toleranceNotMet` beyond the tolerance.
  func verified(_ tolerance: Tolerance, lags: ClosedRange<Double>) throws -> Double {
    guard let overlap, let hStart = overlap.h.edges.first, let hEnd = overlap.h.edges.last,
      let xStart = overlap.x.edges.first, let xEnd = overlap.x.edges.last
    else { return 0 }
    let low = max(lags.lowerBound, hStart + xStart)
    let high = min(lags.upperBound, hEnd + xEnd)
    guard low < high else { return 0 }
    let places = (1...8).map { (k: Int) -> Double in
      let share = (Double(k) - 0.03 * Double(k % 3)) / 8
      return low + (high - low) * share
    }
    var values = [Double](repeating: 0, count: places.count)
    var (again, sizes) = (values, values)
    try places.withUnsafeBufferPointer { places in
      try values.withUnsafeMutableBufferPointer { try overlap.values(at: places, into: $0) }
      try again.withUnsafeMutableBufferPointer { again in
        try sizes.withUnsafeMutableBufferPointer { sizes in
          try overlap.values(at: places, into: again, refined: true, magnitudes: sizes)
        }
      }
    }
    var worst = 0.0
    var peak = 0.0
    for k in places.indices {
      peak = max(peak, values[k].magnitude)
      worst = max(worst, (values[k] - again[k]).magnitude - 50 * 0x1p-53 * sizes[k])
    }
    worst += overlap.h.residual * overlap.x.peak + overlap.x.residual * overlap.h.peak
    guard peak > 0 else { return 0 }
    guard worst <= max(tolerance.relative * peak, tolerance.absolute) else {
      throw SystemsError.toleranceNotMet(
        reached: worst / peak, asked: tolerance.relative, method: "quadrature of \(form.text)")
    }
    return worst / peak
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
