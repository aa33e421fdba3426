import ComplexModule
public import CSimulate
import NumericalMethods
import Systems

@_cdecl("simulate_response")
public func response(
  system: OpaquePointer?, input: OpaquePointer?, times: UnsafePointer<Double>?, count: Int,
  options: UnsafePointer<simulate_options>?, values: UnsafeMutablePointer<Double>?,
  bounds: UnsafeMutablePointer<Double>?, impulses: UnsafeMutablePointer<Int>?
) -> Int32 {
  outcome {
    let rows = OutputTimes.listed(try numbers(times, count, "times"))
    try respond(system, input, rows, options, values, bounds, impulses)
  }
}

@_cdecl("simulate_response_on_grid")
public func responseOnGrid(
  system: OpaquePointer?, input: OpaquePointer?, start: Double, step: Double, count: Int,
  options: UnsafePointer<simulate_options>?, values: UnsafeMutablePointer<Double>?,
  bounds: UnsafeMutablePointer<Double>?, impulses: UnsafeMutablePointer<Int>?
) -> Int32 {
  outcome {
    let first = DoubleDouble(try finite(start, "the start of a grid").description) ?? DoubleDouble(start)
    let width = DoubleDouble(try finite(step, "the step of a grid").description) ?? DoubleDouble(step)
    guard step > 0 else { throw Refusal("the step of a grid must be above 0, found \(SystemsError.text(step))") }
    guard count >= 0, (start + step * Double(count)).isFinite else {
      throw Refusal("a grid must end at a finite time, found \(UInt(bitPattern: count)) steps of \(step)")
    }
    let grid = TimeGrid(
      start: first.hi, step: width.hi, count: count, startRest: first.lo, stepRest: width.lo)
    try respond(system, input, .grid(grid), options, values, bounds, impulses)
  }
}

/// Computes the rows into the caller's arrays.
private func respond(
  _ system: OpaquePointer?, _ input: OpaquePointer?, _ rows: OutputTimes,
  _ options: UnsafePointer<simulate_options>?, _ values: UnsafeMutablePointer<Double>?,
  _ bounds: UnsafeMutablePointer<Double>?, _ impulses: UnsafeMutablePointer<Int>?
) throws {
  let output = try output(system, input)
  guard let values = values ?? (rows.count == 0 ? nil : values) else {
    guard rows.count == 0 else { throw Refusal("the place of the values must not be null") }
    impulses?.pointee = 0
    return
  }
  let options = options?.pointee ?? simulate_options()
  let tolerance = options.tolerance == 0 ? 1e-12 : options.tolerance
  guard tolerance > 0, tolerance < 1 else {
    throw Refusal("a tolerance must be above 0 and below 1, found \(SystemsError.text(tolerance))")
  }
  guard (0...1).contains(options.before) else {
    throw Refusal("before must be 0 or 1, found \(options.before)")
  }
  guard (0...1024).contains(options.jobs) else {
    throw Refusal("jobs must be 1 to 1024, found \(options.jobs)")
  }
  let samples = try output.sampled(
    at: rows, side: options.before == 1 ? .before : .after,
    tolerance: Tolerance(relative: tolerance), bounds: bounds != nil,
    jobs: max(1, Int(options.jobs)))
  samples.values.withUnsafeBufferPointer { values.update(from: $0.baseAddress!, count: $0.count) }
  if let bounds {
    for k in samples.values.indices { bounds[k] = samples.errors.isEmpty ? 0 : samples.errors[k] }
  }
  impulses?.pointee = samples.impulses.count
}

/// The output as a signal; nothing is computed yet.
private func output(_ system: OpaquePointer?, _ input: OpaquePointer?) throws(Refusal) -> Signal {
  let system = try Handle<System>.value(system, "a system")
  return system.response(to: input == nil ? Signal() : try Handle<Signal>.value(input, "an input"))
}

@_cdecl("simulate_impulses")
public func impulses(
  system: OpaquePointer?, input: OpaquePointer?, until: Double,
  times: UnsafeMutablePointer<Double>?, amounts: UnsafeMutablePointer<Double>?, capacity: Int,
  count: UnsafeMutablePointer<Int>?
) -> Int32 {
  outcome {
    guard let count else { throw Refusal("the place of the count must not be null") }
    let rows = OutputTimes.listed([try finite(until, "the last time")])
    let found = try output(system, input).sampled(at: rows).impulses
    guard capacity == 0 || (times != nil && amounts != nil) else {
      throw Refusal("the places of times and amounts must not be null")
    }
    for (k, impulse) in found.prefix(max(0, capacity)).enumerated() {
      times?[k] = impulse.time
      amounts?[k] = impulse.weight
    }
    count.pointee = found.count
  }
}

