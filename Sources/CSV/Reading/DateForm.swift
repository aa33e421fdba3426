internal import CCalendar
internal import Glibc

/// A form of dates in the letters of C's `strptime`, such as `%d/%m/%Y`; UTC unless `%z` says otherwise.
public struct DateForm: Hashable, Sendable {
  /// The letters.
  public let letters: String

  /// Letters that say a year, without which no date is one.
  private static let years = "YyGgCDFcxs"

  /// Takes letters; nil where they name no year, or what they write can't be read again.
  public init?(_ letters: String) {
    self.letters = letters
    let words = letters.split(separator: "%", omittingEmptySubsequences: false).dropFirst()
    let named = words.compactMap { $0.drop { $0 == "E" || $0 == "O" }.first }
    guard named.contains(where: { Self.years.contains($0) }) else { return nil }
    var moment = tm()
    (moment.tm_year, moment.tm_mon, moment.tm_mday) = (110, 10, 29)
    var text = [CChar](repeating: 0, count: 256)
    let count = strftime(&text, text.count, letters, &moment)
    guard count > 0, instant(text.prefix(count).map { UInt8(bitPattern: $0) }) != nil else { return nil }
  }

  /// The moment that a whole text is; nil for text of another form and for days that do not exist.
  public func instant(_ text: some Collection<UInt8>) -> Instant? {
    guard !text.contains(0) else { return nil }
    var parts = ccalendar_parts()
    guard ccalendar_read(String(decoding: text, as: UTF8.self), letters, &parts) == 1 else { return nil }
    let (year, month, day) = (Int(parts.year), Int(parts.month), Int(parts.day))
    guard (1...12).contains(month), day >= 1, day <= Instant.days(inMonth: month, of: year), parts.second <= 59
    else { return nil }
    var moment = Instant(year: year, month: month, day: day)
    moment.seconds += Int64(parts.hour) * 3600 + Int64(parts.minute) * 60 + Int64(parts.second)
    moment.seconds -= Int64(parts.offset)
    return moment
  }
}
