/// Reads one ISO 8601 date or time from bytes.
struct InstantReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  private static let form = Instant.Refusal(
    reason: "a date must look like 2010-01-14 or 2010-01-14T06:00:00Z")

  /// The whole text as a moment.
  mutating func read() throws(Instant.Refusal) -> Instant {
    let year = try digits(4)
    try expect("-")
    let month = try digits(2)
    try expect("-")
    let day = try digits(2)
    guard (1...12).contains(month) else {
      throw Instant.Refusal(reason: "a month must be from 01 to 12")
    }
    guard day >= 1, day <= Instant.days(inMonth: month, of: year) else {
      throw Instant.Refusal(reason: "a date must exist in the calendar")
    }
    var moment = Instant(year: year, month: month, day: day)
    if position == bytes.count { return moment }
    guard take("T") || take("t") || take(" ") else { throw Self.form }
    let hour = try digits(2)
    try expect(":")
    let minute = try digits(2)
    var second = 0
    var nanoseconds = 0
    if take(":") {
      second = try digits(2)
      if take(".") || take(",") { nanoseconds = try fraction() }
    }
    // 24:00:00 is midnight at the end of the day.
    let isEndOfDay = hour == 24 && minute == 0 && second == 0 && nanoseconds == 0
    guard hour <= 23 || isEndOfDay, minute <= 59 else {
      throw Instant.Refusal(reason: "a time of day must be from 00:00:00 to 23:59:59")
    }
    guard second <= 59 else {
      throw Instant.Refusal(
        reason: second == 60
          ? "a time of day must be from 00:00:00 to 23:59:59 (leap seconds are not counted)"
          : "a time of day must be from 00:00:00 to 23:59:59")
    }
    moment.seconds += Int64(hour * 3600 + minute * 60 + second)
    moment.nanoseconds = Int32(nanoseconds)
    moment.seconds -= Int64(try offset())
    guard position == bytes.count else { throw Self.form }
    return moment
  }

  /// `Z`, `+01:00`, `+0100`, `+01` or nothing, in seconds.
  private mutating func offset() throws(Instant.Refusal) -> Int {
    if position == bytes.count || take("Z") || take("z") { return 0 }
    let sign: Int
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { throw Self.form }
    let hours = try digits(2)
    var minutes = 0
    if position < bytes.count {
      _ = take(":")
      minutes = try digits(2)
    }
    guard hours <= 23, minutes <= 59 else {
      throw Instant.Refusal(reason: "an offset from UTC must be less than a day")
    }
    return sign * (hours * 3600 + minutes * 60)
  }

  /// One to nine decimals, then only zeros, in nanoseconds.
  private mutating func fraction() throws(Instant.Refusal) -> Int {
    var value = 0
    var count = 0
    while position < bytes.count, Instant.isDigit(bytes[position]) {
      let digit = Int(bytes[position] - 0x30)
      if count < 9 {
        value = value * 10 + digit
      } else if digit != 0 {
        throw Instant.Refusal(reason: "a second must have at most nine decimals")
      }
      count += 1
      position += 1
    }
    guard count > 0 else { throw Self.form }
    for _ in min(count, 9)..<9 { value *= 10 }
    return value
  }

  private mutating func digits(_ count: Int) throws(Instant.Refusal) -> Int {
    var value = 0
    for _ in 0..<count {
      guard position < bytes.count, Instant.isDigit(bytes[position]) else { throw Self.form }
      value = value * 10 + Int(bytes[position] - 0x30)
      position += 1
    }
    return value
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ character: Unicode.Scalar) throws(Instant.Refusal) {
    guard take(character) else { throw Self.form }
  }
}
