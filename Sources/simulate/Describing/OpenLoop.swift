import ComplexModule
import RealModule
import Systems

/// A frequency response along the frequencies of a picture, its angle without jumps.
struct OpenLoop {
  /// The margins of the unit feedback loop around it.
  var margins: Margins
  /// In radians for each unit of time, ascending.
  var frequencies: [Double]
  /// The response there.
  var values: [Complex<Double>]
  /// Its angles, in one piece, such that the phase margin stands above −π.
  var angles: [Double]

  /// Computes it.
  ///
  /// - Parameter frequencies: nil are those about the crossovers, the poles and the zeros, until dead time has turned
  ///   the response once more than it matters.
  /// - Throws: `SystemsError`.
  init(of signal: Signal, at frequencies: [Double]?) throws {
    margins = try signal.margins()
    let axis = try frequencies?.filter { $0 > 0 } ?? OpenLoop.axis(signal, margins)
    values = try signal.frequencyResponse(at: axis)
    var turns = 0.0
    angles = []
    for (k, value) in values.enumerated() {
      if k > 0 { turns -= ((value.phase - values[k - 1].phase) / (2 * Double.pi)).rounded() * 2 * Double.pi }
      angles.append(value.phase + turns)
    }
    self.frequencies = axis
    lift()
    guard frequencies == nil else { return }
    let known = [margins.gainCrossover, margins.phaseCrossover].compactMap { $0 }.max()
    let floor = (known.map(angle) ?? angles.first ?? 0) - 2 * Double.pi
    if let end = angles.firstIndex(where: { $0 < floor }), axis[end] > known ?? 0 {
      self.frequencies.removeSubrange(end...)
      values.removeSubrange(end...)
      angles.removeSubrange(end...)
    }
  }

  /// The angle at a frequency, between its neighbours.
  func angle(at frequency: Double) -> Double {
    guard let k = frequencies.firstIndex(where: { $0 >= frequency }), k > 0 else {
      return (frequency < frequencies.first ?? 0 ? angles.first : angles.last) ?? 0
    }
    let part = (frequency - frequencies[k - 1]) / (frequencies[k] - frequencies[k - 1])
    return angles[k - 1] + part * (angles[k] - angles[k - 1])
  }

  /// Moves the angles by whole turns, so that the crossover's is the phase margin above −π.
  private mutating func lift() {
    var turns: Double
    if let w = margins.gainCrossover, let margin = margins.phase {
      turns = (margin - Double.pi - angle(at: w)) / (2 * Double.pi)
    } else if let w = margins.phaseCrossover {
      turns = (-Double.pi - angle(at: w)) / (2 * Double.pi)
    } else {
      turns = 0
    }
    turns = turns.rounded()
    for k in angles.indices { angles[k] += turns * 2 * Double.pi }
  }

  /// The frequencies that matter, logarithmic.
  private static func axis(_ signal: Signal, _ margins: Margins) throws -> [Double] {
    var scales = [margins.gainCrossover, margins.phaseCrossover].compactMap { $0 }
    if let roots = try signal.polesAndZeros(), signal.terms.allSatisfy(\.filters.isEmpty) {
      scales += (roots.poles + (roots.zeros ?? [])).map(\.length)
    }
    let period = signal.terms.flatMap(\.filters).map(\.period).max()
    if let period { scales += [0.03 / period, 0.3 / period] }
    scales.removeAll { !($0 > 0) || !$0.isFinite }
    if scales.isEmpty, let span = try signal.areaSpan(leaving: 1e-3), span.upperBound > 0 {
      scales = [1 / span.upperBound, 100 / span.upperBound]
    }
    let low = (scales.min() ?? 1) / 10
    let high = Swift.min((scales.max() ?? 1) * 10, period.map { Double.pi / $0 } ?? .infinity)
    let decades = Double.log10(high / low)
    return (0...1600).map { low * Double.exp10(decades * Double($0) / 1600) }
  }
}
