internal import CNumberText

/// What a field's bytes are as a number, and why they are none.
enum NumberSyntax {
  /// The number that a whole field is.
  static func number(_ bytes: UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Double {
    var value = 0.0
    let outcome = bytes.withMemoryRebound(to: CChar.self) {
      cnt_parse($0.baseAddress, $0.count, &value)
    }
    switch Int(outcome) {
    case CNT_NUMBER: return value
    case CNT_OUT_OF_RANGE: throw .outOfRange
    case CNT_UNDERFLOWS: throw .underflows
    default: throw fault(bytes)
    }
  }

  /// Why a field that is no number is none.
  private static func fault(_ bytes: UnsafeBufferPointer<UInt8>) -> NumberFault {
    if bytes.isEmpty { return .empty }
    let unsigned = withoutSign(bytes)
    if isNotFinite(unsigned) { return .notFinite }
    if Instant.looksLikeDate(bytes) { return .date }
    if let letters = OtherDate.letters(of: bytes) { return .otherDate(letters: letters) }
    if isTimeOfDay(bytes) { return .timeOfDay }
    guard looksNumeric(bytes) else { return .notANumber }
    if unsigned.count > 1, unsigned[unsigned.startIndex] == UInt8(ascii: "0"),
      unsigned[unsigned.startIndex + 1] | 0x20 == UInt8(ascii: "x")
    {
      return .hexadecimal
    }
    func becomesNumber(replacing old: Unicode.Scalar, by new: Unicode.Scalar?) -> Bool {
      let oldByte = UInt8(ascii: old)
      guard unsigned.contains(oldByte) else { return false }
      let mended = unsigned.compactMap { byte -> UInt8? in
        byte == oldByte ? new.map { UInt8(ascii: $0) } : byte
      }
      var value = 0.0
      let outcome = mended.withUnsafeBufferPointer { buffer in
        buffer.withMemoryRebound(to: CChar.self) { cnt_parse($0.baseAddress, $0.count, &value) }
      }
      return Int(outcome) != CNT_NOT_A_NUMBER
    }
    if becomesNumber(replacing: ",", by: ".") { return isOfThousands(unsigned) ? .anyComma : .decimalComma }
    if becomesNumber(replacing: "_", by: nil) || becomesNumber(replacing: "'", by: nil)
      || becomesNumber(replacing: ",", by: nil) || becomesNumber(replacing: " ", by: nil)
    {
      return .digitSeparator
    }
    if becomesNumber(replacing: "d", by: "e") || becomesNumber(replacing: "D", by: "e") {
      return .fortranExponent
    }
    return .notANumber
  }

  /// `1,000`: one to three digits, a comma, three digits.
  private static func isOfThousands(_ bytes: some Collection<UInt8>) -> Bool {
    let groups = bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    return groups.count == 2 && (1...3).contains(groups[0].count) && groups[0].first != UInt8(ascii: "0")
      && groups[1].count == 3 && groups.allSatisfy { $0.allSatisfy(Instant.isDigit) }
  }

  /// `6:00`, `06:00:30`.
  private static func isTimeOfDay(_ bytes: some Collection<UInt8>) -> Bool {
    let groups = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    return (2...3).contains(groups.count) && (1...2).contains(groups[0].count)
      && groups.allSatisfy { (1...2).contains($0.count) && $0.allSatisfy(Instant.isDigit) }
      && groups.dropFirst().allSatisfy { $0.count == 2 }
  }

  /// Whether a field was meant as a number, a date or a time: it starts as one and has only bytes
  /// that such text has. A header's name is anything else.
  static func looksNumeric(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    let unsigned = withoutSign(bytes)
    if isNotFinite(unsigned) { return true }
    guard var first = unsigned.first else { return true }
    if first == UInt8(ascii: "."), unsigned.count > 1 { first = unsigned[unsigned.startIndex + 1] }
    guard Instant.isDigit(first) else { return false }
    return unsigned.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x20: true
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: ","): true
      case UInt8(ascii: "_"), UInt8(ascii: "'"), UInt8(ascii: ":"): true
      case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): true
      case UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "p"), UInt8(ascii: "P"): true
      case UInt8(ascii: "T"), UInt8(ascii: "Z"): true
      default: false
      }
    }
  }

  private static func withoutSign(_ bytes: UnsafeBufferPointer<UInt8>) -> Slice<
    UnsafeBufferPointer<UInt8>
  > {
    guard let first = bytes.first else { return bytes[...] }
    let hasSign = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    return bytes.dropFirst(hasSign ? 1 : 0)
  }

  private static func isNotFinite(_ unsigned: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let word = unsigned.map { $0 | 0x20 }
    return word == Array("nan".utf8) || word == Array("inf".utf8)
      || word == Array("infinity".utf8)
  }
}
