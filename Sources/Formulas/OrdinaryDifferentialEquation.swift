import NumericalMethods
public import Systems

/// A linear differential equation with constant coefficients, or a system of them, as text:
/// `y'' + 0.4*y' + y = 2*u' + u`, or `x' = -k*x + u; y' = k*x - y`.
///
/// The input is `u`. A system may hold equations of higher order, and algebraic ones such as
/// `v = x + y`; each is solved for the highest derivatives.
public struct OrdinaryDifferentialEquation: Sendable {
  private enum Model: Sendable {
    case transferFunction(TransferFunction)
    case stateSpace(StateSpace)
  }

  private let model: Model
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
    var bound = bindings
    bound["u"] = nil
    let read = try LinearEquations(text, bindings: bound)
    let bytes = Array(text.utf8)
    guard let last = read.names.last else {
      throw FormulaError("an equation must hold an unknown, such as y", in: bytes, at: 0)
    }
    let output = observe ?? last
    if read.equations.count != read.names.count {
      let names = read.names.map { "'\($0)'" }.joined(separator: ", ")
      throw FormulaError(
        "there must be as many equations as unknowns, found \(read.equations.count) for \(names)",
        in: bytes, at: read.equations[0].offset)
    }
    if read.names.count == 1, output == last {
      (model, stateNames) = try Self.single(read, last, bytes)
    } else {
      let space = try StateEquations(read, bytes)
      stateNames = space.names
      model = .stateSpace(try space.observed(output, bytes))
    }
  }

  /// One equation: `Σ αⱼ y⁽ʲ⁾ = Σ βⱼ u⁽ʲ⁾`.
  private static func single(
    _ read: LinearEquations, _ name: String, _ bytes: [UInt8]
  ) throws(FormulaError) -> (Model, [String]) {
    let alpha = (0...read.order(of: name)).map { read.factor(0, name, $0).hi }
    let beta = (0...read.order(of: "u")).map { -read.factor(0, "u", $0).hi }
    guard let order = alpha.lastIndex(where: { $0 != 0 }) else {
      throw FormulaError("'\(name)' must not cancel out", in: bytes, at: read.offset(of: name))
    }
    if let above = beta.lastIndex(where: { $0 != 0 }), above > order {
      throw FormulaError(
        "the highest derivative of u (\(above)) must not be above that of \(name) (\(order))",
        in: bytes, at: read.offset(of: "u", primes: above))
    }
    let model = TransferFunction(
      numerator: beta.reversed(), denominator: alpha.prefix(order + 1).reversed())
    return (
      .transferFunction(model), (0..<order).map { name + String(repeating: "'", count: $0) }
    )
  }

  /// The system from `u` to the output, with the free response of the state just before t = 0.
  ///
  /// - Parameter initial: values by the names of `stateNames`; others are 0.
  /// - Throws: `SystemsError` for a name that is not a state or is given twice.
  public func system(
    initial: [(name: String, value: Double)] = []
  ) throws(SystemsError) -> System {
    var values = [Double](repeating: 0, count: stateNames.count)
    var given: Set<String> = []
    for (name, value) in initial {
      guard let index = stateNames.firstIndex(of: name) else {
        throw .undefined(
          "a state must be one of \(stateNames.joined(separator: ", ")), found \(name)")
      }
      guard given.insert(name).inserted else { throw .undefined("\(name) is given twice") }
      values[index] = value
    }
    let start = initial.isEmpty ? [] : values
    switch model {
    case .transferFunction(let model): return try System(model, initial: start)
    case .stateSpace(let model): return try System(model, initial: start)
    }
  }
}
