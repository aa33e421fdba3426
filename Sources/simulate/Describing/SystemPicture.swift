import ComplexModule
import CSV
import RealModule
import Systems

/// The pictures of a system: its responses in time, and those of control.
struct SystemPicture {
  /// What `--as` may ask for; without it impulse and step response are drawn.
  enum Kind: String, CaseIterable {
    case bode, nyquist, nichols, poles
  }

  /// The impulse response.
  var signal: Signal
  /// The frequencies; nil are those about the crossovers and the poles.
  var frequencies: [Double]?
  /// The units of frequency, magnitude and phase.
  var units: FrequencyUnits
  var isText: Bool

  /// Draws what was asked for.
  ///
  /// - Throws: `Failure` (65) where there is nothing to draw, `SystemsError`.
  func figure(_ kind: Kind?) throws -> Figure {
    switch kind {
    case nil: try times()
    case .bode: try bode()
    case .nyquist: try nyquist()
    case .nichols: try nichols()
    case .poles: try roots()
    }
  }

  private func curve(
    _ name: String, _ points: [(Double, Double)], _ style: PlotStyle = .lines, shade: String = Shade.main
  ) -> (Figure.Block, Figure.Series) {
    let lines = points.filter { $0.0.isFinite && $0.1.isFinite }
      .map { "\(CSV.NumberText.text($0.0)),\(CSV.NumberText.text($0.1))" }
    return (
      Figure.Block(name: name, lines: lines),
      Figure.Series(source: "$" + name, using: "1:2", style: style.text(colour: shade, isText: isText)))
  }

  /// Impulse and step response, one below the other.
  private func times() throws -> Figure {
    guard let span = try signal.areaSpan(leaving: 1e-3), span.lowerBound < span.upperBound else {
      throw Failure(.badText, "--plot: a response that decays is needed to draw it over time")
    }
    let places = (0...800).map { span.lowerBound + (span.upperBound - span.lowerBound) * Double($0) / 800 }
    var figure = Figure()
    let parts = [("impulse", "impulse response", signal), ("step", "step response", signal.convolved(with: .step))]
    for (name, label, part) in parts {
      var drawn: [(Figure.Block, Figure.Series)] = []
      if !part.isTrain {
        let shown = Set(places + part.breaks(in: span)).sorted()
        drawn.append(curve(name, Array(zip(shown, try part.sampled(at: .listed(shown)).values))))
      }
      let impulses = try part.impulses(until: span.upperBound)
      if !impulses.isEmpty {
        drawn.append(curve(name + "_taps", impulses.prefix(2000).map { ($0.time, $0.weight) }, .stems))
      }
      figure.blocks += drawn.map(\.0)
      figure.panels.append(
        Figure.Panel(x: .init(label: "t"), y: .init(label: label), series: drawn.map(\.1)))
    }
    figure.height = 720
    return figure
  }

  /// The frequencies of a picture, logarithmic.
  private func axis(_ margins: Margins) throws -> [Double] {
    if let frequencies { return frequencies.filter { $0 > 0 } }
    var scales = [margins.gainCrossover, margins.phaseCrossover].compactMap { $0 }
    if let roots = try signal.polesAndZeros() { scales += (roots.poles + (roots.zeros ?? [])).map(\.length) }
    scales.removeAll { !($0 > 0) }
    if scales.isEmpty, let span = try signal.areaSpan(leaving: 1e-3), span.upperBound > 0 {
      scales = [1 / span.upperBound, 100 / span.upperBound]
    }
    let (low, high) = ((scales.min() ?? 1) / 30, (scales.max() ?? 1) * 30)
    let ratio = Double.log10(high / low)
    return (0...1200).map { low * Double.exp10(ratio * Double($0) / 1200) }
  }

