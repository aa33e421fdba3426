import Formulas
import Systems

extension FuzzTarget {
  /// A differential equation, and where it is one, its system.
  static let equation = FuzzTarget(name: "equation") { given in
    guard let equation = try? OrdinaryDifferentialEquation(given.text, bindings: ["k": 2]) else { return }
    _ = try? equation.system()
  }
}
