import Systems

/// What the options say of the unknown, read and checked.
struct Wanted {
  /// How a table leaves.
  enum Format: String, CaseIterable {
    case csv, json
  }

  /// What is believed; nil where nothing was said.
  var prior: Prior?
  var regularization: Regularization
  /// The probability of the band; nil without one.
  var level: Double?
  /// How many spikes off the grid; nil for what the data tell.
  var count: Int?
  var format: Format
}

extension UnknownOptions {
  /// Reads the options.
  ///
  /// - Parameter isResponse: whether a response is looked for.
  /// - Throws: `Failure` (64).
  func wanted(isResponse: Bool) throws -> Wanted {
    enum Word: String, CaseIterable { case smooth, decaying, steps }
    let word: Word? = try prior.map { try Number.choice($0, option: "--prior") }
    if decreasing, !isResponse {
      throw Failure.option("--decreasing", "a response must be looked for, found an unknown input")
    }
    if spikes, isResponse {
      throw Failure.option(
        "--spikes", "an input must be looked for, found an unknown response; --between nothing makes it impulses")
    }
    if offGrid, !spikes { throw Failure.option("--off-grid", "needs --spikes") }
    if count != nil, !offGrid { throw Failure.option("--count", "needs --spikes --off-grid") }
    if level != nil, !intervals { throw Failure.option("--level", "needs --intervals") }
    if word == .steps, nonnegative || decreasing || zeroStart || zeroEnd || resolution {
      throw Failure.option(
        "--prior", "steps takes no --nonnegative, --decreasing, --zero-start, --zero-end or --resolution")
    }
    if offGrid {
      let others = [
        ("--prior", prior != nil), ("--decreasing", decreasing), ("--zero-start", zeroStart),
        ("--zero-end", zeroEnd), ("--total", total), ("--resolution", resolution),
        ("--regularization", regularization != "auto"),
      ]
      if let other = others.first(where: \.1) {
        throw Failure.option(other.0, "has no meaning for spikes off the grid")
      }
    }
    return Wanted(
      prior: word.map { Prior(rawValue: $0.rawValue) ?? .smooth }, regularization: try rule(),
      level: intervals ? try probability() : nil,
      count: try count.map { try Number.integer($0, option: "--count", in: 1...10_000) },
      format: try Number.choice(format, option: "--format"))
  }

  private func rule() throws -> Regularization {
    switch regularization {
    case "auto": return .automatic
    case "gcv": return .crossValidation
    case "lcurve": return .curveCorner
    case "discrepancy": return .discrepancy
    case "none": return .none
    default:
      let isNumber = regularization.utf8.first.map { $0 < 58 } ?? false
      guard isNumber else {
        throw Failure.option(
          "--regularization",
          "auto, gcv, lcurve, discrepancy, none or a number is needed, found '\(regularization)'")
      }
      let size = try Number.double(regularization, option: "--regularization")
      guard size >= 0 else {
        throw Failure.option("--regularization", "a number must not be negative, found '\(regularization)'")
      }
      return size == 0 ? .none : .fixed(size)
    }
  }

  private func probability() throws -> Double {
    let value = try level.map { try Number.double($0, option: "--level") } ?? 0.95
    guard value > 0, value < 1 else {
      throw Failure.option("--level", "a number between 0 and 1 is needed, found '\(level ?? "")'")
    }
    return value
  }
}
