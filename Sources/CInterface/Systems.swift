import ComplexModule
public import CSimulate
import Formulas
import Systems

@_cdecl("simulate_system_formula")
public func systemFormula(
  formula: UnsafePointer<CChar>?, names: UnsafePointer<simulate_names>?, period: Double,
  system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    let formula = try Formula(text(formula, "a formula"), bindings: bindings(names))
    guard period >= 0, period.isFinite else {
      throw Refusal("a period must be 0 or above, found \(SystemsError.text(period))")
    }
    if formula.variable == .z, period == 0 { throw Refusal("a filter in z needs a period above 0") }
    if formula.variable != .z, period > 0 {
      throw Refusal("a period is for a filter in z, found a formula without z")
    }
    return try formula.system(period: period)
  }
}

@_cdecl("simulate_system_samples")
public func systemSamples(
  times: UnsafePointer<Double>?, values: UnsafePointer<Double>?, count: Int,
  between: simulate_between, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    System(
      impulseResponse: try Signal(
        times: numbers(times, count, "times"), values: numbers(values, count, "values"),
        between: Interpolation(between)))
  }
}

@_cdecl("simulate_system_coefficients")
public func systemCoefficients(
  b: UnsafePointer<Double>?, above: Int, a: UnsafePointer<Double>?, below: Int,
  system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    try System(
      TransferFunction(
        numerator: numbers(b, above, "coefficients of a numerator"),
        denominator: numbers(a, below, "coefficients of a denominator")))
  }
}

@_cdecl("simulate_system_roots")
public func systemRoots(
  zeros: UnsafePointer<Double>?, zeroCount: Int, poles: UnsafePointer<Double>?, poleCount: Int,
  gain: Double, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    try System(
      ZeroPoleGain(
        zeros: roots(zeros, zeroCount, "zeros"), poles: roots(poles, poleCount, "poles"),
        gain: finite(gain, "a gain")))
  }
}

/// Complex numbers from their parts in turn.
private func roots(
  _ start: UnsafePointer<Double>?, _ count: Int, _ name: String
) throws(Refusal) -> [Complex<Double>] {
  guard count <= Int.max / 2 else { throw Refusal("there can't be as many \(name) as \(count)") }
  let parts = try numbers(start, 2 * count, name)
  return (0..<count).map { Complex(parts[2 * $0], parts[2 * $0 + 1]) }
}

@_cdecl("simulate_system_states")
public func systemStates(
  a: UnsafePointer<Double>?, b: UnsafePointer<Double>?, c: UnsafePointer<Double>?, d: Double,
  order: Int, initial: UnsafePointer<Double>?, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    guard (0...200).contains(order) else {
      throw Refusal("a state space must have 200 states or fewer, found \(UInt(bitPattern: order))")
    }
    let matrix = try numbers(a, order * order, "numbers of A")
    return try System(
      StateSpace(
        a: (0..<order).map { Array(matrix[$0 * order..<($0 + 1) * order]) },
        b: numbers(b, order, "numbers of B"), c: numbers(c, order, "numbers of C"),
        d: finite(d, "D")),
      initial: initial == nil ? [] : numbers(initial, order, "numbers of a state"))
  }
}

@_cdecl("simulate_system_equation")
public func systemEquation(
  equation: UnsafePointer<CChar>?, names: UnsafePointer<simulate_names>?,
  output: UnsafePointer<CChar>?, initial: UnsafePointer<simulate_names>?,
  system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    let equation = try text(equation, "an equation")
    let bindings = try bindings(names)
    let observe = output == nil ? [] : [try text(output, "an output")]
    let model = try OrdinaryDifferentialEquation(equation, bindings: bindings, observe: observe)
    guard model.outputs.count == 1 else {
      throw Refusal("one of \(model.outputs.joined(separator: ", ")) must be given as the output")
    }
    return try model.system(initial: named(initial))
  }
}

@_cdecl("simulate_system_series")
public func systemSeries(
  first: OpaquePointer?, second: OpaquePointer?, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    try Handle<System>.value(first, "a system").series(Handle<System>.value(second, "a system"))
  }
}

@_cdecl("simulate_system_parallel")
public func systemParallel(
  a: OpaquePointer?, b: OpaquePointer?, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    try Handle<System>.value(a, "a system").parallel(Handle<System>.value(b, "a system"))
  }
}

@_cdecl("simulate_system_feedback")
public func systemFeedback(
  forward: OpaquePointer?, back: OpaquePointer?, system: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(system) {
    try Handle<System>.value(forward, "a system").feedback(Handle<System>.value(back, "a system"))
  }
}

@_cdecl("simulate_system_delayed")
public func systemDelayed(
  system: OpaquePointer?, delay: Double, delayed: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(delayed) {
    try Handle<System>.value(system, "a system").delayed(by: finite(delay, "a delay"))
  }
}

@_cdecl("simulate_system_scaled")
public func systemScaled(
  system: OpaquePointer?, gain: Double, scaled: UnsafeMutablePointer<OpaquePointer?>?
) -> Int32 {
  makeSystem(scaled) {
    try Handle<System>.value(system, "a system").scaled(by: finite(gain, "a gain"))
  }
}

@_cdecl("simulate_system_free")
public func systemFree(system: OpaquePointer?) { Handle<System>.free(system) }
