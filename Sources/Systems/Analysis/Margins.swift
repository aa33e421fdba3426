internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// How far the unit feedback loop around a system is from instability.
///
/// Frequencies are in radians for each unit of time. A margin that does not exist is nil; of several
/// crossings each margin is that of the one nearest to instability.
public struct Margins: Hashable, Sendable {
  /// The factor that brings the loop to the border, 1/|L| where L is negative.
  public var gain: Double?
  /// The turn that does, π + arg L where |L| = 1, in radians, above −π and up to π.
  public var phase: Double?
  /// The frequency of the phase margin, where |L| = 1.
  public var gainCrossover: Double?
  /// The frequency of the gain margin, where L is negative.
  public var phaseCrossover: Double?
  /// The dead time that brings the loop to the border: the least of the turns below 2π over their
  /// frequencies.
  public var delay: Double?
}

extension Signal {
  /// The margins of the loop L/(1 + L) around this impulse response.
  ///
  /// Crossings are bracketed on a grid of frequencies, 200 a decade and closer than a tenth of a turn of
  /// the dead time, and found to the last places on the exact frequency response.
  ///
  /// - Throws: `SystemsError` where there is no frequency response.
  /// - Complexity: O(grid · poles).
  public func margins() throws -> Margins {
    let grid = try crossingGrid()
    guard grid.count > 1 else { return Margins() }
    let values = try finiteResponse(at: grid)
    var gains: [(Double, Double)] = []
    var phases: [(Double, Double)] = []
    for k in grid.indices.dropFirst() {
      guard let a = values[k - 1], let b = values[k] else { continue }
      if (a.length > 1) != (b.length > 1) { gains.append((grid[k - 1], grid[k])) }
      if (a.imaginary > 0) != (b.imaginary > 0), a.real < 0 || b.real < 0 {
        phases.append((grid[k - 1], grid[k]))
      }
    }
    let gainAt = try roots(in: gains) { $0.length - 1 }
    let phaseAt = try roots(in: phases) { $0.imaginary }
    var margins = Margins()
    for (w, value) in zip(gainAt, try finiteResponse(at: gainAt)) {
      guard let value else { continue }
      var turn = Double.atan2(y: -value.imaginary, x: -value.real)
      // A turn within rounding is none: the loop is on the border.
      if turn.magnitude < 0x1p-50 { turn = 0 }
      if turn.magnitude < (margins.phase?.magnitude ?? .infinity) {
        (margins.phase, margins.gainCrossover) = (turn, w)
      }
      let delay = (turn < 0 ? turn + 2 * Double.pi : turn) / w
      margins.delay = Swift.min(margins.delay ?? .infinity, delay)
    }
    for (w, value) in zip(phaseAt, try finiteResponse(at: phaseAt)) {
      guard let value, value.real < 0, value.imaginary.magnitude < 1e-6 * value.length else { continue }
      let factor = 1 / value.length
      let best = margins.gain.map { Double.log($0).magnitude } ?? .infinity
      if Double.log(factor).magnitude < best { (margins.gain, margins.phaseCrossover) = (factor, w) }
    }
    return margins
  }

  /// The frequency response, nil at a pole.
  func finiteResponse(at frequencies: [Double]) throws -> [Complex<Double>?] {
    try responseValues(at: frequencies).map { $0.isFinite ? $0 : nil }
  }

  /// The places in brackets where a number of the response changes its sign, all halved together.
  private func roots(
    in brackets: [(Double, Double)], _ number: (Complex<Double>) -> Double
  ) throws -> [Double] {
    var low = brackets.map(\.0)
    var high = brackets.map(\.1)
    var atLow = try finiteResponse(at: low).map { $0.map(number) ?? .nan }
    var atHigh = try finiteResponse(at: high).map { $0.map(number) ?? .nan }
    for _ in 0..<100 {
      let middle = zip(low, high).map { ($0 + $1) / 2 }
      let open = middle.indices.filter { low[$0] < middle[$0] && middle[$0] < high[$0] }
      if open.isEmpty { break }
      for (k, value) in zip(open, try finiteResponse(at: open.map { middle[$0] })) {
        let here = value.map(number) ?? .nan
        if (here > 0) == (atLow[k] > 0) {
          (low[k], atLow[k]) = (middle[k], here)
        } else {
          (high[k], atHigh[k]) = (middle[k], here)
        }
      }
    }
    return low.indices.map { atHigh[$0].magnitude <= atLow[$0].magnitude ? high[$0] : low[$0] }
  }

  /// Frequencies between which there is at most one crossing.
  func crossingGrid() throws -> [Double] {
    var scales: [Double] = []
    var longest = 0.0
    var end = Double.infinity
    for term in terms {
      longest = Swift.max(longest, term.delay)
      for train in term.trains { longest = Swift.max(longest, train.events.map(\.time).max() ?? 0) }
      for filter in term.filters {
        end = Swift.min(end, Double.pi / filter.period)
        scales += [end, 0.01 * end]
      }
      for loop in term.loops {
        for part in loop.forward.terms + loop.around.terms {
          longest = Swift.max(longest, part.delay.hi)
          if part.delay.hi > 0 { scales.append(1 / part.delay.hi) }
        }
        scales += try (loop.forward.poles() + loop.around.poles()).map(\.length)
      }
      for factor in term.factors {
        switch factor {
        case .rational(let rational): scales += rational.poles.map(\.length)
        case .pieces, .closedForm:
          let extent = factor.extent
          let width = extent.upperBound - extent.lowerBound
          if width.isFinite, width > 0 { scales += [1 / width, 100 / width] }
        }
      }
    }
    if let zeros = try? polesAndZeros()?.zeros { scales += zeros.map(\.length) }
    if longest > 0 { scales.append(1 / longest) }
    scales.removeAll { !($0 > 0) || !$0.isFinite }
    let least = (scales.min() ?? 1) * 1e-4
    let most = Swift.min(end, (scales.max() ?? 1) * 1e4)
    var grid: [Double] = []
    var w = least
    let ratio = Double.exp10(1.0 / 200)
    // Beyond 20,000 turns of the dead time the loop's gain has long fallen, or never will.
    while w < most, grid.count < 200_000 {
      grid.append(w)
      w = longest > 0 ? Swift.min(w * ratio, w + 0.6 / longest) : w * ratio
    }
    if end.isFinite { grid.append(end) }
    return grid
  }
}
