import NumericalMethods
public import Systems

/// A linear differential equation with constant coefficients, or a system of them, as text:
/// `y'' + 0.4*y' + y = 2*u' + u`, or `x' = -k*x + u; y' = k*x - y`.
///
/// What drives it is `u`, or whatever names are given as inputs. A system may hold equations of higher
/// order, and algebraic ones such as `v = x + y`; each is solved for the highest derivatives.
public struct OrdinaryDifferentialEquation: Sendable {
  private enum Model: Sendable {
    /// One unknown: a transfer function for each input, over one denominator.
    case transferFunctions([TransferFunction])
    case equations(StateEquations)
  }

  private let model: Model
  private let text: String
  private let bindings: [String: Double]
  /// The unknowns, those of the left sides first, in the order of the text.
  public let unknowns: [String]
  /// The names that drive it.
  public let inputs: [String]
  /// What comes out: what is observed, by default every unknown.
  public let outputs: [String]
  /// What can come out: the unknowns and their derivatives below the highest.
  public let observable: [String]
  /// The inputs that stand in none of the equations.
  public let unusedInputs: [String]
  /// The names that an initial state may give: `y`, `y'`, …, or the variables of the system.
  public let stateNames: [String]
  /// The unknowns as compartments, each with an input of its own: those of a system of equations of
  /// first order whose one input is that of the first unknown; else empty.
  ///
  /// Input number k of a table that counts compartments is then what is added to the k-th unknown.
  public let compartments: [String]

  /// Reads an equation or a system of them, divided by `;`.
  ///
  /// - Parameters:
  ///   - bindings: what names stand for.
  ///   - inputs: the names that drive it.
  ///   - observe: the unknowns or states that come out; none for every unknown.
  /// - Throws: `FormulaError` with the place, where it is not linear, not time-invariant or
  ///   not solvable.
  public init(
    _ text: String, bindings: [String: Double] = [:], inputs: [String] = ["u"], observe: [String] = []
  ) throws(FormulaError) {
    var bound = bindings
    for name in inputs { bound[name] = nil }
    let read = try LinearEquations(text, bindings: bound, inputs: inputs)
    let bytes = Array(text.utf8)
    self.text = text
    self.bindings = bound
    guard !read.names.isEmpty else {
      throw FormulaError("an equation must hold an unknown, such as y", in: bytes, at: 0)
    }
    try Self.checkCount(read, bytes)
    self.inputs = inputs
    unknowns = read.names
    outputs = observe.isEmpty ? read.names : observe
    unusedInputs = inputs.filter { name in !read.symbols.contains { $0.name == name } }
    if read.names.count == 1, outputs == read.names {
      let (functions, names) = try Self.single(read, read.names[0], bytes)
      (model, stateNames) = (.transferFunctions(functions), names)
      (observable, compartments) = (read.names + names.dropFirst(), [])
    } else {
      let equations = try StateEquations(read, bytes)
      (model, stateNames, observable) = (.equations(equations), equations.names, equations.observable)
      compartments = Self.compartments(equations, read)
    }
    if let other = outputs.first(where: { !observable.contains($0) }) {
      throw FormulaError(
        "what is observed must be one of \(observable.joined(separator: ", ")), found '\(other)'",
        in: bytes, at: 0)
    }
  }

  /// Refuses more or fewer equations than unknowns, at the first unknown without one.
  private static func checkCount(_ read: LinearEquations, _ bytes: [UInt8]) throws(FormulaError) {
    guard read.equations.count != read.names.count else { return }
    let names = read.names.map { "'\($0)'" }.joined(separator: ", ")
    let other = read.equations.count < read.names.count && read.solvedCount < read.names.count
      ? read.names[read.solvedCount] : nil
    let mend = other.map { "; --set \($0)=VALUE binds a constant, --inputs names inputs" } ?? ""
    throw FormulaError(
      "there must be as many equations as unknowns, found \(read.equations.count) for \(names)\(mend)",
      in: bytes, at: other.map { read.offset(of: $0) } ?? read.equations[0].offset)
  }

  private static func compartments(
    _ equations: StateEquations, _ read: LinearEquations
  ) -> [String] {
    guard read.inputs == ["u"], equations.areCompartments else { return [] }
    let factors = equations.space(from: 0, to: read.names[0], inputCount: 1).b
    return factors == [1] + [Double](repeating: 0, count: factors.count - 1) ? read.names : []
  }

