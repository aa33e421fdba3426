import NumericalMethods
import Systems

extension Formula {
  /// The derivative by a bound name, again a formula of the same variable; nil where the name does not count.
  ///
  /// It binds the same names, so that `bound(to:)` gives it at other values.
  ///
  /// - Throws: `FormulaError` at `floor` and at a jump that moves with the name: what is no formula.
  /// - Complexity: O(n d) in the number of operations and how deep they are nested.
  public func derivative(by name: String) throws(FormulaError) -> Formula? {
    if let system = systems.first(where: { $0.value.names.contains(name) }) {
      throw error("the system '\(system.key)' depends on '\(name)', so there is no derivative here", at: 0)
    }
    guard boundNames.contains(name) else { return nil }
    do {
      return Formula(
        try expression.derivative(by: .name(name)), variable: variable, text: "d/d\(name) " + text,
        systems: systems)
    } catch {
      throw self.error("\(error.reason) with '\(name)', so there is no derivative here", at: error.offset)
    }
  }

  /// The derivative in time of the function of time that `signal` is, jumps as impulses; nil where a corner
  /// inside is a jump, or the start is infinite.
  func slope(from start: Double, first: Double?) -> Signal? {
    guard let derivative = try? expression.derivative(by: .variable) else { return nil }
    let formula = Formula(derivative, variable: variable, text: "d/dt " + text)
    guard var slope = try? formula.signal(twoSided: !start.isFinite) else { return nil }
    guard start.isFinite else { return slope }
    guard let first, first.isFinite else { return nil }
    if first != 0 { slope = slope + .events([Event(time: start, weight: first)]) }
    return slope
  }
}
