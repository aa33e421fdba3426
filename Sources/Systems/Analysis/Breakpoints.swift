internal import ComplexModule

extension Signal {
  /// Places at which the signal may jump, bend or be narrow, ascending.
  ///
  /// Of a convolution of several pieces and formulas, every sum of one place of each; impulses
  /// count with their times. At most 200,000 of a term.
  ///
  /// - Parameter window: where they are looked for.
  package func breakpoints(in window: ClosedRange<Double>) -> [Double] {
    var places: [Double] = []
    for term in terms {
      var sums = term.trains.reduce([term.delay]) { sums, train in
        Self.sums(sums, train.events.map(\.time))
      }
      for filter in term.filters {
        let first = sums.min() ?? 0
        let count = Swift.min(100_000, Swift.max(0, (window.upperBound - first) / filter.period))
        sums = Self.sums(sums, (0...Int(count)).map { Double($0) * filter.period })
      }
      for factor in term.factors {
        guard let low = sums.min(), let high = sums.max() else { break }
        sums = Self.sums(
          sums, factor.breakpoints(in: window.lowerBound - high...window.upperBound - low))
      }
      places += sums
    }
    places = places.filter(window.contains)
    if zip(places, places.dropFirst()).contains(where: { $0 > $1 }) { places.sort() }
    guard let first = places.first else { return [] }
    return places.dropFirst().reduce(into: [first]) { if $1 != $0[$0.count - 1] { $0.append($1) } }
  }

  private static func sums(_ a: [Double], _ b: [Double]) -> [Double] {
    guard !b.isEmpty else { return a }
    guard a.count * b.count <= 200_000 else { return a.count > b.count ? a : b }
    return a.flatMap { x in b.map { x + $0 } }
  }

  /// Where any waveform of the signal may differ from 0.
  package var shapeSupport: ClosedRange<Double> {
    var (low, high) = (Double.infinity, -Double.infinity)
    for term in terms {
      var own = term.delay...term.delay
      for train in term.trains {
        let times = train.events.map(\.time)
        own = own.lowerBound + (times.min() ?? 0)...own.upperBound + (times.max() ?? 0)
      }
      if !term.filters.isEmpty || !term.loops.isEmpty { own = own.lowerBound...Double.infinity }
      for factor in term.factors {
        let extent = factor.extent
        own = own.lowerBound + extent.lowerBound...own.upperBound + extent.upperBound
      }
      low = Swift.min(low, own.lowerBound)
      high = Swift.max(high, own.upperBound)
    }
    return low <= high ? low...high : 0...0
  }

  /// The fastest angular frequency of any pole.
  var fastestOscillation: Double {
    terms.lazy.flatMap(\.factors).map { factor in
      guard case .rational(let rational) = factor else { return 0 }
      return rational.poles.map(\.imaginary.magnitude).max() ?? 0
    }.max() ?? 0
  }
}

extension Waveform {
  /// Places at which the waveform may jump, bend or be narrow.
  fileprivate func breakpoints(in window: ClosedRange<Double>) -> [Double] {
    switch self {
    case .pieces(let pieces): return pieces.knots.array
    case .rational: return [0]
    case .closedForm(let form):
      let ends = [form.support.lowerBound, form.support.upperBound].filter(\.isFinite)
      let narrow = form.features.flatMap { feature in
        [-4.0, -2, -1, 0, 1, 2, 4].map { feature.centre + $0 * feature.width }
      }
      return form.corners(window).prefix(50_000) + ends + narrow
    }
  }
}
