import CSV
import Runs

extension TableOptions {
  /// The reader of files that these options ask for.
  ///
  /// - Throws: `Failure` (64).
  func reader(jobs: Int) throws -> Reader {
    let format = try format()
    let unit: TimeUnit? = try unit.map { try Number.choice($0, option: "--unit") }
    var reader = Reader(format: format, jobs: jobs, axis: TimeAxis(unit: unit, dates: format.dates))
    if let spacing {
      // The nearest double of 1/44100 does: its multiples are within an ulp of k/44100, which is seen as that grid.
      let parts = spacing.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      let numbers = try parts.map { try Number.decimal($0, option: "--spacing") }
      let quotient = numbers.count == 2 ? numbers[0].double / numbers[1].double : numbers[0].double
      let decimal = numbers.count == 2 && quotient.isFinite ? Decimal(quotient) : numbers[0]
      guard quotient > 0, quotient.isFinite else {
        throw Failure.option("--spacing", "a time above 0 is needed, found \(spacing)")
      }
      reader.spacing = decimal
    }
    return reader
  }

  /// How tables are written.
  private func format() throws -> TableFormat {
    var format = TableFormat()
    if let missing {
      guard let rule = MissingPolicy(rawValue: missing), rule != .refuse else {
        throw Failure.option("--missing", "skip or zero is needed, found '\(missing)'")
      }
      format.missing = rule
    }
    for text in skipLines {
      let colon = text.lastIndex(of: ":")
      let number = colon.map { String(text[text.index(after: $0)...]) } ?? text
      let count = try Number.integer(number, option: "--skip-lines", in: 0...1_000_000_000)
      if let colon {
        format.skippedLinesByFile[String(text[..<colon])] = count
      } else {
        format.skippedLines = count
      }
    }
    if let decimal {
      guard decimal == "comma" || decimal == "point" else {
        throw Failure.option("--decimal", "comma or point is needed, found '\(decimal)'")
      }
      format.hasDecimalComma = decimal == "comma"
    }
    if dateFormat == "none" {
      format.dates = .none
    } else if let dateFormat {
      guard let form = DateForm(dateFormat) else {
        throw Failure.option(
          "--date-format", "strptime's letters with a year are needed, such as %d/%m/%Y (or none), found '\(dateFormat)'")
      }
      format.dates = .form(form)
    }
    return format
  }
}
