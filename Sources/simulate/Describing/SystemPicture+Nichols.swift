import ComplexModule
import CSV
import RealModule
import Systems

extension SystemPicture {
  /// The gain of the open loop over its phase, on lines of equal gain of the closed one.
  func nichols() throws -> Figure {
    let loop = try OpenLoop(of: signal, at: frequencies)
    let points = zip(loop.angles, loop.values).map { ($0 * 180 / Double.pi, 20 * Double.log10($1.length)) }
    let (low, high) = (-40.0, 40.0)
    var curves = isText ? [] : closedGains(from: low, to: high)
    curves.append(curve("open_loop", points))
    if let w = loop.margins.phaseCrossover, let gain = loop.margins.gain {
      let x = loop.angle(at: w) * 180 / Double.pi
      curves.append(
        curve(
          "gain_margin", [(x, -20 * Double.log10(gain)), (x, 0)], Self.margin,
          title: "gain margin " + CSV.NumberText.text(20 * Double.log10(gain), digits: 3) + " dB"))
    }
    if let margin = loop.margins.phase {
      let x = (margin - Double.pi) * 180 / Double.pi
      curves.append(
        curve("phase_margin", [(-180, 0), (x, 0)], Self.margin, title: legend(phase: margin, degrees: true)))
    }
    curves.append(curve("critical", [(-180, 0)], "points pt 1 ps 2 lw 3 lc rgb '\(Shade.mark)'"))
    let inside = points.filter { $0.1 > low && $0.1 < high }.map(\.0)
    let left = Swift.min(-360, (((inside.min() ?? 0) / 90).rounded(.down)) * 90)
    let right = Swift.max(0, (((inside.max() ?? 0) / 90).rounded(.up)) * 90)
    return figure(
      curves, x: "phase of the open loop (degrees)", y: "magnitude of the open loop (dB)",
      settings: [
        "set xrange [\(CSV.NumberText.text(Swift.max(left, -540))):\(CSV.NumberText.text(right))]",
        "set yrange [\(CSV.NumberText.text(low)):\(CSV.NumberText.text(high))]", "set xtics 45",
      ], height: 720)
  }

  /// Lines on which |L/(1 + L)| is one number, each with its decibels.
  ///
  ///     L = M/(1 − M),   M = m e^{iθ}
  private func closedGains(from low: Double, to high: Double) -> [Curve] {
    func place(_ decibel: Double, _ angle: Double) -> (Double, Double) {
      let closed = Complex(length: Double.exp10(decibel / 20), phase: angle)
      let open = closed / (Complex.one - closed)
      let phase = open.phase * 180 / Double.pi
      return (phase > 0 ? phase - 360 : phase, 20 * Double.log10(open.length))
    }
    var curves: [Curve] = []
    var labels: [String] = []
    for decibel in [12.0, 6, 3, 1, 0, -1, -3, -6, -12, -20] {
      let angles = (0...720).map { (Double($0) + 0.5) / 721 * 2 * Double.pi }
      let points = angles.map { place(decibel, $0) }.sorted { decibel > 0 ? false : $0.0 < $1.0 }
      let name = "closed_\(curves.count)"
      curves.append(
        curve(name, decibel > 0 ? points + [points[0]] : points, "lines lw 1 lc rgb '#c3ccd6'"))
      // At the left edge, or at the highest place in view.
      let at = decibel < 0
        ? points[6]
        : points.filter { $0.1 < high - 3 && $0.0 < -180 }.max { $0.1 < $1.1 } ?? points[0]
      labels.append([at.0, at.1, decibel].map { CSV.NumberText.text($0) }.joined(separator: ","))
    }
    var names = curve("closed_names", [], "lines")
    names.block.lines = labels
    names.series.using = "1:2:(sprintf('%g dB',$3))"
    names.series.style = "labels offset 0,0.5 textcolor rgb '\(Shade.behind)'"
    return curves + [names]
  }
}