  private func bode() throws -> Figure {
    let margins = try signal.margins()
    let axis = try axis(margins)
    let values = try signal.frequencyResponse(at: axis)
    let shown = axis.map(units.frequency)
    let magnitudes = curve("magnitude", Array(zip(shown, values.map { units.magnitude($0.length) })))
    let turns = SystemPicture.unwrapped(values.map(\.phase)).map(units.phase)
    let phases = curve("phase", Array(zip(shown, turns)))
    var blocks = [magnitudes.0, phases.0]
    var marks: [Figure.Series] = []
    if let w = margins.gainCrossover {
      let mark = curve("crossover", [(units.frequency(w), units.magnitude(1))], .points)
      blocks.append(mark.0)
      marks.append(mark.1)
    }
    if let w = margins.phaseCrossover, let gain = margins.gain {
      let mark = curve("margin", [(units.frequency(w), units.magnitude(1 / gain))], .points)
      blocks.append(mark.0)
      marks.append(mark.1)
    }
    let x = Figure.Axis(label: units.frequencyLabel, isLogarithmic: true)
    return Figure(
      blocks: blocks,
      panels: [
        Figure.Panel(
          x: x, y: .init(label: units.magnitudeLabel, isLogarithmic: !units.decibel),
          series: [magnitudes.1] + marks),
        Figure.Panel(x: x, y: .init(label: units.phaseLabel), series: [phases.1]),
      ], height: 720)
  }

  private func nyquist() throws -> Figure {
    let values = try signal.frequencyResponse(at: try axis(try signal.margins()))
    let upper = curve("upper", values.map { ($0.real, $0.imaginary) })
    let lower = curve("lower", values.map { ($0.real, -$0.imaginary) }, shade: Shade.behind)
    let point = curve("critical", [(-1, 0)], .points)
    // A pole on the axis runs away; what matters is about −1.
    let reach = Swift.min(20, Swift.max(2, values.reduce(0) { Swift.max($0, $1.length) } * 1.1))
    let range = CSV.NumberText.text(reach)
    return Figure(
      blocks: [upper.0, lower.0, point.0],
      panels: [
        Figure.Panel(
          x: .init(label: "real part"), y: .init(label: "imaginary part"),
          series: [upper.1, lower.1, point.1],
          settings: [
            ("set xrange [-\(range):\(range)]", "set xrange [*:*]"),
            ("set yrange [-\(range):\(range)]", "set yrange [*:*]"),
          ])
      ], height: 900)
  }

  private func nichols() throws -> Figure {
    let values = try signal.frequencyResponse(at: try axis(try signal.margins()))
    let turns = SystemPicture.unwrapped(values.map(\.phase)).map { $0 * 180 / Double.pi }
    let gains = values.map { 20 * Double.log10($0.length) }
    let line = curve("open_loop", Array(zip(turns, gains)))
    let point = curve("critical", [(-180, 0)], .points)
    return Figure(
      blocks: [line.0, point.0],
      panels: [
        Figure.Panel(
          x: .init(label: "phase (degrees)"), y: .init(label: "magnitude (dB)"),
          series: [line.1, point.1])
      ], height: 720)
  }

  private func roots() throws -> Figure {
    guard let roots = try signal.polesAndZeros(), !roots.poles.isEmpty || roots.zeros?.isEmpty == false else {
      throw Failure(.badText, "--as: a system with poles or zeros is needed, found none")
    }
    let poles = curve("poles", roots.poles.map { ($0.real, $0.imaginary) }, .points)
    let zeros = curve("zeros", (roots.zeros ?? []).map { ($0.real, $0.imaginary) }, .points, shade: Shade.behind)
    var series: [Figure.Series] = []
    if !roots.poles.isEmpty {
      var mark = poles.1
      mark.style = "points pt 2 lc rgb '\(Shade.main)'"
      mark.title = "poles"
      series.append(mark)
    }
    if roots.zeros?.isEmpty == false {
      var mark = zeros.1
      mark.style = "points pt 6 lc rgb '\(Shade.main)'"
      mark.title = "zeros"
      series.append(mark)
    }
    let blocks = series.map { $0.title == "poles" ? poles.0 : zeros.0 }
    return Figure(
      blocks: blocks,
      panels: [
        Figure.Panel(x: .init(label: "real part"), y: .init(label: "imaginary part"), series: series)
      ], height: 720)
  }

  /// Angles without jumps of whole turns.
  static func unwrapped(_ angles: [Double]) -> [Double] {
    var turns = 0.0
    var result: [Double] = []
    for (k, angle) in angles.enumerated() {
      if k > 0 { turns -= ((angle - angles[k - 1]) / (2 * Double.pi)).rounded() * 2 * Double.pi }
      result.append(angle + turns)
    }
    return result
  }
}
