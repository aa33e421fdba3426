import NumericalMethods

/// A loop's output as Legendre sums on panels, without its impulses.
struct LoopPanels: Sendable {
  /// One panel: where it lies within the interval between two breaks, and what it holds.
  struct Panel: Sendable {
    var start: DoubleDouble
    var length: Double
    /// The interval that it is a part of, in length, and where it begins there as a share.
    var gap: Double
    var share: Double
    /// The value exactly at the start, from the states there.
    var first = 0.0
  }

  let basis: LegendreBasis
  private(set) var panels: [Panel] = []
  /// The values at the nodes of all panels, and the coefficients.
  private(set) var values: [Double] = []
  private(set) var coefficients: [Double] = []

  init(basis: LegendreBasis) { self.basis = basis }

  mutating func append(_ panel: Panel, values: [Double], coefficients: [Double]) {
    panels.append(panel)
    self.values += values
    self.coefficients += coefficients
  }

  /// The last panel that begins at a time or before it; −1 before the first.
  func index(at time: DoubleDouble) -> Int {
    var (low, high) = (0, panels.count)
    while low < high {
      let middle = (low + high) / 2
      if panels[middle].start <= time { low = middle + 1 } else { high = middle }
    }
    return low - 1
  }

  /// The value `offset` after the start of a panel.
  func value(in panel: Int, after offset: Double) -> Double {
    guard panels.indices.contains(panel) else { return 0 }
    if offset == 0 { return panels[panel].first }
    let n = basis.count
    return LegendreBasis.value(
      coefficients[panel * n..<(panel + 1) * n], at: 2 * offset / panels[panel].length - 1)
  }

  /// The value at a time; at a panel's start the one of the side asked for.
  func value(at time: Double, side: Side) -> Double {
    var k = index(at: DoubleDouble(time.nextUp))
    if k >= 0 {
      let place = panels[k].start
      // A break that is no double is met by the double next to it.
      if place.hi == time {
        if side == .before { k -= 1 } else { return value(in: k, after: 0) }
      } else if DoubleDouble(time) < place {
        k -= 1
      }
    }
    guard k >= 0 else { return 0 }
    let offset = (DoubleDouble(time) - panels[k].start).hi
    return value(in: k, after: Swift.min(offset, panels[k].length))
  }
}

extension DoubleDouble {
  fileprivate static func <= (a: DoubleDouble, b: DoubleDouble) -> Bool { !(b < a) }
}
