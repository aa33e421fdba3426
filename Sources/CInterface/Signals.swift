public import CSimulate
import Formulas
import Systems

@_cdecl("simulate_signal_events")
public func signalEvents(
  times: UnsafePointer<Double>?, amounts: UnsafePointer<Double>?,
  durations: UnsafePointer<Double>?, count: Int, signal: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSignal(signal) {
    let times = try numbers(times, count, "times")
    let amounts = try amounts == nil ? [Double](repeating: 1, count: count) : numbers(amounts, count, "amounts")
    guard durations != nil else {
      return .events(times.indices.map { Event(time: times[$0], weight: amounts[$0]) })
    }
    var events: [Event] = []
    var pulses: [(start: Double, duration: Double, height: Double)] = []
    for (k, duration) in try numbers(durations, count, "durations").enumerated() {
      guard duration >= 0 else {
        throw Refusal.data("durations must be 0 or above, found \(SystemsError.text(duration)) at index \(k)")
      }
      if duration == 0 {
        events.append(Event(time: times[k], weight: amounts[k]))
      } else {
        let height = amounts[k] / duration
        guard height.isFinite, (times[k] + duration).isFinite else {
          throw Refusal.data(
            "an amount over its duration must be finite, found \(SystemsError.text(amounts[k])) over "
              + "\(SystemsError.text(duration)) at index \(k)")
        }
        pulses.append((times[k], duration, height))
      }
    }
    let impulses: Signal = events.isEmpty ? Signal() : .events(events)
    guard let pieces = PiecewisePolynomial.pulses(pulses) else { return impulses }
    return impulses + Signal(.pieces(pieces))
  }
}

@_cdecl("simulate_signal_formula")
public func signalFormula(
  formula: UnsafePointer<CChar>?, names: UnsafePointer<simulate_names>?,
  signal: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSignal(signal) {
    try Formula(text(formula, "a formula"), bindings: bindings(names)).signal()
  }
}

@_cdecl("simulate_signal_samples")
public func signalSamples(
  times: UnsafePointer<Double>?, values: UnsafePointer<Double>?, count: Int,
  between: simulate_between, signal: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSignal(signal) {
    try Signal(
      times: numbers(times, count, "times"), values: numbers(values, count, "values"),
      between: Interpolation(between), allowingJumps: true)
  }
}

@_cdecl("simulate_signal_sum")
public func signalSum(
  a: OpaquePointer?, b: OpaquePointer?, signal: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSignal(signal) { try Handle<Signal>.value(a, "a signal") + Handle<Signal>.value(b, "a signal") }
}

@_cdecl("simulate_signal_free")
public func signalFree(signal: OpaquePointer?) { Handle<Signal>.free(signal) }
