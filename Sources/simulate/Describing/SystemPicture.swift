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

  /// A named block of points and how it is drawn.
  struct Curve {
    var block: Figure.Block
    var series: Figure.Series
  }

  /// Points with a style of gnuplot's; in the terminal only its first word counts.
  func curve(
    _ name: String, _ points: [(Double, Double)], _ style: String = SystemPicture.main, title: String? = nil
  ) -> Curve {
    let lines = points.map {
      // A point that is none breaks the line.
      $0.0.isFinite && $0.1.isFinite ? "\(CSV.NumberText.text($0.0)),\(CSV.NumberText.text($0.1))" : ""
    }
    let plain = style.hasPrefix("points") ? "points pt 'o'" : String(style.prefix { $0 != " " })
    return Curve(
      block: Figure.Block(name: name, lines: lines),
      series: Figure.Series(source: "$" + name, using: "1:2", style: isText ? plain : style, title: title))
  }

  /// The main curve.
  static let main = "lines lw 2 lc rgb '\(Shade.main)'"
  /// What only helps to read the picture.
  static let guide = "lines lw 1 dt 2 lc rgb '\(Shade.behind)'"
  /// A margin.
  static let margin = "lines lw 3 lc rgb '\(Shade.mark)'"
  /// Its end.
  static let spot = "points pt 7 ps 1 lc rgb '\(Shade.mark)'"

  /// A figure of one panel.
  func figure(
    _ curves: [Curve], x: String, y: String, settings: [String] = [], height: Int
  ) -> Figure {
    Figure(
      blocks: curves.map(\.block),
      panels: [
        Figure.Panel(
          x: .init(label: x), y: .init(label: y), series: curves.map(\.series),
          settings: settings.map { ($0, "") })
      ], height: height)
  }

  /// Impulse and step response, one below the other, from 0 on.
  private func times() throws -> Figure {
    guard let span = try signal.areaSpan(leaving: 1e-3), span.lowerBound < span.upperBound else {
      throw Failure(.badText, "--plot: a response that decays is needed to draw it over time")
    }
    let (from, to) = (Swift.min(0, span.lowerBound), span.upperBound)
    let places = (0...800).map { from + (to - from) * Double($0) / 800 }
    var figure = Figure()
    let parts = [("impulse", "impulse response", signal), ("step", "step response", signal.convolved(with: .step))]
    for (name, label, part) in parts {
      var drawn: [Curve] = []
      if name == "step", let end = try signal.moments()?.area, end.isFinite {
        drawn.append(curve("end", [(from, end), (to, end)], Self.guide))
      }
      if !part.isTrain {
        let shown = Set(places + part.breaks(in: from...to)).sorted()
        drawn.append(curve(name, Array(zip(shown, try part.sampled(at: .listed(shown)).values))))
      }
      let impulses = try part.impulses(until: to)
      if !impulses.isEmpty {
        drawn.append(
          curve(
            name + "_taps", impulses.prefix(2000).map { ($0.time, $0.weight) },
            PlotStyle.stems.text(colour: Shade.main, isText: isText)))
      }
      figure.blocks += drawn.map(\.block)
      figure.panels.append(
        Figure.Panel(x: .init(label: "t"), y: .init(label: label), series: drawn.map(\.series)))
    }
    figure.height = 720
    return figure
  }

  /// A margin as the legend has it.
  func legend(gain: Double) -> String {
    "gain margin " + CSV.NumberText.text(units.magnitude(gain), digits: 3) + (units.decibel ? " dB" : "")
  }

  /// A margin as the legend has it, always in degrees where the axis is.
  func legend(phase: Double, degrees: Bool) -> String {
    let value = degrees ? phase * 180 / Double.pi : phase
    return "phase margin " + CSV.NumberText.text(value, digits: 3) + (degrees ? "°" : " rad")
  }
}
