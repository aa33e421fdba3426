import NumericalMethods
import RealModule
import Systems

extension ClosedForm {
  /// The waveform of a formula in `t` from `start` on.
  ///
  /// Where the formula is not a number at the start of its support, its limit stands there. A gate
  /// that is 0 hides what it is multiplied with.
  init(_ expression: Expression, _ tape: Bytecode, text: String, from start: Double) {
    let parts = Quadratic.parts(of: expression)
    let window = Gates.window(expression, parts: parts, from: start)
    let first = window.lowerBound
    let corners = Corners(expression, parts: parts)
    var exponent: Double?
    var limit: Double?
    if first.isFinite {
      let series = StartSeries(expression, after: first)
      exponent = series?.singularExponent
      limit = series?.limit ?? Self.limit(of: tape, at: first)
      // A logarithm grows more slowly than any power: a mild one stands for it.
      if exponent == nil, series == nil, tape.value(at: first).isInfinite { exponent = -0.5 }
    }
    let value = limit
    let shown = text.count > 60 ? text.prefix(57) + "..." : text[...]
    self.init(
      text: text, on: window, corners: { corners.inside($0) },
      features: Features.of(expression, parts: parts), startExponent: exponent
    ) { times, values in
      tape.evaluate(times, values)
      for k in times.indices where !values[k].isFinite {
        if times[k] == first {
          if values[k].isNaN, let value { values[k] = value }
          if !values[k].isNaN { continue }
        }
        throw SystemsError.notFinite(time: times[k], why: "\(shown) is \(SystemsError.text(values[k])) there")
      }
    }
  }

  /// The limit from the right as far as numbers show it: values ever nearer that agree.
  private static func limit(of tape: Bytecode, at start: Double) -> Double? {
    var last: Double?
    for k in stride(from: 10, through: 40, by: 2) {
      let value = tape.value(at: start + Double.exp2(-Double(k)))
      if let last, (value - last).magnitude <= 1e-13 * value.magnitude { return value }
      last = value
    }
    let near = tape.value(at: start == 0 ? 1e-300 : start.nextUp)
    return near.isFinite && near.magnitude < 1e-250 ? 0 : nil
  }
}
