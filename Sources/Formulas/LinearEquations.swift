import NumericalMethods
import Systems

/// One or more linear equations, read from text: each a linear form that must be 0.
struct LinearEquations {
  struct Equation {
    var form: LinearForm
    /// The form's derivative by the name that was asked for.
    var moved: LinearForm
    var offset: Int
  }

  var equations: [Equation] = []
  var symbols: [Expression.Symbol] = []
  /// The unknowns, those of the left sides first, in the order of the text.
  var names: [String] = []
  /// The names that drive the system.
  let inputs: [String]
  /// Where each symbol first stands.
  var offsets: [Int: Int] = [:]
  /// How many of the names stand on a left side.
  private(set) var solvedCount = 0

  /// Reads equations divided by `;`.
  ///
  /// - Parameter direction: the bound name that the equations are differentiated by too.
  init(
    _ text: String, bindings: [String: Double], inputs: [String], derivativeBy direction: String? = nil
  ) throws(FormulaError) {
    self.inputs = inputs
    var parser = try Parser(text, bindings: bindings, grammar: .equation)
    guard parser.token.kind != .end else {
      throw parser.error("an equation must follow, found nothing", at: 0)
    }
    var others: [String] = []
    while parser.token.kind != .end {
      let start = parser.token.range.lowerBound
      let left = try side(&parser, direction)
      guard parser.token.kind == .equals else {
        throw parser.token.kind == .end || parser.token.kind == .semicolon
          ? parser.error(
            "an equation must hold '=', found \(parser.spelled(parser.token))",
            at: parser.token.range.lowerBound) : parser.trailing()
      }
      try parser.advance()
      let right = try side(&parser, direction)
      guard parser.token.kind == .end || parser.token.kind == .semicolon else {
        throw parser.trailing()
      }
      if parser.token.kind == .semicolon { try parser.advance() }
      note(left.used, in: &names, but: [])
      note(right.used, in: &others, but: names)
      let form = left.form.adding(right.form.scaled(by: DoubleDouble(-1)))
      guard form.constant.isZero else {
        throw parser.error(
          "an equation must hold no number by itself, found "
            + "\(SystemsError.text(form.constant.hi.magnitude)): what drives the system is \(inputs.joined(separator: ", "))",
          at: start)
      }
      let moved = left.moved.adding(right.moved.scaled(by: DoubleDouble(-1)))
      equations.append(Equation(form: form, moved: moved, offset: start))
    }
    solvedCount = names.count
    names += others.filter { !names.contains($0) }
  }

  /// Reads one side of an equation: its form, and which symbols it names.
  private mutating func side(
    _ parser: inout Parser, _ direction: String?
  ) throws(FormulaError) -> (form: LinearForm, moved: LinearForm, used: [Int]) {
    parser.expression.nodes = []
    try parser.sum()
    symbols = parser.expression.symbols
    let reader = parser
    let form = try LinearForm(parser.expression) { reader.error($0, at: $1) }
    var moved = LinearForm()
    if let direction {
      let derivative: Expression
      do {
        derivative = try parser.expression.derivative(by: .name(direction))
      } catch {
        throw reader.error("\(error.reason) with '\(direction)'", at: error.offset)
      }
      moved = try LinearForm(derivative) { reader.error($0, at: $1) }
    }
    var used: [Int] = []
    for node in parser.expression.nodes {
      guard case .symbol(let index) = node.kind else { continue }
      if offsets[index] == nil { offsets[index] = node.offset }
      used.append(index)
    }
    return (form, moved, used)
  }

  private func note(_ used: [Int], in list: inout [String], but known: [String]) {
    for index in used {
      let name = symbols[index].name
      if !inputs.contains(name), !list.contains(name), !known.contains(name) { list.append(name) }
    }
  }

  /// The highest derivative of a name in the equations.
  func order(of name: String) -> Int {
    symbols.filter { $0.name == name }.map(\.primes).max() ?? 0
  }

  /// The factor of a derivative in an equation.
  func factor(_ equation: Int, _ name: String, _ primes: Int) -> DoubleDouble {
    guard let index = symbols.firstIndex(of: Expression.Symbol(name: name, primes: primes)) else {
      return .zero
    }
    return equations[equation].form.factors[index] ?? .zero
  }

  /// The derivative of that factor by the name that was asked for.
  func movedFactor(_ equation: Int, _ name: String, _ primes: Int) -> DoubleDouble {
    guard let index = symbols.firstIndex(of: Expression.Symbol(name: name, primes: primes)) else {
      return .zero
    }
    return equations[equation].moved.factors[index] ?? .zero
  }

  /// Where a name first stands, with at least so many primes.
  func offset(of name: String, primes: Int = 0) -> Int {
    offsets.filter { symbols[$0.key].name == name && symbols[$0.key].primes >= primes }
      .map(\.value).min() ?? 0
  }
}
