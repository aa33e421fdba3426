/// A moment in UTC, exact to the nanosecond; proleptic Gregorian calendar, no leap seconds.
public struct Instant: Hashable, Comparable, Sendable {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public var seconds: Int64
  /// Nanoseconds after that, from 0 to 999,999,999.
  public var nanoseconds: Int32

  /// The moment so many seconds and nanoseconds after 1970-01-01T00:00:00Z.
  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Midnight of a day of the proleptic Gregorian calendar; month from 1 to 12, day from 1.
  public init(year: Int, month: Int, day: Int) {
    seconds = Int64(Self.dayNumber(year: year, month: month, day: day)) * 86_400
    nanoseconds = 0
  }

  /// The earlier of two moments is the smaller.
  public static func < (a: Instant, b: Instant) -> Bool {
    (a.seconds, a.nanoseconds) < (b.seconds, b.nanoseconds)
  }

  /// Midnight UTC of its day.
  public var midnight: Instant {
    Instant(seconds: seconds - ((seconds % 86_400) + 86_400) % 86_400)
  }

  /// Whether it is midnight UTC.
  public var isMidnight: Bool { self == midnight }

  /// The time since an epoch, in a unit, rounded once where the difference is whole seconds.
  public func time(since epoch: Instant, in unit: TimeUnit) -> Double {
    let difference = Int128(seconds) - Int128(epoch.seconds)
    let fraction = Int128(nanoseconds) - Int128(epoch.nanoseconds)
    if fraction == 0 { return Double(difference) / Double(unit.seconds) }
    return Double(difference * 1_000_000_000 + fraction) / (Double(unit.seconds) * 1e9)
  }

  /// The moment so many nanoseconds later.
  func advanced(byNanoseconds amount: Int128) -> Instant {
    let total = Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) + amount
    var (whole, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      rest += 1_000_000_000
      whole -= 1
    }
    return Instant(seconds: Int64(clamping: whole), nanoseconds: Int32(rest))
  }

  /// The moment at a time after an epoch, to the fewest decimals of a second (0, 3, 6 or 9) from
  /// which `time(since:in:)` gives the same double; to the nanosecond if none does.
  ///
  /// Times beyond 1e11 seconds are taken as that.
  public init(time: Double, since epoch: Instant, in unit: TimeUnit) {
    precondition(time.isFinite, "a moment needs a finite time")
    let seconds = max(-1e11, min(1e11, time * Double(unit.seconds)))
    let whole = seconds.rounded(.down)
    let rest = seconds - whole
    for scale in [1.0, 1e3, 1e6] {
      let moment = epoch.advanced(
        byNanoseconds: Int128(whole) * 1_000_000_000
          + Int128((rest * scale).rounded()) * Int128(1e9 / scale))
      if moment.time(since: epoch, in: unit) == time {
        self = moment
        return
      }
    }
    self = epoch.advanced(
      byNanoseconds: Int128(whole) * 1_000_000_000 + Int128((rest * 1e9).rounded()))
  }

  /// The number of days from 1970-01-01 to a day of the proleptic Gregorian calendar.
  ///
  /// Years are counted from March, so that the leap day comes last, in eras of 400 years.
  static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The day of the proleptic Gregorian calendar with the given number; the inverse of `dayNumber`.
  static func calendarDay(_ number: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// The number of days of a month.
  static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
