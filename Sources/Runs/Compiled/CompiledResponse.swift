package import Formulas
package import Systems

/// A formula that is the whole response, bound to other numbers in each run.
package struct CompiledResponse: Sendable {
  package let formula: Formula

  package init(formula: Formula) { self.formula = formula }

  /// The blocks of its poles in a run; nil where it is not poles alone, far enough from one another: such a run is
  /// made as any other.
  ///
  /// - Parameter horizon: the largest lag that is asked for.
  package func blocks(_ bindings: [String: Double], horizon: Double) -> [PoleCluster]? {
    guard let bound = try? formula.bound(to: bindings) else { return nil }
    return bound.variable == .s
      ? (try? bound.system())?.impulseResponse.blocks(horizon: horizon)
      : bound.exponentials.flatMap { PoleCluster.blocks(of: $0, horizon: horizon) }
  }
}
