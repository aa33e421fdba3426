public import Systems

/// A linear differential equation with constant coefficients, or a system of first-order ones, as
/// text: `y'' + 0.4*y' + y = 2*u' + u`, or `x' = -k*x + u; y' = k*x - y`.
public struct OrdinaryDifferentialEquation: Sendable {
  /// The names that an initial state may give: `y`, `y'`, …, or the variables of the system.
  public let stateNames: [String]

  /// Reads an equation or a system of them, divided by `;`.
  ///
  /// - Parameters:
  ///   - bindings: what names stand for.
  ///   - observe: the variable that is the output; by default the last one.
  /// - Throws: `FormulaError` with the place, where it is not linear, not time-invariant or
  ///   not solvable.
  public init(
    _ text: String, bindings: [String: Double] = [:], observe: String? = nil
  ) throws(FormulaError) {
    fatalError("not yet")
  }

  /// The system from `u` to the output, with the free response of the state just before t = 0.
  ///
  /// - Parameter initial: values by the names of `stateNames`; others are 0.
  /// - Throws: `SystemsError` for a name that is not a state, and for an improper equation.
  public func system(
    initial: [(name: String, value: Double)] = []
  ) throws(SystemsError) -> System {
    fatalError("not yet")
  }
}
