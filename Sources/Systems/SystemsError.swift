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
}

extension SystemsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .timesMustAscend(let index, let time, let previous):
      "times must ascend, but time \(time) at index \(index) follows \(previous)"
    case .tooFew(let what, let found, let needed):
      "\(what) needs \(needed) or more, found \(found)"
    case .notFinite(let time, let why):
      "the value at t = \(time) must be finite: \(why)"
    case .offGrid(let time, let period):
      "an impulse into a filter of period \(period) must lie on its grid, found one at t = \(time)"
    case .toleranceNotMet(let reached, let asked, let method):
      "the tolerance \(asked) must be met, \(method) reached \(reached)"
    case .improper(let numerator, let denominator):
      "a transfer function's numerator (degree \(numerator)) must not be of a higher degree than "
        + "its denominator (degree \(denominator))"
    case .notRational(let what):
      "\(what) must be a rational function of s without dead time, found another kind of response"
    case .undefined(let what): what
    case .tooLarge(let what, let size): "\(what) would need \(size)"
    }
  }
}
