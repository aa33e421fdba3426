import CSV
import Runs
import Systems

/// The output times of a sweep: the same in every run, or each run's own.
struct TimesPattern {
  private let options: TimesOptions
  private let quantities: [Quantity?]
  private var fixed: RowTimes?
  private var step: Decimal?
  /// The times that a file lists.
  private(set) var file: TimesFile?

  /// Reads the options.
  ///
  /// - Throws: `Failure`.
  init(_ options: TimesOptions, bindings: [String: Double]) throws {
    self.options = options
    quantities = try [
      (options.from, "--from"), (options.to, "--to"), (options.step, "--step"),
    ].map { text, option in
      try text.map { try Quantity($0, option: option, bindings: bindings) }
    }
    if isLiteral { step = try options.typedStep() }
  }

  /// Whether what was typed is the same in every run.
  private var isLiteral: Bool { quantities.allSatisfy { $0?.isFixed ?? true } }

  /// Whether the times are the same whatever the response and the input are.
  var isFixed: Bool {
    file.map { $0.groups == nil } ?? (isLiteral && quantities.allSatisfy { $0 != nil })
  }

  /// The times, where they are known for all runs.
  var shared: RowTimes? { fixed }

  /// Reads the file that `--times` names.
  ///
  /// - Throws: `Failure`, `CSVError`.
  mutating func readFile(_ columns: GroupColumns, reader: inout Reader) throws {
    file = try options.file(columns, reader: &reader)
    if let file, file.groups == nil { fixed = .listed(file.times(of: nil)) }
  }

  /// Takes times that are the same in every run.
  mutating func fix(_ times: RowTimes) { fixed = times }

  /// The options of a run, as if its values had been typed.
  private func bound(_ bindings: [String: Double]) throws -> TimesOptions {
    var bound = options
    bound.from = try quantities[0]?.text(bindings)
    bound.to = try quantities[1]?.text(bindings)
    bound.step = try quantities[2]?.text(bindings)
    return bound
  }

  /// `--step` of a run, nil where it is not typed.
  ///
  /// - Throws: `Failure` (64).
  func step(_ bindings: [String: Double]) throws -> Decimal? {
    isLiteral ? step : try bound(bindings).typedStep()
  }

  /// From the first row to the last, where that can be known before anything else; nil where it can't.
  ///
  /// - Throws: `Failure` (64) for ends that are no numbers.
  func window(_ bindings: [String: Double], group: String?) throws -> ClosedRange<Double>? {
    if let ends = (shared ?? file.map { .listed($0.times(of: group)) })?.ends { return ends }
    guard let first = try quantities[0]?.value(bindings), let last = try quantities[1]?.value(bindings), first <= last
    else { return nil }
    return first...last
  }

  /// The times of a run that no file lists.
  ///
  /// - Parameter everything: what default times span.
  /// - Throws: `Failure`, `SystemsError`.
  func times(
    _ bindings: [String: Double], reader: inout Reader, _ everything: () throws -> DefaultTimes
  ) throws -> RowTimes {
    let options = isLiteral ? self.options : try bound(bindings)
    return try options.times(reader: &reader, everything)
  }
}
