import CSV
import Formulas

/// An option's text that may hold a parameter: a number, a parameter's name, or a formula of them.
///
///     --delay 2    --delay tau    --delay '=2*tau'
struct Quantity: Sendable {
  private enum Kind: Sendable {
    case literal
    case name
    case formula(Formula)
  }

  /// The option, for messages.
  let option: String
  /// The text as it was typed.
  let text: String
  private let kind: Kind

  /// Reads a text; what is neither a formula nor the name of a parameter is left as it is.
  ///
  /// - Parameter bindings: all names that are known, with the first run's values.
  /// - Throws: `Failure` (65) for a formula that can't be read.
  init(_ text: String, option: String, bindings: [String: Double]) throws {
    self.option = option
    self.text = text
    if text.first == "=" {
      let formula = try FailureWording.located(at: option, after: "=") {
        try Formula(String(text.dropFirst()), bindings: bindings)
      }
      guard formula.constantValue != nil else {
        throw Failure.option(
          option, "a formula of parameters is needed, found the variable "
            + "'\(formula.variable.rawValue)' in '\(text)'")
      }
      kind = .formula(formula)
    } else {
      kind = bindings[text] == nil ? .literal : .name
    }
  }

  /// Whether it is the same in every run.
  var isFixed: Bool {
    switch kind {
    case .literal: true
    case .name: false
    case .formula(let formula): formula.boundNames.isEmpty
    }
  }

  /// The derivative of the number by a name.
  ///
  /// - Throws: `Failure` (65) where a formula has none.
  func derivative(by name: String, _ bindings: [String: Double]) throws -> Double {
    switch kind {
    case .literal: return 0
    case .name: return text == name ? 1 : 0
    case .formula(let formula):
      return try FailureWording.located(at: option, after: "=") {
        try formula.bound(to: bindings).derivative(by: name)?.constantValue ?? 0
      }
    }
  }

  /// The number in a run as the option's text, digits that read back.
  ///
  /// - Throws: `Failure` (65) where a formula's value is not finite.
  func text(_ bindings: [String: Double]) throws -> String {
    switch kind {
    case .literal: return text
    default: return NumberText.text(try value(bindings))
    }
  }

  /// The number in a run.
  ///
  /// - Throws: `Failure` (64) for a text that is none, (65) where a value is not finite.
  func value(_ bindings: [String: Double]) throws -> Double {
    switch kind {
    case .literal: return try Number.double(text, option: option)
    case .name: return bindings[text] ?? 0
    case .formula(let formula):
      let bound = try FailureWording.located(at: option, after: "=") { try formula.bound(to: bindings) }
      guard let value = bound.constantValue, value.isFinite else {
        throw Failure(.badText, "\(option): '\(text)' must be finite, found \(bound.constantValue ?? .nan)")
      }
      return value
    }
  }
}

/// Whether a text mentions a name as a word of its own.
enum Mention {
  /// Looks for any of the names.
  static func of(_ names: some Collection<String>, in text: String) -> Bool {
    let words = Set(words(in: text))
    return names.contains { words.contains($0) }
  }

  /// The words of a text, in its order: letters, digits and _.
  static func words(in text: String) -> [String] {
    var word: [UInt8] = []
    var words: [String] = []
    for byte in Array(text.utf8) + [0x20] {
      let isLetter = byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
        || (0x61...0x7A).contains(byte) || byte >= 0x80
      if isLetter {
        word.append(byte)
      } else if !word.isEmpty {
        words.append(String(decoding: word, as: UTF8.self))
        word = []
      }
    }
    return words
  }
}
