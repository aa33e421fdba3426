import Formulas
import Systems

extension FuzzTarget {
  /// A formula of a response, and its value at some times.
  static let formula = FuzzTarget(name: "formula") { given in
    guard let formula = try? Formula(given.text, bindings: ["k": 2]) else { return }
    guard let system = try? formula.system(period: 1, twoSided: false) else { return }
    _ = try? system.response(to: .impulse, at: .listed([-1, 0, 0.5, 1, 7]))
  }
}
