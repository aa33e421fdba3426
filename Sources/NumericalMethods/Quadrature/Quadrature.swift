import CGSL

/// The value of an integral, and what is known of its error.
package struct Integral: Hashable, Sendable {
  /// Why the tolerance may not have been met.
  package enum Limitation: Hashable, Sendable {
    /// Rounding of the integrand or its sums stands in the way: `error` is what was reached.
    case rounding
    /// The integrand seems to be singular, or to have a jump, inside a panel.
    case singularity
    /// The largest number of panels is in use.
    case panels
    /// The integral seems to diverge, or converges too slowly.
    case divergence
  }

  /// The value.
  package var value: Double
  /// An estimate of the absolute error.
  package var error: Double
  /// How often the integrand was called.
  package var evaluations: Int
  /// What stood in the way of the tolerance; nil where it was met.
  package var limitation: Limitation?

  package static func + (a: Integral, b: Integral) -> Integral {
    Integral(
      value: a.value + b.value, error: a.error + b.error,
      evaluations: a.evaluations + b.evaluations, limitation: a.limitation ?? b.limitation)
  }
}

/// Adaptive quadrature by QUADPACK's rules as GSL has them.
///
/// Owns one workspace: keep it for many integrals. All functions rethrow what the integrand throws, and throw
/// ``NumericalError/notFinite(operation:at:value:)`` where it is not finite. That a tolerance was not met
/// is no error, but ``Integral/limitation``: the caller knows what it can bear.
///
/// Source: R. Piessens et al., "QUADPACK" (1983); GSL 2.7, chapter "Numerical integration".
package struct Quadrature: ~Copyable {
  /// The Gauss-Kronrod rule of a panel.
  package enum Rule: Int32, Sendable {
    case points15 = 1
    case points21, points31, points41, points51, points61
  }

  private let workspace: UnsafeMutablePointer<gsl_integration_workspace>
  private let limit: Int

  /// - Parameter limit: the largest number of panels.
  package init(limit: Int = 1000) {
    Library.prepare()
    guard let workspace = gsl_integration_workspace_alloc(max(limit, 2)) else {
      fatalError("out of memory: a workspace of \(limit) panels")
    }
    self.workspace = workspace
    self.limit = max(limit, 2)
  }

  deinit { gsl_integration_workspace_free(workspace) }

  /// The integral from `lower` to `upper`, either of which may be infinite.
  ///
  /// With break points inside: QAGP, each panel's ends assumed singular at worst; without: QAG with
  /// `rule`. Infinite ends: QAGI, beyond the outermost break points. Panels are split until the estimated
  /// error is below max(absolute, relative |value|).
  ///
  /// - Parameter breakpoints: corners, jumps and peaks of the integrand, in any order, those outside left
  ///   alone. A peak narrow against the interval is lost without them, with an error estimate of 0.
  package func integral(
    from lower: Double, to upper: Double, breakpoints: [Double] = [], rule: Rule = .points21,
    absolute: Double = 0, relative: Double = 1e-12, of function: (Double) throws -> Double
  ) throws -> Integral {
    if lower > upper {
      var result = try integral(
        from: upper, to: lower, breakpoints: breakpoints, rule: rule, absolute: absolute,
        relative: relative, of: function)
      result.value = -result.value
      return result
    }
    guard lower < upper else { return Integral(value: 0, error: 0, evaluations: 0) }
    let inner = Set(breakpoints.filter { $0 > lower && $0 < upper && $0.isFinite }).sorted()
    if lower == -.infinity, upper == .infinity, let middle = inner.first {
      return try integral(
        from: lower, to: middle, absolute: absolute / 2, relative: relative, of: function)
        + integral(
          from: middle, to: upper, breakpoints: inner, rule: rule, absolute: absolute / 2,
          relative: relative, of: function)
    }
    if upper == .infinity, lower.isFinite, let last = inner.last {
      return try integral(
        from: lower, to: last, breakpoints: inner, rule: rule, absolute: absolute / 2,
        relative: relative, of: function)
        + integral(from: last, to: upper, absolute: absolute / 2, relative: relative, of: function)
    }
    if lower == -.infinity, upper.isFinite, let first = inner.first {
      return try integral(
        from: lower, to: first, absolute: absolute / 2, relative: relative, of: function)
        + integral(
          from: first, to: upper, breakpoints: inner, rule: rule, absolute: absolute / 2,
          relative: relative, of: function)
    }
    return try Integrand.withPointer(function, "integral") { f, value, error in
      switch (lower == -.infinity, upper == .infinity) {
      case (true, true):
        return gsl_integration_qagi(f, absolute, relative, limit, workspace, value, error)
      case (true, false):
        return gsl_integration_qagil(f, upper, absolute, relative, limit, workspace, value, error)
      case (false, true):
        return gsl_integration_qagiu(f, lower, absolute, relative, limit, workspace, value, error)
      case (false, false):
        guard !inner.isEmpty else {
          return gsl_integration_qag(
            f, lower, upper, absolute, relative, limit, rule.rawValue, workspace, value, error)
        }
        var points = [lower] + inner + [upper]
        return gsl_integration_qagp(
          f, &points, points.count, absolute, relative, limit, workspace, value, error)
      }
    }
  }

  /// The integral from `lower` to `upper` of a function that may be singular at the ends, where it is not
  /// evaluated: QAGS, the epsilon algorithm.
  package func singularIntegral(
    from lower: Double, to upper: Double, absolute: Double = 0, relative: Double = 1e-12,
    of function: (Double) throws -> Double
  ) throws -> Integral {
    try Integrand.withPointer(function, "integral") { f, value, error in
      gsl_integration_qags(f, lower, upper, absolute, relative, limit, workspace, value, error)
    }
  }

  /// The integral of (x - lower)^left (upper - x)^right f(x), exponents above -1: QAWS.
  ///
  /// - Throws: ``NumericalError/library(operation:reason:)`` for exponents of -1 or below.
  package func algebraicIntegral(
    from lower: Double, to upper: Double, leftExponent: Double, rightExponent: Double,
    absolute: Double = 0, relative: Double = 1e-12, of function: (Double) throws -> Double
  ) throws -> Integral {
    guard let table = gsl_integration_qaws_table_alloc(leftExponent, rightExponent, 0, 0) else {
      throw NumericalError.library(
        operation: "integral", reason: "exponents must be above -1, found \(leftExponent) and "
          + "\(rightExponent)")
    }
    defer { gsl_integration_qaws_table_free(table) }
    return try Integrand.withPointer(function, "integral") { f, value, error in
      gsl_integration_qaws(
        f, lower, upper, table, absolute, relative, limit, workspace, value, error)
    }
  }

  /// The integral by doubly adaptive Clenshaw-Curtis rules, CQUAD: a second opinion.
  package func secondOpinion(
    from lower: Double, to upper: Double, absolute: Double = 0, relative: Double = 1e-12,
    of function: (Double) throws -> Double
  ) throws -> Integral {
    guard let intervals = gsl_integration_cquad_workspace_alloc(max(100, limit)) else {
      throw NumericalError.library(operation: "integral", reason: "out of memory")
    }
    defer { gsl_integration_cquad_workspace_free(intervals) }
    return try Integrand.withPointer(function, "integral") { f, value, error in
      gsl_integration_cquad(f, lower, upper, absolute, relative, intervals, value, error, nil)
    }
  }
}
