import NumericalMethods
public import Systems

/// A formula, read and checked: a function of time, a transfer function or a discrete filter.
///
/// Its variable says which: `t` a function of time, `s` a transfer function, `z` a discrete filter;
/// without a variable it is a constant in time.
public struct Formula: Sendable {
  /// What a formula is a function of.
  public enum Variable: String, Hashable, Sendable {
    /// Nothing: a constant.
    case none
    /// Time, `t`.
    case time = "t"
    /// The variable of the Laplace transform, `s`.
    case s
    /// The variable of the z-transform, `z`.
    case z
  }

  /// The text, without the leading `=`.
  public let text: String
  /// What it is a function of.
  public let variable: Variable
  package private(set) var expression: Expression
  /// What the names of systems in it stand for.
  let systems: [String: NamedSystem]
  /// The entries of the expression that stand for a bound name.
  private let boundEntries: [Int]

  /// Reads a formula, without its leading `=`.
  ///
  /// - Parameters:
  ///   - bindings: what names stand for; see `objection(toBinding:)`.
  ///   - systems: what names of systems stand for, in formulas in `s` and `z`.
  ///   - isOfTime: whether only `t` is a variable, so that `s` and `z` are names like others.
  /// - Throws: `FormulaError` with the place of the mistake.
  /// - Complexity: O(n) in the length of the text.
  public init(
    _ text: String, bindings: [String: Double] = [:], systems: [String: NamedSystem] = [:], isOfTime: Bool = false
  ) throws(FormulaError) {
    self.text = text
    var parser = try Parser(
      text, bindings: bindings, systems: Set(systems.keys), grammar: .formula)
    if isOfTime { parser.variables = Names.time }
    expression = try parser.formula()
    boundEntries = expression.boundEntries
    let symbols = expression.symbols.map(\.name)
    self.systems = systems.filter { symbols.contains($0.key) }
    let first = symbols.firstIndex { Variable(rawValue: $0) != nil && systems[$0] == nil }
    var variable = first.flatMap { Variable(rawValue: symbols[$0]) } ?? .none
    if first == nil, let any = self.systems.values.first {
      variable = self.systems.values.contains { $0.variable == .z } ? .z : any.variable
    }
    self.variable = variable
    for node in expression.nodes {
      if case .symbol(let k) = node.kind, let system = self.systems[symbols[k]] {
        guard system.variable == variable else {
          throw error(
            "a formula in \(variable.rawValue) can't hold '\(symbols[k])', a system in "
              + system.variable.rawValue, at: node.offset)
        }
      } else if case .symbol(let k) = node.kind, k != first {
        throw error(
          "a formula has one variable, found '\(expression.symbols[k].name)' beside "
            + "'\(variable.rawValue)'", at: node.offset)
      }
    }
    try checkParameters()
  }

  /// A formula made of another.
  init(
    _ expression: Expression, variable: Variable, text: String, systems: [String: NamedSystem] = [:]
  ) {
    self.systems = systems
    self.text = text
    self.variable = variable
    self.expression = expression
    boundEntries = expression.boundEntries
  }

  /// The same formula with names bound to other numbers, without reading the text again.
  ///
  /// - Parameter bindings: what names stand for; a name that is left out keeps its number.
  /// - Throws: `FormulaError` where a parameter of a density is then not above 0.
  /// - Complexity: O(n) in the number of operations.
  public func bound(to bindings: [String: Double]) throws(FormulaError) -> Formula {
    guard !boundEntries.isEmpty else { return self }
    var copy = self
    for entry in boundEntries {
      guard let name = expression.nodes[entry].name, let value = bindings[name] else { continue }
      copy.expression.nodes[entry].kind = .number(value)
    }
    try copy.checkParameters()
    return copy
  }

  /// The names that stand for numbers in this formula.
  public var boundNames: Set<String> { Set(boundEntries.compactMap { expression.nodes[$0].name }) }

  /// The number that a name stands for, nil where it stands nowhere.
  package func value(of name: String) -> Double? {
    for entry in boundEntries where expression.nodes[entry].name == name {
      if case .number(let value) = expression.nodes[entry].kind { return value }
    }
    return nil
  }

  /// The value of a formula without a variable; nil for one that has a variable.
  public var constantValue: Double? {
    variable == .none ? Bytecode(expression).value(at: 0) : nil
  }

  /// An error at a place of the text.
  func error(_ message: String, at offset: Int) -> FormulaError {
    FormulaError(message, in: Array(text.utf8), at: offset)
  }

  /// Refuses densities with parameters that are constants not above 0.
  private func checkParameters() throws(FormulaError) {
    for (k, node) in expression.nodes.enumerated() {
      if case .call(.feedback, _) = node.kind, variable == .time {
        throw error("feedback joins systems in a formula in s or z, found one in t", at: node.offset)
      }
      guard case .call(let function, _) = node.kind, function.isDensity else { continue }
      for (position, operand) in expression.operands(of: k).enumerated() where position > 0 {
        let isLocation =
          position == 1 && (function == .normalDensity || function == .lognormalDensity)
        let part = expression.part(operand)
        if isLocation || part.nodes.contains(where: { if case .symbol = $0.kind { true } else { false } }) {
          continue
        }
        let value = Bytecode(part).value(at: 0)
        guard value > 0, value.isFinite else {
          throw error(
            "a parameter of \(function.usage) must be above 0, found \(value)",
            at: expression.nodes[operand].offset)
        }
      }
    }
  }

  /// The function of time: zero for t < 0 unless `twoSided`.
  ///
  /// Sums of powers times exponentials, sines and cosines are rationals; polynomials in finite
  /// windows are pieces; anything else is a closed form.
  ///
  /// - Throws: `FormulaError` where the variable is `s` or `z`.
  public func signal(twoSided: Bool = false) throws(FormulaError) -> Signal {
    guard variable == .time || variable == .none else {
      throw error("a function of time needs the variable t, found '\(variable.rawValue)'", at: 0)
    }
    let tape = Bytecode(expression)
    let start = twoSided ? -Double.infinity : 0
    let found = PiecewiseExponential(expression)
    if let signal = found?.signal(from: start, value: tape.value(at:)) { return signal }
    var form = ClosedForm(expression, tape, text: text, from: start)
    form.exponentials = found?.exponentials(from: start)
    form.slope = { [form] in
      slope(from: form.support.lowerBound, first: try? form.value(at: form.support.lowerBound))
    }
    return Signal(.closedForm(form))
  }

  /// The system whose impulse response (in `t`) or transfer function (in `s` or `z`) this is.
  ///
  /// - Parameter period: the period of a filter in `z`, needed there.
  /// - Throws: `FormulaError` for an improper or a non-causal one.
  public func system(
    period: Double? = nil, twoSided: Bool = false
  ) throws(FormulaError) -> System {
    switch variable {
    case .none, .time: System(impulseResponse: try signal(twoSided: twoSided))
    case .s: System(impulseResponse: try transferFunction())
    case .z: System(impulseResponse: try discreteFilter(period: period))
    }
  }

  /// Why a name can't be bound, or nil if it can: it is taken, or it is no name.
  public static func objection(toBinding name: String) -> String? {
    Names.objection(toBinding: name)
  }
}
