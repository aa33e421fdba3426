/// What this module can't do, each with its message.
public enum SystemsError: Error, Equatable, Sendable {
  /// Two neighbours of a list of times are not in order.
  case timesMustAscend(index: Int, time: Double, previous: Double)
  /// A list needs more entries.
  case tooFew(what: String, found: Int, needed: Int)
  /// A value is infinite or not a number at a time.
  case notFinite(time: Double, why: String)
  /// An impulse does not lie on a filter's grid.
  case offGrid(time: Double, period: Double)
  /// An approximation could not reach its tolerance.
  case toleranceNotMet(reached: Double, asked: Double, method: String)
  /// A transfer function has a higher degree above the line than below.
  case improper(numerator: Int, denominator: Int)
  /// A system is not a rational function of `s` without dead time.
  case notRational(what: String)
  /// A quantity does not exist.
  case undefined(String)
  /// More work or memory than can be held.
  case tooLarge(what: String, size: Double)
  /// A formula is too rough for the pieces that it may be cut into.
  case tooRough(what: String, pieces: Int)
}

extension SystemsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .timesMustAscend(let index, let time, let previous):
      "times must ascend, but time \(Self.text(time)) at index \(index) follows \(Self.text(previous))"
    case .tooFew(let what, let found, let needed):
      "\(what) needs \(needed) or more, found \(found)"
    case .notFinite(let time, let why):
      "the value at t = \(Self.text(time)) must be finite: \(why)"
    case .offGrid(let time, let period):
      "an impulse into a filter of period \(Self.text(period)) must lie on its grid, "
        + "found one at t = \(Self.text(time))"
    case .toleranceNotMet(let reached, let asked, let method):
      "the tolerance \(Self.text(asked)) must be met, \(method) reached \(Self.text(reached))"
    case .improper(let numerator, let denominator):
      "a transfer function's numerator (degree \(numerator)) must not be of a higher degree than "
        + "its denominator (degree \(denominator))"
    case .notRational(let what):
      "\(what) must be a rational function of s without dead time, found another kind of response"
    case .undefined(let what): what
    case .tooLarge(let what, let size): "\(what) can't be held at a size of \(Self.text(size))"
    case .tooRough(let what, let pieces):
      "the tolerance must be met, but \(what) is not smooth enough on \(pieces) pieces"
    }
  }

  /// A number as messages show it: whole ones without a fraction, and `nan` without a sign.
  package static func text(_ value: Double) -> String {
    if value.isNaN { return "nan" }
    if value == value.rounded(), value.magnitude < 1e15 { return "\(Int(value))" }
    return "\(value)"
  }
}