  /// One equation: `Σ αⱼ y⁽ʲ⁾ = Σ over inputs Σ βⱼ u⁽ʲ⁾`.
  private static func single(
    _ read: LinearEquations, _ name: String, _ bytes: [UInt8]
  ) throws(FormulaError) -> ([TransferFunction], [String]) {
    let alpha = (0...read.order(of: name)).map { read.factor(0, name, $0).hi }
    guard let order = alpha.lastIndex(where: { $0 != 0 }) else {
      throw FormulaError("'\(name)' must not cancel out", in: bytes, at: read.offset(of: name))
    }
    var functions: [TransferFunction] = []
    for input in read.inputs {
      let beta = (0...read.order(of: input)).map { -read.factor(0, input, $0).hi }
      if let above = beta.lastIndex(where: { $0 != 0 }), above > order {
        throw FormulaError(
          "the highest derivative of \(input) (\(above)) must not be above that of \(name) (\(order))",
          in: bytes, at: read.offset(of: input, primes: above))
      }
      functions.append(
        TransferFunction(
          numerator: beta.reversed(), denominator: alpha.prefix(order + 1).reversed()))
    }
    return (functions, (0..<order).map { name + String(repeating: "'", count: $0) })
  }

  /// The system from an input to an output, with the free response of the state just before t = 0.
  ///
  /// - Parameters:
  ///   - input: the index of an input; from the number of inputs on that of a compartment.
  ///   - output: the index of an output; by default the last one.
  ///   - initial: values by the names of `stateNames`; others are 0.
  /// - Throws: `SystemsError` for a name that is not a state or is given twice.
  public func system(
    from input: Int = 0, to output: Int? = nil, initial: [(name: String, value: Double)] = []
  ) throws(SystemsError) -> System {
    let start = initial.isEmpty ? [] : try state(initial)
    switch model {
    case .transferFunctions(let functions): return try System(functions[input], initial: start)
    case .equations(let equations):
      let name = outputs[output ?? outputs.count - 1]
      return try System(
        equations.space(from: input, to: name, inputCount: inputs.count), initial: start)
    }
  }

  /// How the system moves with a bound name: the derivatives of both its responses.
  ///
  ///     (B/A)′ = B′/A − (B/A) (A′/A),   (C (s − A)⁻¹ B)′ = C (s − A)⁻¹ A′ (s − A)⁻¹ B + ...
  ///
  /// - Parameters:
  ///   - input: as in `system(from:to:initial:)`, and so are `output` and `initial`.
  ///   - moved: the derivatives of the state's values.
  /// - Throws: `FormulaError` where a factor has no derivative, `SystemsError`.
  public func derivative(
    by name: String, from input: Int = 0, to output: Int? = nil,
    initial: [(name: String, value: Double)] = [], moved: [(name: String, value: Double)] = []
  ) throws -> System {
    let read = try LinearEquations(text, bindings: bindings, inputs: inputs, derivativeBy: name)
    let start = try initial.isEmpty ? [] : state(initial)
    let movedStart = try moved.isEmpty ? [] : state(moved)
    switch model {
    case .transferFunctions(let functions):
      let alpha = (0...read.order(of: unknowns[0])).map { read.movedFactor(0, unknowns[0], $0).hi }
      let beta = (0...read.order(of: inputs[input])).map { -read.movedFactor(0, inputs[input], $0).hi }
      return try System(
        derivativeOf: functions[input], numerator: beta.reversed(), denominator: alpha.reversed(),
        initial: start, movedInitial: movedStart)
    case .equations:
      let equations = try StateEquations(read, Array(text.utf8))
      let name = outputs[output ?? outputs.count - 1]
      return try System(
        derivativeOf: equations.space(from: input, to: name, inputCount: inputs.count),
        equations.movedSpace(from: input, to: name, inputCount: inputs.count), initial: start,
        movedInitial: movedStart)
    }
  }

  /// The state in the order of `stateNames`.
  private func state(_ initial: [(name: String, value: Double)]) throws(SystemsError) -> [Double] {
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
    return values
  }
}
