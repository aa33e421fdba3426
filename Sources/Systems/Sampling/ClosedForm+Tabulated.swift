internal import NumericalMethods

extension ClosedForm {
  /// The same formula read off Chebyshev panels, which cost the same whatever the formula is.
  ///
  /// Where the start is a core, lags inside of it are still evaluated. The panels are compared with
  /// the formula at 24 places.
  ///
  /// - Parameters:
  ///   - low: the first lag that is wanted.
  ///   - high: the last.
  ///   - limit: the most panels that are worth it.
  /// - Returns: nil where that needs too many panels or the comparison is off by more than 1e-13 of
  ///   the peak.
  /// - Throws: what the formula throws, `SystemsError.notFinite`.
  func tabulated(from low: Double, to high: Double, limit: Int) throws -> ClosedForm? {
    let panels: ChebyshevPanels
    do {
      guard let cut = try self.panels(from: low, to: high, for: .readings, limit: limit) else { return nil }
      panels = cut
    } catch SystemsError.tooRough { return nil }
    guard let first = panels.edges.first, let last = panels.edges.last else { return nil }
    let original = evaluate
    let start = support.lowerBound
    let core = panels.corePower == nil ? first : panels.edges[1]
    var copy = self
    copy.evaluate = { places, values in
      var direct: [Int] = []
      var k = 0
      for n in places.indices {
        let place = places[n]
        if place < core || place == start || place < first || place > last {
          direct.append(n)
        } else {
          k = panels.panel(of: place, near: k)
          // At a corner the formula's own value counts, which need not be that of either side.
          if place == panels.edges[k] || place == last {
            direct.append(n)
          } else {
            values[n] = panels.value(at: place, in: k)
          }
        }
      }
      guard !direct.isEmpty else { return }
      var exact = [Double](repeating: 0, count: direct.count)
      try direct.map { places[$0] }.withUnsafeBufferPointer { places in
        try exact.withUnsafeMutableBufferPointer { try original(places, $0) }
      }
      for (k, n) in direct.enumerated() { values[n] = exact[k] }
    }
    var doubt = 0.0
    var place = 0.37
    for _ in 0..<24 {
      place = (place + 0.6180339887498949).truncatingRemainder(dividingBy: 1)
      let lag = first + place * (last - first)
      let difference = try copy.value(at: lag) - value(at: lag)
      let panel = panels.panel(of: lag, near: 0)
      guard difference.magnitude <= 1e-13 * panels.peak else { return nil }
      guard let errors, panels.sizes[panel] > 0, lag >= core else { continue }
      doubt = try max(doubt, Self.value(of: errors, at: lag) / panels.sizes[panel])
    }
    let off = 1e-13 + doubt
    copy.errors = { places, values in
      var k = 0
      for n in places.indices {
        k = panels.panel(of: places[n], near: k)
        values[n] = off * panels.sizes[k]
      }
    }
    return copy
  }
}
