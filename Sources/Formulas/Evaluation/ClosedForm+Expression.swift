import NumericalMethods
import Systems

extension ClosedForm {
  /// The waveform of a formula in `t` from `start` on.
  init(_ expression: Expression, _ tape: Tape, text: String, from start: Double) {
    self.init(text: text, on: start...Double.infinity) { times, values in
      tape.evaluate(times, values)
      for k in times.indices where !values[k].isFinite {
        if times[k] == start {
          if values[k].isNaN { values[k] = tape.value(at: Double.leastNonzeroMagnitude) }
        } else {
          throw SystemsError.notFinite(time: times[k], why: "\(text) is \(values[k]) there")
        }
      }
    }
  }
}
