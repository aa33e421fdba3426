import CGSL

/// The parameters with the smallest sum of squares of residuals, by Levenberg and Marquardt's method with
/// geodesic acceleration.
///
/// Source: GSL 2.7, "Nonlinear least-squares fitting"; M. K. Transtrum, J. P. Sethna, "Improvements to the
/// Levenberg-Marquardt algorithm for nonlinear least-squares minimization" (2012).
package struct NonlinearLeastSquares: Hashable, Sendable {
  /// The parameters.
  package let parameters: [Double]
  /// The residuals there.
  package let residuals: [Double]
  /// (J^T J)^-1: times the variance of a residual, the parameters' covariance.
  package let covariance: Matrix
  /// The condition number of the scaled Jacobian.
  package let condition: Double
  /// The number of iterations.
  package let iterations: Int
  /// Whether a tolerance was met.
  package let isConverged: Bool

  /// The sum of squares.
  package var sumOfSquares: Double { VectorMath.dot(residuals, residuals) }

  /// Σr² / (residuals - parameters); nil where there are no more residuals than parameters.
  package var variance: Double? {
    residuals.count > parameters.count
      ? sumOfSquares / Double(residuals.count - parameters.count) : nil
  }

  /// The parameters' standard errors, √(variance covariance_ii); nil as `variance`.
  package var standardErrors: [Double]? {
    variance.map { variance in
      parameters.indices.map { (variance * covariance[$0, $0]).squareRoot() }
    }
  }

  /// Fits parameters, from a first guess.
  ///
  /// The Jacobian is formed by differences. Parameters of very different size are scaled by Moré's rule; a rate that must
  /// stay positive is better given by its logarithm.
  ///
  /// - Parameters:
  ///   - count: the number of residuals, at least that of the parameters.
  ///   - residuals: writes the residuals for its first argument into its second.
  /// - Throws: what `residuals` throws, if it does so at the first guess (elsewhere the step is
  ///   refused); ``NumericalError``.
  package init(
    guess: [Double], count: Int, tolerance: Double = 1e-10, limit: Int = 500,
    residuals: (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws -> Void
  ) throws {
    Library.prepare()
    let n = guess.count
    precondition(n > 0)
    guard count >= n else {
      throw NumericalError.dimension(what: "measurements of a fit", expected: n, found: count)
    }
    var first = [Double](repeating: 0, count: count)
    try guess.withUnsafeBufferPointer { guess in
      try first.withUnsafeMutableBufferPointer { try residuals(guess, $0) }
    }
    if let i = first.firstIndex(where: { !$0.isFinite }) {
      throw NumericalError.notFinite(operation: "fit", at: Double(i), value: first[i])
    }
    var options = gsl_multifit_nlinear_default_parameters()
    options.trs = cgsl_trs_lmaccel()
    options.solver = cgsl_solver_svd()
    // Central differences: the step with the smallest error is the cube root of the rounding.
    options.fdtype = GSL_MULTIFIT_NLINEAR_CTRDIFF
    options.h_df = 6e-6
    guard let work = gsl_multifit_nlinear_alloc(cgsl_multifit_trust(), &options, count, n) else {
      throw NumericalError.library(operation: "fit", reason: "out of memory")
    }
    defer { gsl_multifit_nlinear_free(work) }

    var status: Int32 = 0
    var matrix = Matrix(rows: n, columns: n)
    var reciprocal = 0.0
    try withoutActuallyEscaping(residuals) { residuals in
      let box = Box(residuals)
      try withExtendedLifetime(box) {
        var problem = gsl_multifit_nlinear_fdf()
        problem.f = { x, parameters, f in
          guard let x, let f, let parameters else { return Int32(GSL_EBADFUNC) }
          let box = Unmanaged<Box>.fromOpaque(parameters).takeUnretainedValue()
          return box.evaluate(x.pointee, f.pointee)
        }
        problem.n = count
        problem.p = n
        problem.params = Unmanaged.passUnretained(box).toOpaque()
        var start = guess
        try Library.check(
          start.withView { gsl_multifit_nlinear_init($0, &problem, work) }, "fit")
        var info: Int32 = 0
        status = gsl_multifit_nlinear_driver(
          limit, tolerance, tolerance, 0, nil, nil, &info, work)
        let jacobian = gsl_multifit_nlinear_jac(work)
        _ = matrix.withView { gsl_multifit_nlinear_covar(jacobian, 0, $0) }
        gsl_multifit_nlinear_rcond(&reciprocal, work)
      }
    }
    let position = gsl_multifit_nlinear_position(work)
    let values = gsl_multifit_nlinear_residual(work)
    parameters = (0..<n).map { gsl_vector_get(position, $0) }
    self.residuals = (0..<count).map { gsl_vector_get(values, $0) }
    covariance = matrix
    condition = reciprocal > 0 ? 1 / reciprocal : .infinity
    iterations = gsl_multifit_nlinear_niter(work)
    // No progress at the first guess means that it is the minimum to rounding.
    isConverged = status == 0 || status == Int32(GSL_ENOPROG)
  }

  /// The residuals as C sees them.
  private final class Box {
    private let residuals:
      (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws -> Void

    init(
      _ residuals: @escaping (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>)
        throws -> Void
    ) {
      self.residuals = residuals
    }

    /// The residuals at x; enormous ones where they cannot be had, so that the step is refused.
    func evaluate(_ x: gsl_vector, _ f: gsl_vector) -> Int32 {
      let place = (0..<x.size).map { x.data[$0 * x.stride] }
      var values = [Double](repeating: 0, count: f.size)
      let isDefined: Void? = try? place.withUnsafeBufferPointer { place in
        try values.withUnsafeMutableBufferPointer { try residuals(place, $0) }
      }
      for i in values.indices {
        let value = isDefined != nil && values[i].isFinite ? values[i] : 1e150
        f.data[i * f.stride] = value
      }
      return 0
    }
  }
}
