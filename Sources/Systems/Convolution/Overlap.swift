internal import NumericalMethods
internal import RealModule

/// The convolution of two factors at any time, by Gauss's rule on their merged panels.
///
///     y(T) = ∫ h(s) x(T − s) ds
///
/// Each factor is resolved once; in every part of a panel of both, the product is then a polynomial
/// that the rule integrates exactly, with the factors' own values. Where both begin with a power
/// the interval is cut in its middle and each half integrated in the lag of its own factor. Parts
/// that can't show beside the largest are left out; where they could, or where a value is so much smaller than the
/// panels that the rule's own error shows, which is seen afterwards, the value is computed again with all of them,
/// halved.
struct Overlap: Sendable {
  let h: Integrand
  let x: Integrand

  /// An integral and what is known of its error.
  struct Value {
    var sum = 0.0
    /// `∫ |h x|`.
    var magnitude = 0.0
    /// What it may be off.
    var error = 0.0
  }

  /// The values at times.
  ///
  /// - Parameters:
  ///   - halvings: how often every part is halved, once more for a second opinion.
  ///   - isBrief: whether parts may be left out, and the rule's own error may show; seen afterwards, these are
  ///     computed again.
  func values(
    at times: UnsafeBufferPointer<Double>, halvings: Int = 0, leavingOut isBrief: Bool = true
  ) throws -> [Value] {
    var nodes = OverlapNodes(halvings: halvings)
    var values: [Value] = []
    values.reserveCapacity(times.count)
    var parts: [OverlapPart] = []
    for k in times.indices {
      collect(times[k], &parts)
      nodes.append(parts, of: self, time: times[k], leavingOut: isBrief)
      if nodes.count >= 2048 || k + 1 == times.count {
        try nodes.add(self, times: times, to: &values)
        nodes.removeAll()
      }
    }
    guard isBrief else { return values }
    for k in values.indices where values[k].error > 0x1p-46 * values[k].magnitude {
      let whole = try self.values(
        at: UnsafeBufferPointer(rebasing: times[k...k]), halvings: halvings + 1, leavingOut: false)
      if whole[0].error < values[k].error { values[k] = whole[0] }
    }
    return values
  }

  /// The parts for one time, in the lag of h or of x.
  private func collect(_ time: Double, _ parts: inout [OverlapPart]) {
    parts.removeAll(keepingCapacity: true)
    guard let hStart = h.edges.first, let hEnd = h.edges.last, let xStart = x.edges.first,
      let xEnd = x.edges.last
    else { return }
    let low = max(hStart, time - xEnd)
    let high = min(hEnd, time - xStart)
    guard low < high else { return }
    let hasCore = h.corePower != nil && low < h.edges[1]
    let otherHasCore = x.corePower != nil && time - high < x.edges[1]
    if hasCore && otherHasCore {
      let middle = min(max(low, 0.5 * (hStart + (time - xStart))), high)
      collect(h, x, isTurned: false, time, from: low, to: middle, &parts)
      collect(
        x, h, isTurned: true, time, from: max(xStart, time - high), to: time - middle, &parts)
    } else if otherHasCore {
      collect(
        x, h, isTurned: true, time, from: max(xStart, time - hEnd), to: min(xEnd, time - hStart),
        &parts)
    } else {
      collect(h, x, isTurned: false, time, from: low, to: high, &parts)
    }
  }

  /// Walks the merged panels of a factor and of another that is turned about.
  private func collect(
    _ a: Integrand, _ b: Integrand, isTurned: Bool, _ time: Double, from low: Double,
    to high: Double, _ parts: inout [OverlapPart]
  ) {
    guard low < high else { return }
    var i = max(0, a.edges.partition { $0 <= low } - 1)
    var j = min(b.edges.count - 2, b.edges.partition { $0 < time - low } - 1)
    var at = low
    while at < high, i + 1 < a.edges.count, j >= 0 {
      let next = min(high, a.edges[i + 1], time - b.edges[j])
      if next > at {
        let size = a.size(from: at, to: next, in: i)
          * b.size(from: time - next, to: time - at, in: j) * (next - at)
        parts.append(
          OverlapPart(low: at, high: next, isTurned: isTurned, panel: i, other: j, size: size))
        at = next
      }
      if a.edges[i + 1] <= at { i += 1 }
      if time - b.edges[j] <= at { j -= 1 }
    }
  }
}

/// A part of the merged panels of two factors.
struct OverlapPart {
  /// Where it lies, in the lag of its own factor.
  var low: Double
  var high: Double
  /// Whether its own factor is x.
  var isTurned: Bool
  /// The panel of its own factor, and that of the other.
  var panel: Int
  var other: Int
  /// About what it adds at most.
  var size: Double
}
