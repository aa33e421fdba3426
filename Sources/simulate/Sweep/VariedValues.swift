import Runs

/// The values that `--vary` gives to one name: single ones, even steps, even ratios.
///
///     1,2,4        these
///     1:10:0.5     from 1 to 10 in steps of 0.5, counted in decimal
///     lin:0:1:11   11 values from 0 to 1, evenly spaced
///     log:0.1:100:31   31 values from 0.1 to 100 of one ratio
///
/// Nothing is listed: the n-th value is computed when it is asked for, so that a million of them
/// cost nothing.
struct VariedValues: Sendable {
  private enum Segment: Sendable {
    case single(Double)
    case steps(from: Decimal, step: Decimal, count: Int)
    case linear(from: Double, to: Double, count: Int)
    case logarithmic(from: Double, to: Double, count: Int)

    var count: Int {
      switch self {
      case .single: 1
      case .steps(_, _, let count), .linear(_, _, let count), .logarithmic(_, _, let count): count
      }
    }
  }

  private var segments: [Segment] = []
  /// How many values there are.
  private(set) var count = 0

  /// The most values of one name.
  static let most = 1 << 40

  /// Reads what stands behind `NAME=`.
  ///
  /// - Throws: `Failure` (64).
  init(_ text: String, name: String) throws {
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let segment = try Self.segment(part.trimmingSpaces, name: name)
      segments.append(segment)
      let (sum, overflow) = count.addingReportingOverflow(segment.count)
      guard !overflow, sum <= Self.most else {
        throw Failure.option("--vary", "\(name) may have at most \(Self.most) values, found more")
      }
      count = sum
    }
  }

  private static func segment(_ text: String, name: String) throws -> Segment {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts.count == 1 { return .single(try Number.double(text, option: "--vary")) }
    if parts.count == 4, parts[0] == "log" || parts[0] == "lin" {
      let from = try Number.double(parts[1], option: "--vary")
      let to = try Number.double(parts[2], option: "--vary")
      let count = try Number.integer(parts[3], option: "--vary", in: 1...most)
      if parts[0] == "lin" { return .linear(from: from, to: to, count: count) }
      guard from > 0, to > 0 else {
        throw Failure.option(
          "--vary", "log:FROM:TO:COUNT needs ends above 0, found '\(text)' for \(name)")
      }
      return .logarithmic(from: from, to: to, count: count)
    }
    guard parts.count == 3 else {
      throw Failure.option(
        "--vary", "values such as 1,2,4 or FROM:TO:STEP or log:FROM:TO:COUNT are needed, found "
          + "'\(text)' for \(name)")
    }
    return try steps(parts, text, name)
  }

  private static func steps(_ parts: [String], _ text: String, _ name: String) throws -> Segment {
    let numbers = try parts.map { try Number.decimal($0, option: "--vary") }
    let (from, to, step) = (numbers[0], numbers[1], numbers[2])
    let isDown = step.double < 0
    guard step.double != 0, isDown ? to <= from : from <= to else {
      throw Failure.option(
        "--vary", "FROM:TO:STEP needs a step that leads from one to the other, found '\(text)' for "
          + name)
    }
    let count = isDown
      ? (-from).count(to: -to, step: -step) : from.count(to: to, step: step)
    guard let count, count <= most else {
      throw Failure.option("--vary", "\(name) may have at most \(most) values, found more")
    }
    return .steps(from: from, step: step, count: count)
  }

  /// The value with index `n`.
  subscript(n: Int) -> Double {
    var rest = n
    for segment in segments {
      guard rest >= segment.count else { return Self.value(segment, rest) }
      rest -= segment.count
    }
    preconditionFailure("there are \(count) values, \(n) is beyond them")
  }

  private static func value(_ segment: Segment, _ n: Int) -> Double {
    switch segment {
    case .single(let value): return value
    case .steps(let from, let step, _): return (from + n * step).double
    case .linear(let from, let to, let count):
      if n == count - 1, count > 1 { return to }
      return from + (to - from) * (Double(n) / Double(max(1, count - 1)))
    case .logarithmic(let from, let to, let count):
      if n == count - 1, count > 1 { return to }
      return from * Exponential.power(to / from, Double(n) / Double(max(1, count - 1)))
    }
  }
}
