/// Colours that are ordered by how dark they are, so that a picture reads in grey too.
enum Shade {
  /// From dark to light; the lightest is still seen on white.
  private static let stops: [(red: Double, green: Double, blue: Double)] = [
    (0x2d, 0x0b, 0x59), (0x2f, 0x3f, 0x82), (0x1f, 0x6a, 0x80), (0x2f, 0x8f, 0x6c),
    (0x86, 0xa9, 0x2f),
  ]

  /// The colour of the main curve.
  static let main = "#16345c"
  /// The colour of what stands behind it.
  static let behind = "#8a9bb0"
  /// The colour of what a picture points at.
  static let mark = "#c2512d"

  /// The colour of one of several, the first the darkest, as `#rrggbb`.
  static func of(_ index: Int, among count: Int) -> String {
    guard count > 1 else { return main }
    let place = Double(index) / Double(count - 1) * Double(stops.count - 1)
    let below = min(Int(place), stops.count - 2)
    let part = place - Double(below)
    let (a, b) = (stops[below], stops[below + 1])
    return "#" + hexadecimal(a.red + (b.red - a.red) * part)
      + hexadecimal(a.green + (b.green - a.green) * part)
      + hexadecimal(a.blue + (b.blue - a.blue) * part)
  }

  /// A gnuplot palette from dark to light.
  static let palette: String =
    "set palette defined ("
    + stops.enumerated().map { k, stop in
      "\(k) '#\(hexadecimal(stop.red))\(hexadecimal(stop.green))\(hexadecimal(stop.blue))'"
    }.joined(separator: ", ") + ", 5 '#f4efc8')"

  private static func hexadecimal(_ value: Double) -> String {
    let text = String(Int(value.rounded()), radix: 16)
    return text.count == 1 ? "0" + text : text
  }
}
