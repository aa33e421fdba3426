import CSV

extension FuzzTarget {
  /// A number as options hold it, and decimal arithmetic with it.
  static let numbers = FuzzTarget(name: "numbers") { given in
    let words = given.text.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
    let values = words.compactMap { try? Number.fraction($0, option: "--step") }
    guard let first = values.first, let last = values.last else { return }
    precondition(first.double.isFinite && last.double.isFinite)
    _ = (first + last, first - last, 1_000_000_007 * first, first < last, first == last)
    _ = first.grid(step: last, count: 3)
    _ = first.moments(step: last, count: 3, shift: first.double)
    _ = Decimal(first, over: last)
    _ = first.plain
  }

  /// Dates: of ISO 8601, in basic form, and in letters that stand before a line end.
  static let dates = FuzzTarget(name: "dates") { given in
    let lines = given.bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard let letters = lines.first, let date = lines.last else { return }
    if let form = DateForm(String(decoding: letters.prefix { $0 != 0 }, as: UTF8.self)) { _ = form.instant(date) }
    _ = Instant.looksLikeDate(date)
    _ = Instant(basic: date)
    guard let instant = try? Instant(utf8: date) else { return }
    for unit in TimeUnit.allCases {
      let time = instant.time(since: instant.midnight, in: unit)
      precondition(Instant(time: time, since: instant.midnight, in: unit).midnight == instant.midnight)
    }
    // What is printed reads back, where the year has four digits.
    if instant >= Instant(year: 0, month: 1, day: 1), instant < Instant(year: 10_000, month: 1, day: 1) {
      precondition((try? Instant(instant.text(.second))) == instant)
    }
  }
}
