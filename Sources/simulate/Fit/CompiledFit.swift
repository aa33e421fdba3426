import Formulas
import Runs
import Systems

/// A fit's output and its derivatives where the response is one formula of poles and the input is impulses alone: made
/// from the formula's numbers, with the bits of the plain run.
struct CompiledFit {
  private let whole: CompiledRows
  /// The derivatives by name; nil where the formula does not hold the name.
  private let moved: [String: CompiledRows?]

  /// - Parameter names: the parameters.
  /// - Returns: nil where a run is more than that, or where the formula has no derivative by one of the names.
  /// - Throws: `Failure`, `SystemsError`.
  init?(_ pattern: RunPattern, group: String?, names: [String], at times: [Double]) throws {
    guard let (formula, impulses) = try pattern.soleRun(of: group, at: .listed(times)) else { return nil }
    whole = CompiledRows(CompiledResponse(formula: formula), impulses)
    var moved: [String: CompiledRows?] = [:]
    for name in names {
      guard let derivative = try? formula.derivative(by: name) else {
        if formula.boundNames.contains(name) { return nil }
        moved[name] = .some(nil)
        continue
      }
      moved[name] = CompiledRows(CompiledResponse(formula: derivative), impulses)
    }
    self.moved = moved
  }

  /// The output; nil where the run must be made as any other.
  func values(_ bindings: [String: Double]) -> [Double]? { whole.values(bindings) }

  /// The derivative by a name; nil where it must be made as any other, zeros where the response does not hold the name.
  func derivative(by name: String, _ bindings: [String: Double], count: Int) -> [Double]? {
    guard let column = moved[name] else { return nil }
    guard let column else { return [Double](repeating: 0, count: count) }
    return column.values(bindings)
  }
}
