internal import NumericalMethods
internal import RealModule

extension ClosedForm {
  /// The formula cut into panels in each of which it is a polynomial of degree 16 to rounding.
  ///
  /// An infinite end is cut where what is left can't matter. Narrow places are found by probes: even
  /// ones, ones that crowd geometrically at both ends and at 0, and the features that were declared.
  ///
  /// - Parameters:
  ///   - low: where it is wanted from; the support may begin later.
  ///   - high: where it is wanted to; the support may end earlier.
  ///   - purpose: what must be resolved.
  ///   - limit: the most panels.
  ///   - share: what may be left of the area beyond the cut of an infinite end, about.
  /// - Returns: nil where the formula is nothing there.
  /// - Throws: `SystemsError.notFinite`, `undefined` where an endless formula does not decay,
  ///   `tooRough` beyond the limit, and what the formula throws.
  func panels(
    from low: Double, to high: Double, for purpose: ChebyshevPanels.Purpose = .integrals,
    limit: Int = 20_000, leaving share: Double = 1e-20
  ) throws -> ChebyshevPanels? {
    var low = max(low, support.lowerBound)
    var high = min(high, support.upperBound)
    guard low < high else { return nil }
    if !low.isFinite { low = try reach(downwards: true, from: high, leaving: share) }
    if !high.isFinite { high = try reach(downwards: false, from: low, leaving: share) }
    guard low < high else { return nil }
    let corners = self.corners(low...high)
    try checkCorners(corners, low, high)
    let summit = purpose == .products && low > support.lowerBound ? try self.summit() : 0
    var isProbing = true
    let panels = try ChebyshevPanels(
      of: { places, values in
        try evaluate(places, values)
        if isProbing {
          isProbing = false
          return
        }
        for k in values.indices where !values[k].isFinite {
          if places[k] == support.lowerBound { values[k] = 0 } else { throw failure(places, values, k) }
        }
      }, on: low...high, breakpoints: corners, probes: probes(in: low...high),
      startExponent: low == support.lowerBound ? startExponent : nil, purpose: purpose,
      summit: summit, limit: limit)
    guard let panels else {
      throw SystemsError.tooRough(what: text, pieces: limit)
    }
    return panels
  }

  /// Refuses a formula that is infinite at a corner with something on both its sides; one that
  /// begins or ends there may be.
  private func checkCorners(_ corners: [Double], _ low: Double, _ high: Double) throws {
    for corner in corners where low < corner && corner < high {
      let width = Swift.max(corner.magnitude, high - low) * 1e-9
      var values = [0.0, 0, 0]
      let places = [corner - width, corner, corner + width]
      try places.withUnsafeBufferPointer { places in
        try values.withUnsafeMutableBufferPointer { try evaluate(places, $0) }
      }
      guard values[1].isFinite || values[0] == 0 || values[2] == 0 else {
        throw SystemsError.notFinite(
          time: corner, why: "\(text) is \(SystemsError.text(values[1])) there")
      }
    }
  }

  private func failure(
    _ places: UnsafeBufferPointer<Double>, _ values: UnsafeMutableBufferPointer<Double>, _ k: Int
  ) -> SystemsError {
    .notFinite(time: places[k], why: "\(text) is \(SystemsError.text(values[k])) there")
  }

  /// About the largest value of the whole formula: what a tail has fallen from, in however many roundings of its
  /// argument.
  private func summit() throws -> Double {
    var places: [Double] = []
    let start = support.lowerBound.isFinite ? support.lowerBound : 0
    for k in -20...40 {
      places.append(start + Double.exp2(Double(k)))
      if !support.lowerBound.isFinite { places.append(start - Double.exp2(Double(k))) }
    }
    for feature in features {
      for n in [-1.0, -0.5, 0, 0.5, 1] { places.append(feature.centre + n * feature.width) }
    }
    places = places.filter { support.lowerBound < $0 && $0 < support.upperBound }.sorted()
    // Where it is beyond the doubles somewhere, what is wanted of it counts.
    guard let values = try? values(at: places) else { return 0 }
    return values.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
  }

  /// Places that a narrow part can't hide between.
  private func probes(in range: ClosedRange<Double>) -> [Double] {
    let (low, high) = (range.lowerBound, range.upperBound)
    var places: [Double] = []
    let length = high - low
    for k in 1..<128 { places.append(low + length * (Double(k) + 0.37) / 128.4) }
    var part = length
    for k in 0..<60 {
      part *= 0.5
      places.append(low + part)
      if k < 24 { places.append(high - part) }
      if low < 0, high > 0 { places += [part, -part] }
    }
    for feature in features {
      for n in [0, 0.5, 1, 2, 3, 4.5, 6, 8, 10] {
        places.append(feature.centre + n * feature.width)
        places.append(feature.centre - n * feature.width)
      }
    }
    return places.filter { low < $0 && $0 < high }
  }

  /// The end of an infinite support: beyond it about a share of the area seems to be left.
  ///
  /// - Throws: `SystemsError.undefined` where it does not decay.
  func reach(
    downwards: Bool, from end: Double, leaving share: Double = 1e-20
  ) throws -> Double {
    var anchors = [end.isFinite ? end : 0]
    anchors += features.map(\.centre)
    let sign = downwards ? -1.0 : 1.0
    var farthest = 0.0
    for anchor in anchors {
      let distances = (-80...200).map { Double.exp2(Double($0) / 2) }
      let places = distances.map { anchor + sign * $0 }
      var values = [Double](repeating: 0, count: places.count)
      try places.withUnsafeBufferPointer { places in
        try values.withUnsafeMutableBufferPointer { try evaluate(places, $0) }
      }
      guard values.last?.isInfinite != true || !support.contains(places[places.count - 1]) else {
        throw SystemsError.undefined("\(text) must decay where it has no end")
      }
      var areas = zip(values, distances).map { $0.magnitude * $1 }
      for k in areas.indices where !areas[k].isFinite || !support.contains(places[k]) { areas[k] = 0 }
      for feature in features where feature.centre == anchor {
        // Infinite at a start, whose area the distances show.
        let area = (try value(at: anchor)).magnitude * feature.width
        if area.isFinite { areas.append(area) }
      }
      let total = areas.reduce(0.0) { $0 + $1 }
      let last = areas.prefix(distances.count).lastIndex { $0 > share * total } ?? 0
      guard last + 2 < distances.count else {
        throw SystemsError.undefined("\(text) must decay where it has no end")
      }
      farthest = max(farthest, sign * (anchor + sign * distances[last + 2]))
    }
    return sign * farthest
  }
}
