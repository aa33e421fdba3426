import ArgumentParser

/// Why the program ends without having done its job: one message and an exit code.
struct Failure: Error, Hashable {
  /// What the codes mean; the table is in docs/simulate.md.
  enum Code: Int32, Sendable {
    case usage = 64
    case badText = 65
    case noInput = 66
    case unavailable = 69
    case software = 70
    case cannotCreate = 73
    case inputOutput = 74
    case incomplete = 75
  }

  /// The exit code.
  var code: Code
  /// What is wrong, with its place in front, in one line; the program's name is put before it.
  var message: String
  /// Lines that show the place: a formula's text and a caret.
  var shown: [String]

  /// Makes a failure from its code and its message.
  init(_ code: Code, _ message: String, shown: [String] = []) {
    self.code = code
    self.message = message
    self.shown = shown
  }

  /// A mistake on the command line, in an option.
  static func option(_ name: String, _ message: String) -> Failure {
    Failure(.usage, "\(name): \(message)")
  }
}

extension Failure: CustomStringConvertible {
  var description: String { message }
}
