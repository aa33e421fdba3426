import NumericalMethods
public import Systems

/// A system that a name stands for in formulas in `s` and `z`.
///
/// Quotients keep the factors in which they were written.
public struct NamedSystem: Sendable {
  /// Whether it stands in formulas in `s` or in `z`.
  public let variable: Formula.Variable
  let value: TransformValue
  /// The bound names that it depends on.
  let names: Set<String>

  /// A formula in `s` or `z`, or a response in `t`.
  ///
  /// - Throws: `FormulaError`, also for a constant, which could be a gain or a response.
  public init(_ formula: Formula) throws(FormulaError) {
    switch formula.variable {
    case .s, .z:
      self.init(
        variable: formula.variable, value: try formula.transformValue(),
        names: formula.systems.values.reduce(formula.boundNames) { $0.union($1.names) })
    case .time:
      self.init(System(impulseResponse: try formula.signal()), names: formula.boundNames)
    case .none:
      throw formula.error(
        "a system needs a variable: a gain is bound by --set, or written times s^0; a constant response over s",
        at: 0)
    }
  }

  /// A system whose state, if it has one, is at rest.
  ///
  /// - Parameter names: the bound names that it depends on.
  public init(_ system: System, names: Set<String> = []) {
    let quotients = system.impulseResponse.quotients
    self.init(
      variable: .s,
      value: quotients.map { .quotients($0) } ?? .signal(system.impulseResponse), names: names)
  }

  init(variable: Formula.Variable, value: TransformValue, names: Set<String> = []) {
    self.names = names
    self.variable = variable
    self.value = value
  }
}
