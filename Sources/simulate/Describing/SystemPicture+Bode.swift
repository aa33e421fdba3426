import ComplexModule
import CSV
import RealModule
import Systems

extension SystemPicture {
  /// Magnitude and phase, with the margins as strokes at the crossovers.
  func bode() throws -> Figure {
    let loop = try OpenLoop(of: signal, at: frequencies)
    let shown = loop.frequencies.map(units.frequency)
    guard let first = shown.first, let last = shown.last else {
      throw Failure.option("--frequency", "a frequency above 0 is needed for --as bode, found none")
    }
    var magnitudes = [curve("unit", [(first, units.magnitude(1)), (last, units.magnitude(1))], Self.guide)]
    let border = units.phase(-Double.pi)
    var phases = [curve("border", [(first, border), (last, border)], Self.guide)]
    magnitudes.append(curve("magnitude", Array(zip(shown, loop.values.map { units.magnitude($0.length) }))))
    phases.append(curve("phase", Array(zip(shown, loop.angles.map(units.phase)))))
    if let w = loop.margins.phaseCrossover, let gain = loop.margins.gain {
      let x = units.frequency(w)
      let ends = [(x, units.magnitude(1 / gain)), (x, units.magnitude(1))]
      magnitudes.append(curve("gain_margin", ends, Self.margin, title: legend(gain: gain)))
      magnitudes.append(curve("gain_spot", [ends[0]], Self.spot))
      phases.append(curve("crossing", [(x, units.phase(loop.angle(at: w)))], Self.spot))
    }
    if let w = loop.margins.gainCrossover, let margin = loop.margins.phase {
      let x = units.frequency(w)
      let ends = [(x, units.phase(margin - Double.pi)), (x, border)]
      phases.append(
        curve("phase_margin", ends, Self.margin, title: legend(phase: margin, degrees: units.degrees)))
      phases.append(curve("phase_spot", [ends[0]], Self.spot))
      magnitudes.append(curve("crossover", [(x, units.magnitude(1))], Self.spot))
    }
    let x = Figure.Axis(label: units.frequencyLabel, isLogarithmic: true)
    let y = Figure.Axis(label: units.magnitudeLabel, isLogarithmic: !units.decibel)
    return Figure(
      blocks: (magnitudes + phases).map(\.block),
      panels: [
        Figure.Panel(x: x, y: y, series: magnitudes.map(\.series)),
        Figure.Panel(
          x: x, y: .init(label: units.phaseLabel), series: phases.map(\.series), settings: phaseTicks(loop.angles)),
      ], height: 720)
  }

  /// Ticks at parts of a turn.
  private func phaseTicks(_ angles: [Double]) -> [(set: String, unset: String)] {
    let span = (angles.max() ?? 0) - (angles.min() ?? 0)
    guard span > 1, span < 40 else { return [] }
    let parts = span > 12 ? 1.0 : span > 5 ? 0.5 : 0.25
    if units.degrees { return [("set ytics \(NumberText.text(180 * parts))", "set ytics autofreq")] }
    return [
      ("set ytics \(NumberText.text(parts))*pi", "set ytics autofreq"),
      ("set format y '%.\(parts == 1 ? 0 : parts == 0.5 ? 1 : 2)P π'", "set format y"),
    ]
  }
}
