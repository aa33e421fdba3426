import CGSL

/// y' = f(t, y), y(t0) given, stepped by GSL with the error of every step under control.
///
/// The steps' errors are kept below absolute + relative |y| each; the error of the result is their
/// accumulation. A right-hand side with jumps is stepped from jump to jump.
///
/// Source: GSL 2.7, "Ordinary differential equations"; P. J. Prince, J. R. Dormand, "High order
/// embedded Runge-Kutta formulae" (1981); G. Bader, P. Deuflhard, "A semi-implicit mid-point rule for stiff
/// systems of ordinary differential equations" (1983).
package struct InitialValueProblem {
  /// Writes y' at time t and state y into its last argument.
  package typealias Derivative = (
    _ t: Double, _ y: UnsafeBufferPointer<Double>, _ result: UnsafeMutableBufferPointer<Double>
  ) throws -> Void

  /// Writes ∂f_i/∂y_j (row by row) and ∂f_i/∂t at time t and state y into its last arguments.
  package typealias Jacobian = (
    _ t: Double, _ y: UnsafeBufferPointer<Double>, _ byState: UnsafeMutableBufferPointer<Double>,
    _ byTime: UnsafeMutableBufferPointer<Double>
  ) throws -> Void

  /// The number of components of y.
  package let dimension: Int
  private let derivative: Derivative
  private let jacobian: Jacobian?

  /// A problem that is not stiff: without `jacobian` by Prince and Dormand's method of order 8; with
  /// it for stiff ones too, by Bader and Deuflhard's extrapolation.
  ///
  /// - Precondition: the dimension is above 0.
  package init(
    dimension: Int, jacobian: Jacobian? = nil, derivative: @escaping Derivative
  ) {
    precondition(dimension > 0)
    self.dimension = dimension
    self.derivative = derivative
    self.jacobian = jacobian
  }

  /// The states at times that ascend from the start.
  ///
  /// - Throws: what the right-hand side throws; ``NumericalError/noConvergence(operation:steps:)`` where `limit` steps are
  ///   not enough, ``NumericalError/library(operation:reason:)`` where the step becomes too small.
  package func states(
    from start: Double, _ state: [Double], at times: [Double], absolute: Double = 1e-14,
    relative: Double = 1e-12, limit: Int = 1_000_000
  ) throws -> [[Double]] {
    var march = try March(self, absolute: absolute, relative: relative, limit: limit)
    var t = start
    var y = state
    var results: [[Double]] = []
    for time in times {
      precondition(time >= t, "times must ascend")
      while t < time { try march.step(&t, to: time, &y) }
      results.append(y)
    }
    return results
  }

  /// Steps to `end`, and calls `body` with time and state at the start and after every accepted step.
  ///
  /// - Throws: what the right-hand side and `body` throw, and as in `states`.
  package func march(
    from start: Double, _ state: [Double], to end: Double, absolute: Double = 1e-14,
    relative: Double = 1e-12, limit: Int = 1_000_000,
    body: (_ t: Double, _ y: [Double]) throws -> Void
  ) throws {
    var march = try March(self, absolute: absolute, relative: relative, limit: limit)
    var t = start
    var y = state
    try body(t, y)
    while t < end {
      try march.step(&t, to: end, &y)
      try body(t, y)
    }
  }

  /// GSL's stepper, step control and evolution, with the last step's length.
  private struct March: ~Copyable {
    let stepper: UnsafeMutablePointer<gsl_odeiv2_step>
    let control: UnsafeMutablePointer<gsl_odeiv2_control>
    let evolution: UnsafeMutablePointer<gsl_odeiv2_evolve>
    let problem: Box
    let limit: Int
    var steps = 0
    var length = 0.0

    init(
      _ problem: InitialValueProblem, absolute: Double, relative: Double, limit: Int
    ) throws(NumericalError) {
      Library.prepare()
      let type = problem.jacobian == nil ? cgsl_step_rk8pd() : cgsl_step_bsimp()
      guard let stepper = gsl_odeiv2_step_alloc(type, problem.dimension) else {
        throw .library(operation: "differential equation", reason: "out of memory")
      }
      guard let control = gsl_odeiv2_control_y_new(absolute, relative) else {
        gsl_odeiv2_step_free(stepper)
        throw .library(operation: "differential equation", reason: "out of memory")
      }
      guard let evolution = gsl_odeiv2_evolve_alloc(problem.dimension) else {
        gsl_odeiv2_step_free(stepper)
        gsl_odeiv2_control_free(control)
        throw .library(operation: "differential equation", reason: "out of memory")
      }
      self.stepper = stepper
      self.control = control
      self.evolution = evolution
      self.problem = Box(problem)
      self.limit = limit
    }

    deinit {
      gsl_odeiv2_evolve_free(evolution)
      gsl_odeiv2_control_free(control)
      gsl_odeiv2_step_free(stepper)
    }

    /// One accepted step, at most to `end`.
    mutating func step(_ t: inout Double, to end: Double, _ y: inout [Double]) throws {
      steps += 1
      guard steps <= limit else {
        throw NumericalError.noConvergence(operation: "differential equation", steps: limit)
      }
      if length == 0 { length = (end - t) / 100 }
      var system = gsl_odeiv2_system(
        function: { t, y, result, parameters in
          Box.from(parameters)?.derivative(t, y, result) ?? -1
        },
        jacobian: { t, y, byState, byTime, parameters in
          Box.from(parameters)?.jacobian(t, y, byState, byTime) ?? -1
        },
        dimension: problem.dimension, params: Unmanaged.passUnretained(problem).toOpaque())
      let status = gsl_odeiv2_evolve_apply(
        evolution, control, stepper, &system, &t, end, &length, &y)
      if let failure = problem.failure { throw failure }
      try Library.check(status, "differential equation")
      if let i = y.firstIndex(where: { !$0.isFinite }) {
        throw NumericalError.notFinite(operation: "differential equation", at: t, value: y[i])
      }
    }
  }

  /// The problem as C sees it.
  private final class Box {
    let dimension: Int
    private let problem: InitialValueProblem
    private(set) var failure: (any Error)?

    init(_ problem: InitialValueProblem) {
      self.problem = problem
      dimension = problem.dimension
    }

    static func from(_ pointer: UnsafeMutableRawPointer?) -> Box? {
      pointer.map { Unmanaged<Box>.fromOpaque($0).takeUnretainedValue() }
    }

    func derivative(
      _ t: Double, _ y: UnsafePointer<Double>?, _ result: UnsafeMutablePointer<Double>?
    ) -> Int32 {
      do {
        try problem.derivative(
          t, UnsafeBufferPointer(start: y, count: dimension),
          UnsafeMutableBufferPointer(start: result, count: dimension))
        return 0
      } catch {
        failure = error
        return Int32(GSL_EBADFUNC)
      }
    }

    func jacobian(
      _ t: Double, _ y: UnsafePointer<Double>?, _ byState: UnsafeMutablePointer<Double>?,
      _ byTime: UnsafeMutablePointer<Double>?
    ) -> Int32 {
      guard let jacobian = problem.jacobian else { return Int32(GSL_EBADFUNC) }
      do {
        try jacobian(
          t, UnsafeBufferPointer(start: y, count: dimension),
          UnsafeMutableBufferPointer(start: byState, count: dimension * dimension),
          UnsafeMutableBufferPointer(start: byTime, count: dimension))
        return 0
      } catch {
        failure = error
        return Int32(GSL_EBADFUNC)
      }
    }
  }
}
