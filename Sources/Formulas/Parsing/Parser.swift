/// Reads formulas by recursive descent, of bounded depth.
///
///     comparison := sum [(< | <= | > | >= | == | !=) sum]
///     sum        := product {(+ | -) product}
///     product    := signed {(* | /) signed}
///     signed     := {+ | -} power
///     power      := operand [^ signed]
///     operand    := number | name | name ( comparison {, comparison} ) | ( comparison )
struct Parser {
  /// Which names are unknowns: the variables of a formula, or whatever an equation names.
  enum Grammar { case formula, equation }

  /// How deep parentheses, powers and signs may be nested.
  static let maximalDepth = 200
  /// How many numbers, names and operators a formula may have.
  static let maximalSize = 50_000
  /// How long a text may be.
  static let maximalLength = 2_000_000

  let bytes: [UInt8]
  let bindings: [String: Double]
  let grammar: Grammar
  /// The names that stand for whole systems.
  let systems: Set<String>
  /// The names that are variables of a formula.
  var variables = Names.variables
  var expression = Expression()
  private(set) var token: Token
  private var tokenizer: Tokenizer
  private var depth = 0

  /// Begins to read a text.
  ///
  /// - Throws: `FormulaError` if it is too long or its first word can't be read.
  init(
    _ text: String, bindings: [String: Double], systems: Set<String> = [], grammar: Grammar
  ) throws(FormulaError) {
    bytes = Array(text.utf8)
    self.bindings = bindings
    self.grammar = grammar
    self.systems = systems
    guard bytes.count <= Self.maximalLength else {
      throw FormulaError(
        "a formula may take \(Self.maximalLength) bytes, found \(bytes.count)", in: bytes, at: 0)
    }
    tokenizer = Tokenizer(bytes)
    token = try tokenizer.next()
  }

  func error(_ message: String, at offset: Int) -> FormulaError {
    FormulaError(message, in: bytes, at: offset)
  }

  /// How a word is named in a message.
  func spelled(_ token: Token) -> String {
    if token.kind == .end { return "the end" }
    let text = String(decoding: bytes[token.range], as: UTF8.self)
    return text.count > 40 ? "'\(text.prefix(40))...'" : "'\(text)'"
  }

  mutating func advance() throws(FormulaError) { token = try tokenizer.next() }

  private mutating func append(
    _ kind: Expression.Kind, at offset: Int, from first: Int
  ) throws(FormulaError) {
    guard expression.nodes.count < Self.maximalSize else {
      throw error(
        "a formula may have \(Self.maximalSize) numbers, names and operators, found more", at: offset)
    }
    expression.nodes.append(
      Expression.Node(kind: kind, offset: offset, size: expression.nodes.count - first + 1))
  }

  private mutating func enter() throws(FormulaError) {
    depth += 1
    guard depth <= Self.maximalDepth else {
      throw error(
        "a formula may be nested \(Self.maximalDepth) deep, here it is deeper",
        at: token.range.lowerBound)
    }
  }

  /// Reads the whole text as one formula.
  mutating func formula() throws(FormulaError) -> Expression {
    guard token.kind != .end else { throw error("a formula must follow, found nothing", at: 0) }
    try comparison()
    guard token.kind == .end else { throw trailing() }
    return expression
  }

  /// What is wrong with the word that stands where an operator or the end must.
  func trailing() -> FormulaError {
    let offset = token.range.lowerBound
    switch token.kind {
    case .number, .name, .leftParenthesis:
      return error("an operator must stand before \(spelled(token)): a product is written *", at: offset)
    case .rightParenthesis: return error("')' without '('", at: offset)
    case .equals where grammar == .formula:
      return error("a formula can't assign: equality is written ==", at: offset)
    case .comma:
      return error("',' stands only between arguments; a decimal point is written .", at: offset)
    case .primes where grammar == .formula:
      return error("a derivative belongs in --ode, not in a formula", at: offset)
    default: return error("an operator or the end must follow, found \(spelled(token))", at: offset)
    }
  }

  mutating func comparison() throws(FormulaError) {
    let first = expression.nodes.count
    try sum()
    guard case .binary(let sign) = token.kind, sign.isComparison else { return }
    let offset = token.range.lowerBound
    try advance()
    try sum()
    try append(.binary(sign), at: offset, from: first)
    if case .binary(let next) = token.kind, next.isComparison {
      throw error("comparisons can't be chained: write (a < b)*(b < c)", at: token.range.lowerBound)
    }
  }

