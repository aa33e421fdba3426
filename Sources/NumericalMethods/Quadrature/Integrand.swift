import CGSL

/// A Swift function as one of C: GSL calls it through a pointer to this.
struct Integrand {
  private let function: (Double) throws -> Double
  private let operation: String
  private(set) var evaluations = 0
  private(set) var failure: (any Error)?

  /// The value at x; 0 once the function has failed, so that the caller in C soon ends.
  mutating func value(at x: Double) -> Double {
    guard failure == nil else { return 0 }
    evaluations += 1
    do {
      let value = try function(x)
      guard value.isFinite else {
        throw NumericalError.notFinite(operation: operation, at: x, value: value)
      }
      return value
    } catch {
      failure = error
      return 0
    }
  }

  /// Calls `body` with a `gsl_function` that stands for `function`, and rethrows what that has thrown.
  static func withFunction<Result>(
    _ function: (Double) throws -> Double, _ operation: String,
    _ body: (UnsafeMutablePointer<gsl_function>) throws -> Result
  ) throws -> (result: Result, evaluations: Int) {
    try withoutActuallyEscaping(function) { function in
      var integrand = Integrand(function: function, operation: operation)
      let result = try withUnsafeMutablePointer(to: &integrand) { pointer in
        var wrapped = gsl_function(
          function: { x, parameters in
            parameters?.assumingMemoryBound(to: Integrand.self).pointee.value(at: x) ?? 0
          },
          params: pointer)
        return try body(&wrapped)
      }
      if let failure = integrand.failure { throw failure }
      return (result, integrand.evaluations)
    }
  }

  /// The integral that a routine of GSL puts into its two last arguments.
  static func withPointer(
    _ function: (Double) throws -> Double, _ operation: String,
    _ body: (
      UnsafeMutablePointer<gsl_function>, UnsafeMutablePointer<Double>,
      UnsafeMutablePointer<Double>
    ) -> Int32
  ) throws -> Integral {
    Library.prepare()
    var value = 0.0
    var error = 0.0
    let (status, evaluations) = try withFunction(function, operation) { body($0, &value, &error) }
    var result = Integral(value: value, error: error, evaluations: evaluations)
    switch status {
    case 0: break
    case Int32(GSL_EROUND): result.limitation = .rounding
    case Int32(GSL_ESING): result.limitation = .singularity
    case Int32(GSL_EMAXITER): result.limitation = .panels
    case Int32(GSL_EDIVERGE): result.limitation = .divergence
    case Int32(GSL_EBADTOL):
      result.limitation = .rounding
    default: try Library.check(status, operation)
    }
    return result
  }
}
