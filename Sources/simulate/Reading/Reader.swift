import CSV
import Files
import Runs

/// What the files of one run share: standard input can be read once, times have one axis, tables one form.
struct Reader {
  /// How tables are written.
  var format: TableFormat
  /// The number of threads that may work.
  var jobs: Int
  /// What times mean.
  var axis: TimeAxis
  /// What the headers call things.
  var words = HeaderWords()
  /// The options that have had a say so far.
  var use = OptionUse()
  /// The spacing of samples that stand alone in their file, without times.
  var spacing: Decimal?
  /// What was made of the files, for `--explain`.
  var notes: [String] = []
  /// The files read so far, in order, for the manifest.
  private(set) var sources: [Source] = []
  /// The first sound read, and its rate.
  var sound: (name: String, rate: Int)?

  /// Makes a reader that has read nothing.
  init(format: TableFormat = TableFormat(), jobs: Int, axis: TimeAxis = TimeAxis()) {
    self.format = format
    self.jobs = jobs
    self.axis = axis
  }

  /// Takes a source that is open in the place of one that was not.
  mutating func keep(_ source: Source, at place: Int) { sources[place] = source }

  /// The source of a value that is a file or standard input.
  ///
  /// - Throws: `Failure` (64) for a formula, and where standard input is asked for twice; (66) for a file that is
  ///   not there but would be a formula.
  mutating func source(_ value: Value, option: String) throws -> Source {
    let source: Source
    switch value {
    case .formula(let text):
      throw Failure.option(option, "a file or - is needed, found the formula '=\(text)'")
    case .standardInput:
      source = .standardInput
      if sources.contains(source) {
        throw Failure.option(option, "standard input can be read once, found - for the second time")
      }
    case .file(let path):
      if let formula = value.meantFormula {
        throw Failure(
          .noInput, "\(path): must be a file that can be read: there is none of this name; a formula begins with "
            + "=: \(option) '\(formula)'")
      }
      source = Source(path)
    }
    sources.append(source)
    return source
  }

  /// Marks the options that bear on every table, and says which rows a table has left out.
  ///
  /// - Throws: `CSVError` where no row is left for missing fields.
  mutating func tell(_ table: Table, heldByName: String? = nil) throws {
    use.mark("--missing", "--skip-lines", "--decimal")
    guard table.skipped.count > 0, let place = table.skipped.firstPlace else { return }
    guard table.rowCount > 0 else {
      throw table.error("a row without a missing field is needed, found \(table.skipped.count) with one; the first: \(place)")
    }
    let rows = table.skipped.count == 1 ? "1 row is" : "\(table.skipped.count) rows are"
    let held = heldByName.map { "; \($0) before them is held in their place" } ?? ""
    Messages.say("\(place): \(rows) skipped for a missing field, the first here\(held)")
  }

  /// Refuses options that were typed and had no say, and bound names that stand nowhere.
  ///
  /// - Parameters: as of `OptionUse.check`.
  /// - Throws: `Failure` (64).
  func checkUse(honoured: Set<String>, idle: Set<String> = [], settings: [String]) throws {
    var use = use
    if axis.usesUnit { use.mark("--unit") }
    if axis.usesDateFormat { use.mark("--date-format") }
    try use.check(honoured: honoured, idle: idle, settings: settings)
  }

  /// A column's times, on the axis of all files.
  ///
  /// - Throws: `Failure`, and `CSVError` for digits that may be dates.
  mutating func times(_ table: Table, column: Int) throws -> [Double] {
    if case .numbers(let values) = table.columns[column], axis.areDigitsAsked, let first = values.first,
      values.allSatisfy({ Instant(basic: $0) != nil })
    {
      throw table.error(
        row: 0, column: column,
        "times must be plain numbers or known as dates, found \(NumberText.text(first)); --date-format %Y%m%d reads "
          + "dates, --date-format none numbers")
    }
    return try axis.times(table.columns[column], in: table.name)
  }
}

extension Instant {
  /// The day that a number's eight digits are; nil for other numbers.
  fileprivate init?(basic value: Double) {
    guard value >= 10_000_101, value <= 99_991_231, value == value.rounded() else { return nil }
    self.init(basic: Array(String(Int(value)).utf8))
  }
}