@_cdecl("simulate_frequency_response")
public func frequencyResponse(
  system: OpaquePointer?, frequencies: UnsafePointer<Double>?, count: Int,
  values: UnsafeMutablePointer<Double>?
) -> Int32 {
  outcome {
    let axis = try numbers(frequencies, count, "frequencies")
    if let below = axis.first(where: { $0 < 0 }) {
      throw Refusal.data("frequencies must be 0 or above, found \(SystemsError.text(below))")
    }
    let response = try Handle<System>.value(system, "a system").impulseResponse
    guard count > 0 else { return }
    try fill(values, capacity: count, with: response.frequencyResponse(at: axis))
  }
}

@_cdecl("simulate_describe")
public func describe(
  system: OpaquePointer?, quantity: simulate_quantity, value: UnsafeMutablePointer<Double>?
) -> Int32 {
  outcome {
    guard let value else { throw Refusal("the place of the value must not be null") }
    let signal = try Handle<System>.value(system, "a system").impulseResponse
    let found: Double?
    switch quantity {
    case SIMULATE_AREA: found = try signal.moments()?.area
    case SIMULATE_MEAN_TIME: found = try signal.moments()?.meanTime
    case SIMULATE_HALF_LIFE: found = try signal.halfLife()
    case SIMULATE_PEAK: found = try signal.peak()?.value
    case SIMULATE_TIME_OF_PEAK: found = try signal.peak()?.time
    case SIMULATE_RISE_TIME: found = try signal.stepInformation()?.riseTime
    case SIMULATE_SETTLING_TIME: found = try signal.stepInformation()?.settlingTime
    case SIMULATE_OVERSHOOT: found = try signal.stepInformation()?.overshoot
    case SIMULATE_ENERGY: found = try signal.energy()
    // What has no frequency response has no margins.
    case SIMULATE_GAIN_MARGIN: found = (try? signal.margins())?.gain
    case SIMULATE_PHASE_MARGIN: found = (try? signal.margins())?.phase
    case SIMULATE_DELAY_MARGIN: found = (try? signal.margins())?.delay
    case SIMULATE_STABLE:
      switch try signal.stability() {
      case .stable: found = 1
      case .marginal: found = 0
      case .unstable: found = -1
      }
    default: throw Refusal("a quantity must be 0 to 12, found \(quantity.rawValue)")
    }
    value.pointee = found.flatMap { $0.isFinite ? $0 : nil } ?? .nan
  }
}

@_cdecl("simulate_poles")
public func poles(
  system: OpaquePointer?, roots: UnsafeMutablePointer<Double>?, capacity: Int,
  count: UnsafeMutablePointer<Int>?
) -> Int32 {
  list(roots, capacity, count) {
    try Handle<System>.value(system, "a system").impulseResponse.polesAndZeros()?.poles ?? []
  }
}

@_cdecl("simulate_zeros")
public func zeros(
  system: OpaquePointer?, roots: UnsafeMutablePointer<Double>?, capacity: Int,
  count: UnsafeMutablePointer<Int>?
) -> Int32 {
  list(roots, capacity, count) {
    try Handle<System>.value(system, "a system").impulseResponse.polesAndZeros()?.zeros ?? []
  }
}

private func list(
  _ roots: UnsafeMutablePointer<Double>?, _ capacity: Int, _ count: UnsafeMutablePointer<Int>?,
  _ find: () throws -> [Complex<Double>]
) -> Int32 {
  outcome {
    guard let count else { throw Refusal("the place of the count must not be null") }
    let found = try find()
    if capacity > 0 { try fill(roots, capacity: capacity, with: found) }
    count.pointee = found.count
  }
}

/// Writes real and imaginary part in turn.
private func fill(
  _ place: UnsafeMutablePointer<Double>?, capacity: Int, with numbers: [Complex<Double>]
) throws(Refusal) {
  guard let place else { throw Refusal("the place of the numbers must not be null") }
  for (k, number) in numbers.prefix(capacity).enumerated() {
    place[2 * k] = number.real
    place[2 * k + 1] = number.imaginary
  }
}

@_cdecl("simulate_version")
public func version() -> UnsafePointer<CChar> { versionText }

/// Kept for as long as the process lives.
private nonisolated(unsafe) let versionText: UnsafePointer<CChar> = {
  let text = Version.text.utf8CString
  let place = UnsafeMutablePointer<CChar>.allocate(capacity: text.count)
  for (k, byte) in text.enumerated() { place[k] = byte }
  return UnsafePointer(place)
}()
