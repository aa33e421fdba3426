internal import NumericalMethods
internal import RealModule

/// The convolution of two factors at any time, by Gauss's rule on their merged panels.
///
///     y(T) = ∫ h(s) x(T − s) ds
///
/// Each factor is resolved once; in every part of a panel of both, the product is then a polynomial
/// that the rule integrates exactly, with the factors' own values. Where both begin with a power
/// the interval is cut in its middle and each half integrated in the lag of its own factor.
struct Overlap: Sendable {
  let h: Integrand
  let x: Integrand

  /// The values at times, and the integrals of magnitudes.
  func values(
    at times: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>,
    refined: Bool = false, magnitudes: UnsafeMutableBufferPointer<Double>? = nil
  ) throws {
    var nodes = OverlapNodes()
    nodes.first.isRefined = refined
    nodes.second.isRefined = refined
    var done = 0
    for k in times.indices {
      append(times[k], to: &nodes)
      nodes.ends.append((nodes.first.places.count, nodes.second.places.count))
      if nodes.first.places.count + nodes.second.places.count >= 2048 || k + 1 == times.count {
        let sums = try nodes.sums(h, x, times: times, from: done)
        for (n, sum) in sums.enumerated() {
          values[done + n] = sum.value
          magnitudes?[done + n] = sum.magnitude
        }
        done = k + 1
        nodes.removeAll()
      }
    }
  }

  /// Adds the nodes for one time: those in the lag of h, then those in the lag of x.
  private func append(_ time: Double, to nodes: inout OverlapNodes) {
    guard let hStart = h.edges.first, let hEnd = h.edges.last, let xStart = x.edges.first,
      let xEnd = x.edges.last
    else { return }
    let low = max(hStart, time - xEnd)
    let high = min(hEnd, time - xStart)
    guard low < high else { return }
    nodes.first.quantum = time.ulp
    nodes.second.quantum = time.ulp
    let hasCore = h.corePower != nil && low < h.edges[1]
    let otherHasCore = x.corePower != nil && time - high < x.edges[1]
    if hasCore && otherHasCore {
      let middle = min(max(low, 0.5 * (hStart + (time - xStart))), high)
      append(h, x, time, from: low, to: middle, &nodes.first)
      append(x, h, time, from: max(xStart, time - high), to: time - middle, &nodes.second)
    } else if otherHasCore {
      append(x, h, time, from: max(xStart, time - hEnd), to: min(xEnd, time - hStart), &nodes.second)
    } else {
      append(h, x, time, from: low, to: high, &nodes.first)
    }
  }

  /// Walks the merged panels of a factor and of another that is turned about.
  private func append(
    _ a: Integrand, _ b: Integrand, _ time: Double, from low: Double, to high: Double,
    _ nodes: inout GaussNodes
  ) {
    guard low < high else { return }
    var i = max(0, a.edges.partition { $0 <= low } - 1)
    var j = min(b.edges.count - 2, b.edges.partition { $0 < time - low } - 1)
    var at = low
    while at < high, i + 1 < a.edges.count, j >= 0 {
      let next = min(high, a.edges[i + 1], time - b.edges[j])
      if next > at {
        let other = b.degree(from: time - next, to: time - at, in: j)
        nodes.append(from: at, to: next, of: a, in: i, besides: other)
        at = next
      }
      if a.edges[i + 1] <= at { i += 1 }
      if time - b.edges[j] <= at { j -= 1 }
    }
  }
}

/// The nodes of several times, in the lag of each factor.
private struct OverlapNodes {
  var first = GaussNodes()
  var second = GaussNodes()
  var ends: [(Int, Int)] = []
  private var own: [Double] = []
  private var other: [Double] = []
  private var turned: [Double] = []

  mutating func removeAll() {
    first.removeAll()
    second.removeAll()
    ends.removeAll(keepingCapacity: true)
  }

  /// The sums of each time.
  mutating func sums(
    _ h: Integrand, _ x: Integrand, times: UnsafeBufferPointer<Double>, from done: Int
  ) throws -> [(value: Double, magnitude: Double)] {
    var totals = [CompensatedSum](repeating: CompensatedSum(), count: ends.count)
    var magnitudes = [Double](repeating: 0, count: ends.count)
    for side in 0..<2 {
      let nodes = side == 0 ? first : second
      guard !nodes.places.isEmpty else { continue }
      turned.removeAll(keepingCapacity: true)
      var k = 0
      for n in ends.indices {
        let end = side == 0 ? ends[n].0 : ends[n].1
        while k < end {
          turned.append(times[done + n] - nodes.places[k])
          k += 1
        }
      }
      let (a, b) = side == 0 ? (h, x) : (x, h)
      try evaluate(a, nodes.places, &own)
      try evaluate(b, turned, &other)
      k = 0
      for n in ends.indices {
        let end = side == 0 ? ends[n].0 : ends[n].1
        while k < end {
          let product = nodes.weights[k] * own[k] * other[k]
          guard product.isFinite else {
            throw SystemsError.notFinite(
              time: times[done + n], why: "found \(SystemsError.text(own[k])) times \(SystemsError.text(other[k])) in the integral")
          }
          totals[n].add(product)
          magnitudes[n] += product.magnitude
          k += 1
        }
      }
    }
    return zip(totals, magnitudes).map { ($0.value, $1) }
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
