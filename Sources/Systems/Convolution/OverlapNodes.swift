internal import NumericalMethods
internal import RealModule

/// The nodes of several times, in the lag of each factor.
struct OverlapNodes {
  private var first = GaussNodes()
  private var second = GaussNodes()
  private var ends: [(first: Int, second: Int, leftOut: Double)] = []
  private var own: [Double] = []
  private var other: [Double] = []
  private var turned: [Double] = []

  init(halvings: Int) {
    first.halvings = halvings
    second.halvings = halvings
  }

  var count: Int { first.places.count + second.places.count }

  mutating func removeAll() {
    first.removeAll()
    second.removeAll()
    ends.removeAll(keepingCapacity: true)
  }

  /// Adds the parts of one time, but for those that can't show where that is wished.
  mutating func append(
    _ parts: [OverlapPart], of overlap: Overlap, time: Double, leavingOut isBrief: Bool
  ) {
    let least = isBrief ? parts.reduce(0.0) { max($0, $1.size) } * 0x1p-70 : -1
    first.quantum = time.ulp
    second.quantum = time.ulp
    var leftOut = 0.0
    for part in parts {
      if part.size <= least {
        leftOut += part.size
      } else if part.isTurned {
        second.append(part, of: overlap.x, and: overlap.h, time: time)
      } else {
        first.append(part, of: overlap.h, and: overlap.x, time: time)
      }
    }
    ends.append((first.places.count, second.places.count, leftOut))
  }

  /// Adds the integrals of the gathered times to a list.
  ///
  /// - Parameter times: all times; those gathered follow the values that are there.
  mutating func add(
    _ overlap: Overlap, times: UnsafeBufferPointer<Double>, to values: inout [Overlap.Value]
  ) throws {
    let done = values.count
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: ends.count)
    var results = ends.map { Overlap.Value(error: $0.leftOut) }
    for isTurned in [false, true] {
      let nodes = isTurned ? second : first
      guard !nodes.places.isEmpty else { continue }
      turned.removeAll(keepingCapacity: true)
      var k = 0
      for n in ends.indices {
        let end = isTurned ? ends[n].second : ends[n].first
        while k < end {
          turned.append(times[done + n] - nodes.places[k])
          k += 1
        }
      }
      let (a, b) = isTurned ? (overlap.x, overlap.h) : (overlap.h, overlap.x)
      try evaluate(a, nodes.places, &own)
      try evaluate(b, turned, &other)
      var part = 0
      k = 0
      for n in ends.indices {
        let end = isTurned ? ends[n].second : ends[n].first
        while k < end {
          let begin = k
          var magnitude = 0.0
          while k < nodes.parts[part].end {
            let product = nodes.weights[k] * own[k] * other[k]
            guard product.isFinite else {
              throw SystemsError.notFinite(
                time: times[done + n],
                why: "found \(SystemsError.text(own[k])) times \(SystemsError.text(other[k])) in the integral")
            }
            totals[n].add(product)
            magnitude += product.magnitude
            k += 1
          }
          // An end that the other factor sets is rounded to the spacing of doubles at the time.
          var edge = 0.0
          if nodes.parts[part].isLowRounded { edge = (own[begin] * other[begin]).magnitude }
          if nodes.parts[part].isHighRounded {
            edge = max(edge, (own[k - 1] * other[k - 1]).magnitude)
          }
          results[n].magnitude += magnitude
          results[n].error += nodes.parts[part].roughness * magnitude + nodes.parts[part].truncation
            + min(magnitude, edge * nodes.parts[part].quantum)
          part += 1
        }
      }
    }
    for n in ends.indices {
      results[n].sum = totals[n].value
      results[n].error += 0x1p-49 * results[n].magnitude
      values.append(results[n])
    }
  }

  private func evaluate(_ factor: Integrand, _ places: [Double], _ values: inout [Double]) throws {
    if values.count < places.count { values = [Double](repeating: 0, count: places.count) }
    try places.withUnsafeBufferPointer { places in
      try values.withUnsafeMutableBufferPointer { values in
        try factor.evaluate(places, UnsafeMutableBufferPointer(rebasing: values[..<places.count]))
      }
    }
  }
}

extension GaussNodes {
  /// Adds the rule for a part of the merged panels of its own factor and of another.
  fileprivate mutating func append(
    _ part: OverlapPart, of own: Integrand, and other: Integrand, time: Double
  ) {
    let before = places.count
    append(
      from: part.low, to: part.high, of: own, in: part.panel,
      besides: other.degree(from: time - part.high, to: time - part.low, in: part.other))
    guard places.count > before else { return }
    parts.append(
      GaussPart(
        end: places.count, isLowRounded: part.low != own.edges[part.panel],
        isHighRounded: part.high != own.edges[part.panel + 1],
        roughness: own.roughness(in: part.panel) + other.roughness(in: part.other),
        quantum: quantum, truncation: part.size * (halvings > 0 ? 0x1p-90 : 0x1p-53)))
  }
}
