import CSV
import Runs

/// What a number on the time axis means: a plain number, or a count of days since a midnight.
struct TimeAxis {
  /// The unit of time, where there are dates.
  var unit: TimeUnit
  /// Midnight UTC of the first dated row; nil as long as no date was read.
  private(set) var origin: Instant?
  /// The first file whose times were numbers.
  private var plainName: String?
  /// The unit that a header or `--unit` has named, and where.
  private(set) var named: (unit: TimeUnitName, place: String)?
  /// How dates are written.
  private var dates: TableFormat.Dates

  /// Makes an axis on which nothing has been read yet.
  ///
  /// - Parameter unit: the unit that is typed; by default dates are counted in days.
  init(unit: TimeUnit? = nil, dates: TableFormat.Dates = .recognised) {
    self.unit = unit ?? .day
    self.dates = dates
    if let unit { named = (TimeUnitName(unit.rawValue), "--unit") }
  }

  /// Whether it must be asked of eight digits if they are dates.
  var areDigitsAsked: Bool { dates == .recognised && origin == nil }

  /// Whether `--unit` has had a say: where there are dates, or a header names a unit.
  private(set) var usesUnit = false

  /// Whether `--date-format` has had a say: where there are dates, and where it says that digits are none.
  var usesDateFormat: Bool { origin != nil || dates == .none && plainName != nil }

  /// Takes a unit that a header names.
  ///
  /// - Throws: `Failure` (65) where another one is known.
  mutating func meet(unit text: String, in name: String) throws {
    let other = TimeUnitName(text)
    usesUnit = true
    if let named, !named.unit.isSame(as: other) {
      throw Failure(
        .badText, "\(name): times must have the unit of \(named.place), \(named.unit.text), found \(text) in the header")
    }
    named = named ?? (other, name)
    try checkDates()
  }

  /// Refuses dates that are counted in another unit than a header names.
  private func checkDates() throws {
    guard origin != nil, let named, !named.unit.isSame(as: TimeUnitName(unit.rawValue)) else { return }
    let mend = TimeUnit.allCases.first { TimeUnitName($0.rawValue).isSame(as: named.unit) }
      .map { "; --unit \($0.rawValue) counts them so" } ?? ""
    throw Failure(
      .badText, "\(named.place): times must have the unit in which dates are counted, \(unit.rawValue), found "
        + "\(named.unit.text) in the header\(mend)")
  }

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
    usesUnit = true
    try checkDates()
    guard let origin else { return [] }
    return column.times(since: origin, in: unit)
  }

  /// A time that an option holds: a number, or a date where the files have dates.
  ///
  /// - Throws: `Failure` (64).
  mutating func time(_ text: String, option: String) throws -> Decimal {
    guard let instant = try date(text, option: option) else {
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
    usesUnit = true
    if origin == nil { origin = instant.midnight }
    return Decimal(instant.time(since: origin ?? instant, in: unit))
  }

  /// The date that an option's text is: ISO 8601, its basic form beside files with dates, or the form that is
  /// typed; nil for what is no date.
  ///
  /// - Throws: `Failure` (64) for a date that does not exist.
  private func date(_ text: String, option: String) throws -> Instant? {
    if case .form(let form) = dates, let instant = form.instant(text.utf8) { return instant }
    if origin != nil, let instant = Instant(basic: text.utf8) { return instant }
    guard Instant.looksLikeDate(text.utf8) else { return nil }
    do {
      return try Instant(text)
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
