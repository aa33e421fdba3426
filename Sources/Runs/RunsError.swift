/// What this module can't do, each with its message.
public enum RunsError: Error, Hashable, Sendable {
  /// A distribution has a parameter that it can't have.
  case parameter(distribution: String, need: String, found: String)
  /// A correlation is none.
  case correlation(String)
  /// A name is given twice, or is not known.
  case name(String)
  /// A quantity that a run does not have, or can't be told from its rows.
  case undefined(String)
  /// More than can be held or counted.
  case tooMany(what: String, most: String, found: String)
}

extension RunsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parameter(let distribution, let need, let found): "\(distribution): \(need), found \(found)"
    case .correlation(let problem), .name(let problem), .undefined(let problem): problem
    case .tooMany(let what, let most, let found): "\(what) may be at most \(most), found \(found)"
    }
  }
}
