/// Dates in other forms than ISO 8601: they are recognised to be refused with the option that reads them.
enum OtherDate {
  /// The letters of `strptime` that may read a text, such as `%d/%m/%Y`; nil for what is no date.
  ///
  /// Of day and month nobody can tell which is first, unless one is above 12.
  static func letters(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard bytes.count >= 6, bytes.count <= 40, let first = bytes.first, Instant.isDigit(first) else {
      return nil
    }
    var parts: [[UInt8]] = [[]]
    var separators: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if separators.count < 2, byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
        separators.append(byte)
        parts.append([])
      } else if isLetter(byte) || Instant.isDigit(byte) {
        parts[parts.count - 1].append(byte)
      } else {
        break
      }
      index += 1
    }
    guard separators.count == 2, separators[0] == separators[1] else { return nil }
    let time = bytes[index...]
    guard let tail = letters(ofTime: Array(time)) else { return nil }
    let separator = String(UnicodeScalar(separators[0]))
    func number(_ part: [UInt8], _ lengths: ClosedRange<Int>) -> Int? {
      guard lengths.contains(part.count), part.allSatisfy(Instant.isDigit) else { return nil }
      return part.reduce(0) { 10 * $0 + Int($1 - 0x30) }
    }
    if parts[0].count == 4, separators[0] != UInt8(ascii: "-"), number(parts[0], 4...4) != nil,
      let month = number(parts[1], 1...2), let day = number(parts[2], 1...2), month <= 31, day <= 31
    {
      return ["%Y", month > 12 ? "%d" : "%m", month > 12 ? "%m" : "%d"].joined(separator: separator) + tail
    }
    guard let a = number(parts[0], 1...2), a <= 31,
      number(parts[2], 4...4) != nil || (number(parts[2], 2...2) != nil && separators[0] == UInt8(ascii: "/"))
    else { return nil }
    let year = parts[2].count == 4 ? "%Y" : "%y"
    if parts[1].count >= 3, parts[1].allSatisfy(isLetter) {
      return ["%d", "%b", year].joined(separator: separator) + tail
    }
    guard let b = number(parts[1], 1...2), b <= 31 else { return nil }
    return (b > 12 ? ["%m", "%d", year] : ["%d", "%m", year]).joined(separator: separator) + tail
  }

  /// The letters of a time of day, with what stands before it; nil where it is none.
  private static func letters(ofTime bytes: [UInt8]) -> String? {
    if bytes.isEmpty { return "" }
    guard bytes[0] == 0x20, bytes.count > 1 else { return nil }
    let groups = bytes.dropFirst().split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    guard (2...3).contains(groups.count), groups.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(Instant.isDigit) })
    else { return nil }
    return groups.count == 3 ? " %H:%M:%S" : " %H:%M"
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
}
