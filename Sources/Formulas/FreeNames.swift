extension Formula {
  /// The names of a text that nothing of the language takes, in the order in which they first stand: what must be
  /// bound before it can be read.
  ///
  /// Of a text that can't be cut into words those before the mistake.
  ///
  /// - Parameter isOfTime: whether only `t` is a variable.
  /// - Complexity: O(n) in the length of the text.
  public static func freeNames(of text: String, isOfTime: Bool = false) -> [String] {
    let variables = isOfTime ? Names.time : Names.variables
    var names: [String] = []
    for token in words(of: text) {
      if case .name(let name) = token.kind, isFree(name, beside: variables), !names.contains(name) { names.append(name) }
    }
    return names
  }

  static func words(of text: String) -> [Token] {
    var tokenizer = Tokenizer(Array(text.utf8))
    var tokens: [Token] = []
    while let token = try? tokenizer.next(), token.kind != .end { tokens.append(token) }
    return tokens
  }

  static func isFree(_ name: String, beside variables: [String] = Names.variables) -> Bool {
    Function(written: name) == nil && Names.constants[name] == nil && !variables.contains(name)
  }
}

extension OrdinaryDifferentialEquation {
  /// The names of equations that are neither unknowns nor inputs, in the order in which they first stand.
  ///
  /// An unknown has a prime somewhere, or is a left side by itself.
  public static func freeNames(of text: String, inputs: [String] = ["u"]) -> [String] {
    let tokens = Formula.words(of: text)
    var unknowns = Set(inputs)
    for (k, token) in tokens.enumerated() {
      guard case .name(let name) = token.kind, k + 1 < tokens.count else { continue }
      if case .primes = tokens[k + 1].kind { unknowns.insert(name) }
      let isFirst = k == 0 || tokens[k - 1].kind == .semicolon
      if isFirst, tokens[k + 1].kind == .equals { unknowns.insert(name) }
    }
    return Formula.freeNames(of: text).filter { !unknowns.contains($0) }
  }
}

extension Formula {
  /// A text with numbers in the place of bound names.
  ///
  /// - Complexity: O(n) in the length of the text.
  public static func text(_ text: String, binding values: [String: Double]) -> String {
    let bytes = Array(text.utf8)
    var result = ""
    var position = 0
    for token in words(of: text) {
      guard case .name(let name) = token.kind, let value = values[name], isFree(name) else { continue }
      result += String(decoding: bytes[position..<token.range.lowerBound], as: UTF8.self)
      result += value < 0 ? "(\(value))" : "\(value)"
      position = token.range.upperBound
    }
    return result + String(decoding: bytes[position...], as: UTF8.self)
  }
}
