import ComplexModule
import CSV
import RealModule
import Systems

extension SystemPicture {
  /// Poles and zeros in the plane, with the border of stability.
  func roots() throws -> Figure {
    guard let roots = try signal.polesAndZeros(), !roots.poles.isEmpty || roots.zeros?.isEmpty == false else {
      throw Failure(.badText, "--as: a system with poles or zeros is needed, found none")
    }
    let all = roots.poles + (roots.zeros ?? [])
    let isDiscrete = !signal.terms.allSatisfy(\.filters.isEmpty)
    let reals = all.map(\.real) + (isDiscrete ? [-1, 1] : [0])
    let imaginaries = all.map(\.imaginary) + (isDiscrete ? [-1, 1] : [])
    let centre = ((reals.min() ?? 0) + (reals.max() ?? 0)) / 2
    let widest = Swift.max((reals.max() ?? 0) - centre, imaginaries.map(\.magnitude).max() ?? 0)
    let reach = widest > 0 ? 1.2 * widest : 1
    let (left, right) = (centre - reach, centre + reach)
    var curves = [curve("real_axis", [(left, 0), (right, 0)], Self.guide)]
    if isDiscrete {
      let circle = (0...180).map { 2 * Double.pi * Double($0) / 180 }.map { (Double.cos($0), Double.sin($0)) }
      curves.append(curve("border", circle, "lines lw 1.5 lc rgb '\(Shade.behind)'"))
    } else {
      curves.append(curve("border", [(0, -reach), (0, reach)], "lines lw 1.5 lc rgb '\(Shade.behind)'"))
    }
    if !roots.poles.isEmpty {
      curves.append(
        curve(
          "poles", roots.poles.map { ($0.real, $0.imaginary) }, "points pt 2 ps 1.6 lw 2.5 lc rgb '\(Shade.main)'",
          title: "poles"))
    }
    if let zeros = roots.zeros, !zeros.isEmpty {
      curves.append(
        curve(
          "zeros", zeros.map { ($0.real, $0.imaginary) }, "points pt 6 ps 1.6 lw 2.5 lc rgb '\(Shade.main)'",
          title: "zeros"))
    }
    func range(_ axis: String, _ from: Double, _ to: Double) -> String {
      "set \(axis)range [\(CSV.NumberText.text(from)):\(CSV.NumberText.text(to))]"
    }
    return figure(
      curves, x: "real part", y: "imaginary part",
      settings: ["set size square", range("x", left, right), range("y", -reach, reach)], height: 900)
  }
}
