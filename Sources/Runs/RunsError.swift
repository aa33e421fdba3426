internal import Systems

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
  /// Something does not decay, so that a last time must be said.
  case endless(String)
  /// A part of an even grid of times is not what it must be.
  case grid(GridPart, String)
  /// Doses are repeated more often than can be held.
  case repetitions(Int)
  /// More impulses of a past show than can be listed.
  case past(Double)
  /// A system can't take what goes into it.
  case clash(RunPart, String)
  /// More than can be held or counted.
  case tooMany(what: String, most: String, found: String)

  /// A part of an even grid of times.
  public enum GridPart: Hashable, Sendable { case from, to, step }

  /// A part of a run.
  public enum RunPart: Hashable, Sendable { case events, rate }
}

extension RunsError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .parameter(let distribution, let need, let found): "\(distribution): \(need), found \(found)"
    case .correlation(let problem), .name(let problem), .undefined(let problem): problem
    case .endless(let what): "a last time is needed, because \(what) does not decay"
    case .grid(_, let problem), .clash(_, let problem): problem
    case .repetitions(let count):
      "rows may be repeated \(Input.mostRepeated) times in all, found \(SystemsError.text(Double(count))); "
        + "steady stands for ever"
    case .past(let count):
      "at most \(Input.mostRepeated) impulses of a steady past can show, found \(SystemsError.text(count))"
    case .tooMany(let what, let most, let found): "\(what) may be at most \(most), found \(found)"
    }
  }
}
