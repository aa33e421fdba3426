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
  /// the dead time, and found to the last places on the exact frequency response. What consists of pieces is
  /// followed until `|L| ≤ V/ω`, their total variation over the frequency, leaves nothing to find.
  ///
  /// - Throws: `SystemsError` where there is no frequency response.
  /// - Complexity: O(grid · poles).
  public func margins() throws -> Margins {
    let grid = try crossingGrid()
    guard grid.count > 1 else { return Margins() }
    let response = try PreparedResponse(self, isForMany: true)
    let (variation, lastTurn) = (totalVariation, imaginaryEnd)
    var margins = Margins()
    var before: (frequency: Double, value: Complex<Double>?)?
    var start = 0
    while start < grid.count {
      let part = Array(grid[start..<Swift.min(grid.count, start + 256)])
      start += part.count
      var gains: [(Double, Double)] = []
      var phases: [(Double, Double)] = []
      for (w, value) in zip(part, try response.finiteValues(at: part)) {
        if let last = before, let a = last.value, let b = value {
          if (a.length > 1) != (b.length > 1) { gains.append((last.frequency, w)) }
          if (a.imaginary > 0) != (b.imaginary > 0), a.real < 0 || b.real < 0 {
            phases.append((last.frequency, w))
          }
        }
        before = (w, value)
      }
      try margins.add(gains: gains, phases: phases, of: response)
      guard let variation, let w = part.last else { continue }
      // Beyond, the loop's gain is below 1, and no crossing is nearer to instability than what was found, or there is
      // none.
      let most = variation / w
      guard most < 1 else { continue }
      if let gain = margins.gain, most < Swift.min(gain, 1 / gain) { break }
      if let lastTurn, w > lastTurn { break }
    }
    return margins
  }

  /// The total variation of what consists of pieces and impulses, jumps at the ends included; nil for others.
  private var totalVariation: Double? {
    var sum = 0.0
    for term in terms {
      guard term.factors.count == 1, case .pieces(let pieces) = term.factors[0], term.filters.isEmpty,
        term.loops.isEmpty, pieces.degree <= 1, term.trains.allSatisfy({ $0.past.isEmpty })
      else { return nil }
      var variation = 0.0
      var last = 0.0
      for k in 0..<pieces.cells {
        let value = pieces.coefficients[k * (pieces.degree + 1)]
        let end = pieces.polynomial(k, at: pieces.width(k))
        variation += (value - last).magnitude + (end - value).magnitude
        last = end
      }
      variation += last.magnitude
      for train in term.trains { variation *= train.events.reduce(0) { $0 + $1.weight.magnitude } }
      sum += variation
    }
    return sum
  }

  /// The frequency beyond which the imaginary part of one copy of pieces keeps its sign, nil where that is not known.
  ///
  ///     ω Im L = −Re Σ J e^{−iωτ} + Im(…)/ω,   |…| ≤ Σ |changes of slope|
  ///
  /// So a jump at 0 that is larger than all others together decides, from some frequency on.
  private var imaginaryEnd: Double? {
    guard terms.count == 1, terms[0].delay == 0, terms[0].filters.isEmpty, terms[0].loops.isEmpty,
      terms[0].trains.allSatisfy({ $0.past.isEmpty && $0.events.count == 1 && $0.events[0].time == 0 }),
      terms[0].factors.count == 1, case .pieces(let pieces) = terms[0].factors[0], pieces.degree <= 1,
      pieces.knots[0] == 0
    else { return nil }
    let stride = pieces.degree + 1
    let first = pieces.coefficients[0].magnitude
    var (jumps, bends) = (0.0, 0.0)
    var (value, slope) = (pieces.coefficients[0], 0.0)
    for k in 0..<pieces.cells {
      let next = pieces.coefficients[k * stride]
      let rise = pieces.degree == 1 ? pieces.coefficients[k * stride + 1] : 0
      let end = pieces.polynomial(k, at: pieces.width(k))
      // Where lines meet to rounding, there is no jump.
      let gap = (next - value).magnitude
      if gap > 0x1p-50 * (next.magnitude + value.magnitude) { jumps += gap }
      bends += (rise - slope).magnitude
      (value, slope) = (end, rise)
    }
    jumps += value.magnitude
    bends += slope.magnitude
    return first > 1.001 * jumps ? bends / (first - 1.001 * jumps) : nil
  }

  /// The frequency response, nil at a pole.
  func finiteResponse(at frequencies: [Double]) throws -> [Complex<Double>?] {
    try responseValues(at: frequencies).map { $0.isFinite ? $0 : nil }
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

extension Margins {
  /// Takes crossings in brackets into account.
  ///
  /// - Parameters:
  ///   - gains: where |L| passes 1.
  ///   - phases: where the imaginary part changes its sign.
  fileprivate mutating func add(
    gains: [(Double, Double)], phases: [(Double, Double)], of response: PreparedResponse
  ) throws {
    let gainAt = try response.roots(in: gains) { $0.length - 1 }
    let phaseAt = try response.roots(in: phases) { $0.imaginary }
    for (w, value) in zip(gainAt, try response.finiteValues(at: gainAt)) {
      guard let value else { continue }
      var turn = Double.atan2(y: -value.imaginary, x: -value.real)
      // A turn within rounding is none: the loop is on the border.
      if turn.magnitude < 0x1p-50 { turn = 0 }
      if turn.magnitude < (phase?.magnitude ?? .infinity) { (phase, gainCrossover) = (turn, w) }
      let late = (turn < 0 ? turn + 2 * Double.pi : turn) / w
      delay = Swift.min(delay ?? .infinity, late)
    }
    for (w, value) in zip(phaseAt, try response.finiteValues(at: phaseAt)) {
      guard let value, value.real < 0, value.imaginary.magnitude < 1e-6 * value.length else { continue }
      let factor = 1 / value.length
      let best = gain.map { Double.log($0).magnitude } ?? .infinity
      if Double.log(factor).magnitude < best { (gain, phaseCrossover) = (factor, w) }
    }
  }
}

extension PreparedResponse {
  /// The places in brackets where a number of the response changes its sign, all halved together.
  fileprivate func roots(
    in brackets: [(Double, Double)], _ number: (Complex<Double>) -> Double
  ) throws -> [Double] {
    var low = brackets.map(\.0)
    var high = brackets.map(\.1)
    var atLow = try finiteValues(at: low).map { $0.map(number) ?? .nan }
    var atHigh = try finiteValues(at: high).map { $0.map(number) ?? .nan }
    for _ in 0..<100 {
      let middle = zip(low, high).map { ($0 + $1) / 2 }
      let open = middle.indices.filter { low[$0] < middle[$0] && middle[$0] < high[$0] }
      if open.isEmpty { break }
      for (k, value) in zip(open, try finiteValues(at: open.map { middle[$0] })) {
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
}
