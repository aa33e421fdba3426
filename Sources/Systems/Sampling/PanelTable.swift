internal import NumericalMethods

/// A formula as polynomials over panels of lags: what many lags cost, whatever the formula is.
///
/// A panel's polynomial is right to rounding of its largest value, and its ends differ by a factor of
/// 16 at most, so that what decays keeps its digits. In panels that are not smooth enough, and on
/// corners, the formula itself must be asked. The panels are compared with it at 200 places.
struct PanelTable: Sendable {
  /// The polynomials.
  let panels: ChebyshevPanels
  /// The lags that matter for every row; beyond them the formula has decayed below 1e-19 of its area.
  let near: ClosedRange<Double>
  /// Whether the formula must be asked in each panel.
  let isDirect: [Bool]
  /// Whether the formula may jump or bend at each edge.
  let isCorner: [Bool]
  /// What a value of each panel may be off, in units of 2⁻⁴⁹: by the polynomial, and by the rounding of
  /// the formula's own arguments.
  let deviations: [Double]
  /// More than any value beyond `near`; infinite where that is not known.
  let farValue: Double

  /// What a value may be off, relative to the largest one nearby.
  static let promise = 2e-14

  /// How many panels a formula usually has.
  static let usual = 60.0

  /// The lags that the panels cover.
  var range: ClosedRange<Double> { panels.edges[0]...panels.edges[panels.edges.count - 1] }

  /// Cuts a formula into panels.
  ///
  /// - Parameters:
  ///   - form: the formula.
  ///   - lags: what is wanted of it, inside its support; an endless part is cut where it has decayed.
  ///   - limit: the most panels that are worth it.
  /// - Returns: nil where that needs too many panels, or where they don't agree with the formula.
  /// - Throws: what the formula throws, `SystemsError.notFinite`.
  init?(_ form: ClosedForm, lags: ClosedRange<Double>, limit: Int) throws {
    var (low, high) = (lags.lowerBound, lags.upperBound)
    // What does not decay matters everywhere.
    if form.support.lowerBound == -.infinity,
      let end = try? form.reach(downwards: true, from: high)
    { low = max(low, end) }
    if form.support.upperBound == .infinity,
      let end = try? form.reach(downwards: false, from: low)
    { high = min(high, end) }
    guard low < high else { return nil }
    near = low...high
    // All that is wanted, or at least what is near.
    guard let panels = try form.valuePanels(lags, limit) ?? form.valuePanels(near, limit) else {
      return nil
    }
    self.panels = panels
    let edges = panels.edges
    // Polynomials can't follow what underflows bit by bit.
    isDirect = zip(panels.isResolved, panels.sizes).map { !$0 || (0 < $1 && $1 < 1e-290) }
    let corners = Set(form.corners(edges[0]...edges[edges.count - 1]))
    isCorner = edges.map {
      corners.contains($0) || $0 == form.support.lowerBound || $0 == form.support.upperBound
    }
    deviations = (0..<panels.sizes.count).map { k in
      // |lag h′| by the coefficients: |T_k′| ≤ k².
      var slope = 0.0
      for (n, c) in panels.coefficients(of: k).enumerated() { slope += Double(n * n) * c.magnitude }
      let size = panels.sizes[k]
      let lag = max(edges[k].magnitude, edges[k + 1].magnitude)
      return 6 * size + lag * slope / (edges[k + 1] - edges[k])
    }
    farValue = try PanelTable.farValue(form, near, of: lags)
    guard try agrees(with: form) else { return nil }
  }

  /// Sixteen times the largest value at places beyond a range, crowding towards it; 0 where it is all.
  private static func farValue(
    _ form: ClosedForm, _ range: ClosedRange<Double>, of lags: ClosedRange<Double>
  ) throws -> Double {
    var places: [Double] = []
    var part = 1.0
    for _ in 0..<48 {
      for (end, rest) in [
        (range.upperBound, lags.upperBound - range.upperBound),
        (range.lowerBound, lags.lowerBound - range.lowerBound),
      ] where rest != 0 {
        places.append(end + part * rest)
      }
      part *= 0.75
    }
    let values = try form.values(at: places)
    return values.allSatisfy(\.isFinite) ? 16 * values.reduce(0) { max($0, $1.magnitude) } : .infinity
  }

  private func agrees(with form: ClosedForm) throws -> Bool {
    var fraction = 0.37
    let places = (0..<200).map { _ -> Double in
      fraction = (fraction + 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      return range.lowerBound + fraction * (range.upperBound - range.lowerBound)
    }
    let values = try form.values(at: places)
    var k = 0
    for (place, value) in zip(places, values) {
      k = panels.panel(of: place, near: k)
      guard !isDirect[k], place != panels.edges[k] else { continue }
      let difference = (panels.value(at: place, in: k) - value).magnitude
      guard difference <= 0x1p-49 * (deviations[k] + value.magnitude) else { return false }
    }
    return true
  }
}

extension ClosedForm {
  fileprivate func valuePanels(
    _ lags: ClosedRange<Double>, _ limit: Int
  ) throws -> ChebyshevPanels? {
    do {
      return try panels(from: lags.lowerBound, to: lags.upperBound, for: .values, limit: limit)
    } catch SystemsError.tooRough { return nil }
  }

  /// The values at many times.
  ///
  /// - Throws: what the formula throws.
  func values(at places: [Double]) throws -> [Double] {
    var values = [Double](repeating: 0, count: places.count)
    try places.withUnsafeBufferPointer { places in
      try values.withUnsafeMutableBufferPointer { try evaluate(places, $0) }
    }
    return values
  }
}
