import ComplexModule
import CSV
import RealModule
import Systems

extension SystemPicture {
  /// The response in the complex plane, with the unit circle, −1 and how often it is encircled.
  func nyquist() throws -> Figure {
    let loop = try OpenLoop(of: signal, at: frequencies)
    let largest = loop.values.reduce(0) { Swift.max($0, $1.length) }
    // What runs far away hides what happens about −1.
    let reach = largest <= 4 ? Swift.max(1.3, largest * 1.1) : 3
    let circle = (0...180).map { 2 * Double.pi * Double($0) / 180 }.map { (Double.cos($0), Double.sin($0)) }
    var curves = [
      curve("circle", circle, Self.guide),
      curve("real_axis", [(-reach, 0), (reach, 0)], Self.guide),
      curve("lower", loop.values.map { ($0.real, -$0.imaginary) }, "lines lw 1.5 lc rgb '\(Shade.behind)'"),
      curve("upper", loop.values.map { ($0.real, $0.imaginary) }),
    ]
    curves += arrow(loop.values.filter { $0.length < reach }, reach: reach)
    if let gain = loop.margins.gain {
      curves.append(curve("gain_margin", [(-1, 0), (-1 / gain, 0)], Self.margin, title: legend(gain: gain)))
    }
    if let phase = loop.margins.phase {
      let arc = (0...60).map { -Double.pi + phase * Double($0) / 60 }.map { (Double.cos($0), Double.sin($0)) }
      curves.append(
        curve("phase_margin", arc, Self.margin, title: legend(phase: phase, degrees: true)))
      curves.append(curve("phase_spot", arc.suffix(1), Self.spot))
    }
    var title = "−1"
    if let count = try signal.encirclements() {
      let times = count.magnitude == 1 ? "once" : count.magnitude == 2 ? "twice" : "\(count.magnitude) times"
      title += count == 0 ? ", not encircled" : ", encircled \(times), \(count > 0 ? "clockwise" : "anticlockwise")"
    }
    curves.append(curve("critical", [(-1, 0)], "points pt 1 ps 2 lw 3 lc rgb '\(Shade.mark)'", title: title))
    let range = CSV.NumberText.text(reach)
    return figure(
      curves, x: "real part", y: "imaginary part",
      settings: ["set size square", "set xrange [-\(range):\(range)]", "set yrange [-\(range):\(range)]"],
      height: 900)
  }

  /// Which way the response goes with rising frequency, where it is about half way out.
  private func arrow(_ values: [Complex<Double>], reach: Double) -> [Curve] {
    guard !isText, values.count > 2,
      let k = values.indices.dropLast().min(by: {
        (values[$0].length - reach / 2).magnitude < (values[$1].length - reach / 2).magnitude
      })
    else { return [] }
    let way = values[k + 1] - values[k]
    guard way.length > 0, way.length < reach / 4 else { return [] }
    let step = way.multiplied(by: 0.02 * reach / way.length)
    var head = curve(
      "way", [(values[k].real, values[k].imaginary), (values[k].real + step.real, values[k].imaginary + step.imaginary)],
      "lines")
    let numbers = [values[k].real, values[k].imaginary, step.real, step.imaginary].map { CSV.NumberText.text($0) }
    head.block.lines = [numbers.joined(separator: ",")]
    head.series.using = "1:2:3:4"
    head.series.style =
      "vectors head filled size screen 0.018,22 fixed lw 2 lc rgb '\(Shade.main)'"
    return [head]
  }
}
