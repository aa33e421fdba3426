internal import Glibc

/// An error code of the system.
public struct SystemFault: Error, Hashable, Sendable {
  /// `errno`.
  public var code: Int32

  /// The fault of a code.
  public init(_ code: Int32) { self.code = code }

  /// The C library's words, beginning in lower case.
  public var reason: String {
    guard let words = strerror(code) else { return "error \(code)" }
    let text = String(cString: words)
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// Calls a function of the system until it isn't interrupted by a signal.
  ///
  /// - Returns: What it returned, at least 0.
  /// - Throws: What it says where that is below 0.
  @discardableResult
  static func retrying<Number: SignedInteger>(_ call: () -> Number) throws(SystemFault) -> Number {
    while true {
      let result = call()
      if result >= 0 { return result }
      if errno != EINTR { throw SystemFault(errno) }
    }
  }
}
