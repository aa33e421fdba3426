import CGSL
import Synchronization

/// What a numerical method could not do.
package enum NumericalError: Error, Hashable, Sendable {
  /// GSL refused a request: a status and its own words for it.
  case library(operation: String, reason: String)
  /// A function had a value that is not finite.
  case notFinite(operation: String, at: Double, value: Double)
  /// Two ends of an interval that must have values of opposite signs have not.
  case noSignChange(lower: Double, upper: Double, valueAtLower: Double, valueAtUpper: Double)
  /// A method has taken as many steps as it may.
  case noConvergence(operation: String, steps: Int)
  /// A matrix has no factor of this kind: it is singular, or not positive definite, or an iteration does not end.
  case noFactor(operation: String)
  /// A polynomial has no coefficient other than 0.
  case zeroPolynomial
  /// A matrix has rows of another length than it should.
  case dimension(what: String, expected: Int, found: Int)
}

extension NumericalError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .library(let operation, let reason):
      "\(operation): \(reason)"
    case .notFinite(let operation, let place, let value):
      "\(operation): values must be finite, found \(value) at \(place)"
    case .noSignChange(let lower, let upper, let valueAtLower, let valueAtUpper):
      "a root between \(lower) and \(upper) needs values of opposite signs there, "
        + "found \(valueAtLower) and \(valueAtUpper)"
    case .noConvergence(let operation, let steps):
      "\(operation): \(steps) steps must be enough, and were not"
    case .noFactor(let operation):
      "\(operation): the matrix must be regular and finite, and is not"
    case .zeroPolynomial:
      "a polynomial must have a coefficient other than 0"
    case .dimension(let what, let expected, let found):
      "\(what) must have length \(expected), found \(found)"
    }
  }
}

/// GSL's statuses, its handler switched off.
enum Library {
  /// GSL's default handler ends the process; without one, every function returns its status.
  private static let handlerIsOff: Void = { _ = gsl_set_error_handler_off() }()

  /// Switches the aborting handler off, once. Called before any function of GSL that may fail.
  static func prepare() { handlerIsOff }

  /// Throws what a status says, unless it is success.
  static func check(_ status: Int32, _ operation: String) throws(NumericalError) {
    guard status != 0 else { return }
    throw .library(operation: operation, reason: reason(status))
  }

  /// GSL's own words for a status.
  static func reason(_ status: Int32) -> String {
    gsl_strerror(status).map { String(cString: $0) } ?? "status \(status)"
  }
}
