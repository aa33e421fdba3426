internal import RealModule

/// A function cut into panels, in each of which it is a polynomial of degree 16.
///
///     f(x) ≈ Σ cⱼ Tⱼ((2x − a − b)/(b − a))   on each panel [a, b]
///
/// The first panel may be a core, for a function that is not smooth at its start: there
/// `f(a + w vᵐ) m w vᵐ⁻¹` is the polynomial, in v on [0, 1], so that Gauss's rule in v integrates it.
package struct ChebyshevPanels: Sendable {
  /// Evaluates many places at once.
  package typealias Function =
    (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws -> Void

  /// What the panels are made for.
  package enum Purpose: Sendable {
    /// Integrals: only what an integral shows must be resolved; the start may be a core.
    case integrals
    /// Integrals of products with what is not known yet: every panel to rounding of its own largest
    /// value, however small that is, because a partner may show nothing else; the start may be a core.
    case products
    /// Values that are read off, to 1e-13 of the largest value nearby, however small that is; the start
    /// may be a core, in which the function must be asked.
    case readings
    /// Values: each to rounding of the largest value nearby, so that a panel's ends differ by a factor
    /// of 16 at most; there is no core, and panels where that can't be had are marked.
    case values
  }

  /// The number of coefficients of a panel.
  package static let count = 17

  /// What they were made for.
  package let purpose: Purpose
  /// The ends of the panels, ascending.
  package private(set) var edges: [Double]
  /// The coefficients, `count` for each panel.
  package private(set) var coefficients: [Double] = []
  /// The power m of the core; nil where the first panel is like the others.
  package private(set) var corePower: Double?
  /// ∫ |f|, about.
  package private(set) var mass = 0.0
  /// The largest |f| that was seen outside of the core.
  package private(set) var peak = 0.0
  /// The largest |f| that is known of, in the range or outside of it.
  package private(set) var summit = 0.0
  /// The largest |f| that was seen in each panel.
  package private(set) var sizes: [Double] = []
  /// Whether each panel is resolved: for the purpose of values a panel that isn't must not be read.
  package private(set) var isResolved: [Bool] = []
  /// What each panel's polynomial is off relative to its size: above rounding only where the panel
  /// could not be resolved.
  package private(set) var roughness: [Double] = []
  /// What the integral over all panels may be off because a panel could not be resolved.
  package private(set) var residual = 0.0

  /// Cuts a function until every panel is resolved.
  ///
  /// A panel is resolved where its last three coefficients are below 1e-13 of its largest value and
  /// the function agrees at every probe inside, or where its integral can't matter, or where its
  /// coefficients stop falling at the level of rounding.
  ///
  /// - Parameters:
  ///   - range: where the function is wanted.
  ///   - breakpoints: places where it may jump or bend.
  ///   - probes: places where it must agree: dense where it may be narrow.
  ///   - startExponent: the power α of `(x − start)^α` where it isn't smooth at the start.
  ///   - purpose: what must be resolved.
  ///   - summit: the largest |f| known of outside of the range.
  ///   - limit: the most panels.
  /// - Returns: nil where more panels than the limit would be needed.
  /// - Throws: what the function throws.
  package init?(
    of function: Function, on range: ClosedRange<Double>, breakpoints: [Double] = [],
    probes: [Double] = [], startExponent: Double? = nil, purpose: Purpose = .integrals,
    summit: Double = 0, limit: Int = 20_000
  ) rethrows {
    var ends = breakpoints.filter { range.lowerBound < $0 && $0 < range.upperBound }
    ends = [range.lowerBound] + ends.sorted() + [range.upperBound]
    var inside = probes.filter { range.lowerBound < $0 && $0 < range.upperBound }.sorted()
    var probed = [Double](repeating: 0, count: inside.count)
    try ChebyshevPanels.evaluate(function, at: inside, into: &probed)
    let kept = inside.indices.filter { probed[$0].isFinite }
    inside = kept.map { inside[$0] }
    probed = kept.map { probed[$0] }
    var estimate = 0.0
    for k in inside.indices.dropFirst() {
      estimate += 0.5 * (probed[k].magnitude + probed[k - 1].magnitude) * (inside[k] - inside[k - 1])
    }

    self.purpose = purpose
    let isForValues = purpose == .values
    let probedPeak = purpose == .values ? 0 : probed.reduce(summit) { max($0, $1.magnitude) }
    var pending: [Panel] = []
    for k in ends.indices.dropLast().reversed() where ends[k] < ends[k + 1] {
      pending.append(Panel(low: ends[k], high: ends[k + 1], isCore: k == 0))
    }
    edges = [range.lowerBound]
    var values = [Double](repeating: 0, count: ChebyshevPanels.count)
    while let panel = pending.popLast() {
      guard edges.count + pending.count <= limit else { return nil }
      var best: Fit?
      let isCore = panel.isCore && !isForValues
      for power in isCore ? Panel.powers(startExponent, depth: panel.depth) : [1] {
        let places = panel.places(power)
        try ChebyshevPanels.evaluate(function, at: places, into: &values)
        var fit = Fit(values, panel: panel, power: power)
        let first = inside.partition { $0 <= panel.low }
        for k in first..<inside.count where inside[k] < panel.high {
          fit.check(probed[k], at: inside[k])
        }
        if best == nil || fit.tail * best!.size < best!.tail * fit.size { best = fit }
        if fit.isResolved { break }
      }
      guard let fit = best else { continue }
      let width = panel.high - panel.low
      let integral = fit.integralOfTail
      let isNoise = panel.stagnation >= 2 && fit.hasStagnated
      let isResolved = switch purpose {
      case .integrals: fit.isResolved
      case .products, .readings:
        fit.power == 1
          ? fit.givesValues(isNoise: isNoise || purpose == .readings, below: probedPeak)
          : fit.isResolved
      case .values: fit.givesValues(isNoise: isNoise)
      }
      let middle = panel.isCore ? panel.low + width / 4 : panel.low + width / 2
      let canStay = switch purpose {
      case .integrals: integral <= 1e-18 * max(estimate, mass)
      // Numbers below 1e-290 need not keep their digits: soon they have none.
      case .products, .readings:
        fit.size <= 1e-290 || panel.isCore && integral <= 1e-18 * max(estimate, mass)
      case .values: panel.isCore && panel.depth >= 5
      }
      if isResolved || canStay || isNoise || middle <= panel.low || middle >= panel.high {
        if panel.isCore, fit.power != 1 { corePower = fit.power } else { peak = max(peak, fit.size) }
        mass += fit.mass
        if !fit.isResolved { residual += integral }
        sizes.append(fit.size)
        roughness.append(isResolved ? 0 : fit.roughness)
        self.isResolved.append(isResolved)
        edges.append(panel.high)
        coefficients += fit.coefficients
        self.summit = max(self.summit, summit, peak)
      } else {
        let (left, right) = panel.halves(at: middle, after: fit)
        pending.append(right)
        pending.append(left)
      }
    }
  }

  private static func evaluate(
    _ function: Function, at places: [Double], into values: inout [Double]
  ) rethrows {
    try places.withUnsafeBufferPointer { places in
      try values.withUnsafeMutableBufferPointer { values in try function(places, values) }
    }
  }

  /// The panel that a place lies in, found from a guess.
  @inline(__always)
  package func panel(of place: Double, near guess: Int) -> Int {
    var k = min(max(0, guess), edges.count - 2)
    if place >= edges[k], k + 2 == edges.count || place < edges[k + 1] { return k }
    k = max(0, edges.partition { $0 <= place } - 1)
    return min(k, edges.count - 2)
  }

  /// A panel's coefficients.
  package func coefficients(of panel: Int) -> ArraySlice<Double> {
    coefficients[panel * ChebyshevPanels.count..<(panel + 1) * ChebyshevPanels.count]
  }

  /// The polynomial's value at a place; not in a core, where the function must be asked.
  package func value(at place: Double, in panel: Int) -> Double {
    let (low, high) = (edges[panel], edges[panel + 1])
    let x = ((place - low) - (high - place)) / (high - low)
    let first = panel * ChebyshevPanels.count
    return coefficients.withUnsafeBufferPointer {
      clenshaw(UnsafeBufferPointer(rebasing: $0[first..<(first + ChebyshevPanels.count)]), at: x)
    }
  }
}
