/// ISO 8601 text of moments.
extension Instant {
  /// How moments are printed.
  public enum Format: Hashable, Sendable {
    /// `2010-01-14`.
    case day
    /// `2010-01-14T06:00:00Z`, with as many decimals (3, 6 or 9) as the moment needs.
    case second
  }

  /// Why a text is no moment: what must hold.
  public struct Refusal: Error, Hashable, Sendable {
    /// What must hold.
    public var reason: String
  }

  /// Whether a text is meant as a date: four digits, `-`, a digit.
  public static func looksLikeDate(_ text: some Collection<UInt8>) -> Bool {
    var bytes = text.makeIterator()
    for _ in 0..<4 { guard let byte = bytes.next(), isDigit(byte) else { return false } }
    guard bytes.next() == UInt8(ascii: "-"), let byte = bytes.next() else { return false }
    return isDigit(byte)
  }

  /// Reads `2010-01-14`, `2010-01-14T06:00`, `2010-01-14 06:00:00.5+01:00` and the like; without an
  /// offset it is UTC.
  ///
  /// - Throws: `Refusal` for text of another form and for dates and times that do not exist.
  public init(_ text: some StringProtocol) throws(Refusal) {
    try self.init(utf8: Array(text.utf8))
  }

  /// The same from UTF-8 bytes.
  public init(utf8 bytes: some RandomAccessCollection<UInt8>) throws(Refusal) {
    var reader = InstantReader(Array(bytes))
    self = try reader.read()
  }

  /// Reads ISO 8601's basic form of a day, `20100114`; nil for other text and days that do not exist.
  public init?(basic bytes: some Collection<UInt8>) {
    guard bytes.count == 8, bytes.allSatisfy(Self.isDigit) else { return nil }
    let digits = bytes.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    let (year, month, day) = (digits / 10_000, digits / 100 % 100, digits % 100)
    guard year >= 1000, (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year)
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The ISO 8601 text in UTC.
  public func text(_ format: Format) -> String {
    String(decoding: utf8(format), as: UTF8.self)
  }

  /// The same as bytes.
  func utf8(_ format: Format) -> [UInt8] {
    let midnight = self.midnight
    let date = Self.calendarDay(Int(midnight.seconds / 86_400))
    var bytes: [UInt8] = []
    bytes.reserveCapacity(32)
    func append(_ value: Int, width: Int) {
      var divisor = 1
      for _ in 1..<width { divisor *= 10 }
      while divisor > 0 {
        bytes.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
        divisor /= 10
      }
    }
    if date.year < 0 { bytes.append(UInt8(ascii: "-")) }
    append(abs(date.year), width: 4)
    bytes.append(UInt8(ascii: "-"))
    append(date.month, width: 2)
    bytes.append(UInt8(ascii: "-"))
    append(date.day, width: 2)
    if format == .day { return bytes }
    let second = Int(seconds - midnight.seconds)
    bytes.append(UInt8(ascii: "T"))
    append(second / 3600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    append(second / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    append(second % 60, width: 2)
    if nanoseconds != 0 {
      bytes.append(UInt8(ascii: "."))
      if nanoseconds % 1_000_000 == 0 {
        append(Int(nanoseconds) / 1_000_000, width: 3)
      } else if nanoseconds % 1000 == 0 {
        append(Int(nanoseconds) / 1000, width: 6)
      } else {
        append(Int(nanoseconds), width: 9)
      }
    }
    bytes.append(UInt8(ascii: "Z"))
    return bytes
  }

  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
