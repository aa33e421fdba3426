import CSV

/// What a number on the time axis means: a plain number, or a count of days since a midnight.
struct TimeAxis {
  /// The unit of time, where there are dates.
  var unit: TimeUnit
  /// Midnight UTC of the first dated row; nil as long as no date was read.
  private(set) var origin: Instant?
  /// The first file whose times were numbers, and the first whose times were dates.
  private var plainName: String?

  /// Makes an axis on which nothing has been read yet.
  init(unit: TimeUnit) { self.unit = unit }

  /// A column's times as numbers; the first date that is read fixes where 0 is.
  ///
  /// - Throws: `Failure` (65) where dates and plain numbers meet.
  mutating func times(_ column: Column, in name: String) throws -> [Double] {
    guard let dates = column.dates else {
      if origin != nil {
        throw Failure(.badText, "\(name): times must be dates, as in the file before, found numbers")
      }
      plainName = plainName ?? name
      return column.numbers
    }
    if let plainName {
      throw Failure(.badText, "\(name): times must be numbers, as in \(plainName), found dates")
    }
    if origin == nil { origin = dates.first?.midnight }
    guard let origin else { return [] }
    return column.times(since: origin, in: unit)
  }

  /// A time that an option holds: a number, or a date where the files have dates.
  ///
  /// - Throws: `Failure` (64).
  mutating func time(_ text: String, option: String) throws -> Decimal {
    guard Instant.looksLikeDate(text.utf8) else {
      if origin != nil {
        throw Failure.option(
          option, "a date such as 2010-01-14 is needed, because the files have dates, found '\(text)'")
      }
      plainName = plainName ?? option
      return try Number.decimal(text, option: option)
    }
    if let plainName {
      throw Failure.option(
        option, "a number is needed, because \(plainName) has numbers, found '\(text)'")
    }
    do {
      let instant = try Instant(text)
      if origin == nil { origin = instant.midnight }
      return Decimal(instant.time(since: origin ?? instant, in: unit))
    } catch {
      throw Failure.option(option, "\(error.reason), found '\(text)'")
    }
  }

  /// Whether a time can be printed: a date's year has four digits.
  func canPrint(_ time: Double) -> Bool {
    guard let origin else { return true }
    let instant = Instant(time: time, since: origin, in: unit)
    return instant >= Instant(year: 0, month: 1, day: 1)
      && instant < Instant(year: 10_000, month: 1, day: 1)
  }

  /// How a time is printed by itself.
  func text(_ time: Double) -> String {
    guard let origin else { return NumberText.text(time) }
    let instant = Instant(time: time, since: origin, in: unit)
    return instant.text(instant.isMidnight ? .day : .second)
  }

  /// Times as the first column of a table: numbers, or dates where the files have dates.
  ///
  /// Dates are printed without a time of day where all are midnights.
  func column(_ times: [Double]) -> TimeColumn {
    guard let origin else { return .numbers(times) }
    let dates = times.map { Instant(time: $0, since: origin, in: unit) }
    return .dates(dates, dates.allSatisfy(\.isMidnight) ? .day : .second)
  }
}