  mutating func sum() throws(FormulaError) {
    let first = expression.nodes.count
    try product()
    while case .binary(let sign) = token.kind, sign == .add || sign == .subtract {
      let offset = token.range.lowerBound
      try advance()
      try product()
      try append(.binary(sign), at: offset, from: first)
    }
  }

  private mutating func product() throws(FormulaError) {
    let first = expression.nodes.count
    try signed()
    while case .binary(let sign) = token.kind, sign == .multiply || sign == .divide {
      let offset = token.range.lowerBound
      try advance()
      try signed()
      try append(.binary(sign), at: offset, from: first)
    }
  }

  private mutating func signed() throws(FormulaError) {
    guard case .binary(let sign) = token.kind, sign == .add || sign == .subtract else {
      return try power()
    }
    try enter()
    defer { depth -= 1 }
    let offset = token.range.lowerBound
    let first = expression.nodes.count
    try advance()
    try signed()
    if sign == .subtract { try append(.negate, at: offset, from: first) }
  }

  private mutating func power() throws(FormulaError) {
    let first = expression.nodes.count
    try operand()
    guard token.kind == .binary(.power) else { return }
    let offset = token.range.lowerBound
    try enter()
    defer { depth -= 1 }
    try advance()
    try signed()
    try append(.binary(.power), at: offset, from: first)
  }

  private mutating func operand() throws(FormulaError) {
    let start = token
    let offset = start.range.lowerBound
    switch start.kind {
    case .number(let value):
      try advance()
      try append(.number(value), at: offset, from: expression.nodes.count)
    case .name(let name):
      try advance()
      try named(name, start)
    case .leftParenthesis:
      try enter()
      defer { depth -= 1 }
      try advance()
      try comparison()
      try close(opened: offset)
    default:
      throw error("a number, a name or '(' must follow, found \(spelled(start))", at: offset)
    }
  }

  private mutating func close(opened: Int) throws(FormulaError) {
    guard token.kind == .rightParenthesis else {
      if token.kind == .end { throw error("this '(' must be closed by ')'", at: opened) }
      throw trailing()
    }
    try advance()
  }

  private mutating func named(_ name: String, _ start: Token) throws(FormulaError) {
    let offset = start.range.lowerBound
    if let function = Function(written: name) { return try call(function, offset) }
    let first = expression.nodes.count
    let isVariable = variables.contains(name)
    if !isVariable, let value = bindings[name] ?? Names.constants[name] {
      try append(.number(value), at: offset, from: first)
      if Names.constants[name] == nil { expression.nodes[first].name = name }
    } else if grammar == .equation || isVariable || systems.contains(name) {
      var symbol = Expression.Symbol(name: name, primes: 0)
      if case .primes(let count) = token.kind, grammar == .equation {
        guard count <= 100 else {
          throw error(
            "a derivative must be of order 100 or less, found \(count)", at: token.range.lowerBound)
        }
        symbol.primes = count
        try advance()
      }
      let index = expression.symbols.firstIndex(of: symbol) ?? expression.symbols.count
      guard index < 1000 else {
        throw error("equations may hold 1000 unknowns, found more", at: offset)
      }
      if index == expression.symbols.count { expression.symbols.append(symbol) }
      try append(.symbol(index), at: offset, from: first)
    } else {
      throw unknown(name, start)
    }
    if token.kind == .leftParenthesis, grammar == .formula {
      throw error(
        "'\(name)' is no function: a product is written *", at: token.range.lowerBound)
    }
  }

  private func unknown(_ name: String, _ start: Token) -> FormulaError {
    let isCall = token.kind == .leftParenthesis
    let near = Names.suggestion(for: name, among: Array(bindings.keys) + systems)
    let remedy =
      !near.isEmpty ? near : isCall ? "" : "; --set \(name.prefix(40))=VALUE binds it"
    return error(
      "unknown \(isCall ? "function" : "name") \(spelled(start))\(remedy)",
      at: start.range.lowerBound)
  }

  private mutating func call(_ function: Function, _ offset: Int) throws(FormulaError) {
    guard token.kind == .leftParenthesis else {
      throw error(
        "'\(function.rawValue)' is a function: it is written \(function.usage)", at: offset)
    }
    let opened = token.range.lowerBound
    let first = expression.nodes.count
    try enter()
    defer { depth -= 1 }
    try advance()
    var count = 0
    if token.kind != .rightParenthesis {
      try comparison()
      count = 1
      while token.kind == .comma {
        try advance()
        try comparison()
        count += 1
      }
    }
    if token.kind == .rightParenthesis, !function.takes(count) {
      throw error("\(function.usage) is how it is written, found \(count) arguments", at: offset)
    }
    try close(opened: opened)
    try append(.call(function, count: count), at: offset, from: first)
  }
}
