internal import RealModule

/// What the response to a unit step shows.
public struct StepInformation: Hashable, Sendable {
  /// The value that it comes to: the area of the impulse response.
  public var finalValue: Double
  /// From the first moment at 10 % of the final value to the first at 90 %.
  public var riseTime: Double
  /// The last moment outside of 2 % about the final value.
  public var settlingTime: Double
  /// By how many percent of the final value it goes above it; 0 where it doesn't.
  public var overshoot: Double

  /// Makes the information from its values.
  public init(finalValue: Double, riseTime: Double, settlingTime: Double, overshoot: Double) {
    self.finalValue = finalValue
    self.riseTime = riseTime
    self.settlingTime = settlingTime
    self.overshoot = overshoot
  }
}

extension Signal {
  /// Rise, settling and overshoot of the step response of the system with this impulse response.
  ///
  /// - Returns: nil where the step response comes to no value, or to 0.
  /// - Throws: What sampling throws.
  public func stepInformation() throws -> StepInformation? { try stepResponse(over: naturalSpan())?.information() }

  /// The first moment at which half of the area has passed.
  ///
  /// - Returns: nil where the area does not exist, or is 0.
  /// - Throws: What sampling throws.
  public func halfLife() throws -> Double? { try stepResponse(over: naturalSpan())?.halfLife() }

  /// The step response over its final value, in a span in which it comes to it.
  func stepResponse(over span: ClosedRange<Double>?) throws -> StepResponse? {
    guard let area = try moments()?.area, area != 0, area.isFinite, let span else { return nil }
    let integral = integratedPieces ?? convolved(with: .step)
    var curve = TimeCurve(
      integral, over: span, breaks: breakpoints(in: span), oscillation: fastestOscillation)
    let plain = try curve.values(at: curve.grid)
    let most = plain.reduce(0) { Swift.max($0, $1.magnitude) }
    guard area.magnitude > 1e-13 * most else { return nil }
    curve.scale = 1 / area
    return StepResponse(finalValue: area, curve: curve, values: plain.map { $0 * curve.scale })
  }
}

/// A step response over its final value, and its values on the grid of its curve.
struct StepResponse {
  let finalValue: Double
  let curve: TimeCurve
  let values: [Double]

  /// Rise, settling and overshoot.
  func information() throws -> StepInformation? {
    guard let low = try curve.first(values, { $0 >= 0.1 }),
      let high = try curve.first(values, { $0 >= 0.9 })
    else { return nil }
    let most = values.max() ?? 0
    var overshoot = most - 1
    if most > 1 {
      let tops = try curve.maxima(of: values, above: 1 + 0.8 * (most - 1)) { $0 }
      overshoot = tops.reduce(overshoot) { Swift.max($0, $1.value - 1) }
    }
    return StepInformation(
      finalValue: finalValue, riseTime: high - low, settlingTime: try curve.settling(values),
      overshoot: overshoot > 1e-12 ? 100 * overshoot : 0)
  }

  /// The first moment at one half.
  func halfLife() throws -> Double? { try curve.first(values) { $0 >= 0.5 } }
}

extension Signal {
  /// The running integral of one copy of pieces, up to their end; nil for anything else.
  ///
  /// Pieces again: a march of the step through many knots costs much more, at each place looked at.
  private var integratedPieces: Signal? {
    guard terms.count == 1, terms[0].factors.count == 1, case .pieces(let pieces) = terms[0].factors[0],
      pieces.valueError == 0, terms[0].filters.isEmpty, terms[0].loops.isEmpty,
      terms[0].trains.allSatisfy({ $0.past.isEmpty && $0.events.count == 1 })
    else { return nil }
    var copy = self
    copy.terms[0].factors = [.pieces(pieces.integrated())]
    return copy
  }
}

extension TimeCurve {
  /// The first moment at which a condition holds, nil where it never does.
  fileprivate func first(_ values: [Double], _ condition: (Double) -> Bool) throws -> Double? {
    guard let k = values.firstIndex(where: condition) else { return nil }
    return k == 0 ? grid[0] : try beginning(between: grid[k - 1], and: grid[k], of: condition)
  }

  /// The last moment at which the curve is farther than 0.02 from 1.
  fileprivate func settling(_ values: [Double]) throws -> Double {
    let band = 0.02
    let off = values.map { ($0 - 1).magnitude }
    guard let k = off.lastIndex(where: { $0 > band }) else { return grid[0] }
    var low = grid[k]
    // A swing may leave the band between two places of the grid.
    let later = off.indices.map { $0 > k ? off[$0] : 0 }
    for top in try maxima(of: later, above: 0.9 * band, by: { ($0 - 1).magnitude })
    where top.value > band && top.time > low { low = top.time }
    guard let high = grid.first(where: { $0 > low }) else { return low }
    return try beginning(between: low, and: high) { ($0 - 1).magnitude <= band }
  }
}
