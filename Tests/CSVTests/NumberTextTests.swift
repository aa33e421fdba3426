import CNumberText
import CSV
import Foundation
import Testing

@Suite struct NumberTextTests {
  /// The text that the C++ library's own std::to_chars gives.
  private func reference(_ value: Double) -> String {
    var text = [CChar](repeating: 0, count: 64)
    let count = cnt_print_reference(value, &text)
    return String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  @Test(arguments: [
    (1, "1"), (0.5, "0.5"), (1e-7, "1e-07"), (1e5, "1e+05"), (-0.0, "-0"), (0, "0"),
    (1e-4, "1e-04"), (1.25e-4, "0.000125"),
    (1e-5, "1e-05"), (123456, "123456"), (1e22, "1e+22"), (1.5e300, "1.5e+300"),
    (.leastNonzeroMagnitude, "5e-324"),
    (0.1 + 0.2, "0.30000000000000004"), (-1.25e-6, "-1.25e-06"), (100, "100"),
  ])
  func theShortestTextIsFixedUnlessScientificIsShorter(value: Double, text: String) {
    #expect(NumberText.text(value) == text)
  }

  @Test func theTextIsThatOfTheStandardLibraryForEveryKindOfDouble() throws {
    var generator = SeededGenerator(state: 1)
    var values: [Double] = []
    for _ in 0..<100_000 {
      values.append(Double(bitPattern: generator.next()))
      values.append(Double(generator.next() % 2_000_000_000) / 1000)
      values.append(Double(generator.next() >> (generator.next() % 64)))
      values.append(Double(bitPattern: generator.next() >> (12 + generator.next() % 52)))
    }
    for exponent in -1074...1023 {
      let power = Double(sign: .plus, exponent: exponent, significand: 1)
      values += [power, power.nextUp, power.nextDown, -power]
    }
    for exponent in -323...308 { values.append(try #require(Double("1e\(exponent)"))) }
    for value in values where value.isFinite {
      let text = NumberText.text(value)
      #expect(text == reference(value))
      // It reads back as the same double, unless it is what the strict reader must refuse.
      #expect(try NumberText.number(text).bitPattern == value.bitPattern)
    }
  }

  @Test func everyShortDecimalIsPrintedAsItsNearestDouble() {
    func check(_ significand: Int64, _ scale: Int) {
      let decimal = DecimalNumber(significand: significand, scale: scale)
      var text = [CChar](repeating: 0, count: 64)
      let count = cnt_print_decimal(significand, Int32(scale), &text)
      let printed = String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      #expect(printed == reference(decimal.value), "\(significand) / 10^\(scale)")
    }
    // Zeros at either end, on either side of the point, and as many digits as the short way takes.
    for scale in 0...9 {
      for digits in (1...130).map(Int64.init) + [999, 1_001, 12_345, 9_999_999, 12_345_678] {
        var significand = digits
        while significand < 10_000_000_000 {
          check(significand, scale)
          check(-significand, scale)
          significand *= 10
        }
      }
    }
  }

  @Test func aDecimalIsPrintedAsItsNearestDouble() {
    var generator = SeededGenerator(state: 2)
    for _ in 0..<100_000 {
      var significand = Int64(generator.next() % 1_000_000_000_000_000)
      for _ in 0..<generator.next() % 16 { significand /= 10 }
      if generator.next() % 2 == 0 { significand = -significand }
      let decimal = DecimalNumber(significand: significand, scale: Int(generator.next() % 19))
      var text = [CChar](repeating: 0, count: 64)
      let count = cnt_print_decimal(decimal.significand, Int32(decimal.scale), &text)
      let printed = String(decoding: text[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
      // An integer has no minus zero.
      #expect(printed == reference(significand == 0 ? 0 : decimal.value))
    }
  }

  @Test func digitsArePrintedAsByPrintf() {
    var generator = SeededGenerator(state: 3)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: generator.next())
      let digits = Int(generator.next() % 17) + 1
      guard value.isFinite else { continue }
      var text = [CChar](repeating: 0, count: 64)
      let count = withVaList([value]) { vsnprintf(&text, text.count, "%.\(digits)g", $0) }
      let printed = String(
        decoding: text[..<Int(count)].map(UInt8.init(bitPattern:)), as: UTF8.self)
      #expect(NumberText.text(value, digits: digits) == printed)
    }
  }

  @Test func everyTextIsReadAsByTheCLibrary() throws {
    var generator = SeededGenerator(state: 4)
    for _ in 0..<50_000 {
      var text = generator.next() % 2 == 0 ? "-" : ""
      for _ in 0..<generator.next() % 25 { text += String(generator.next() % 10) }
      if generator.next() % 2 == 0 { text += "." }
      for _ in 0...generator.next() % 25 { text += String(generator.next() % 3 * 3) }
      if generator.next() % 2 == 0 { text += "e\(Int(generator.next() % 600) - 300)" }
      let expected = strtod(text, nil)
      guard expected.isFinite, expected != 0 else { continue }
      #expect(try NumberText.number(text) == expected)
    }
  }

  @Test(arguments: [
    ("", NumberFault.empty), ("nan", .notFinite), ("-INF", .notFinite), ("infinity", .notFinite),
    ("0x10", .hexadecimal), ("1_000", .digitSeparator), ("1'000", .digitSeparator),
    ("1 000", .digitSeparator), ("1d3", .fortranExponent), ("1D-3", .fortranExponent),
    ("1,5", .decimalComma), ("1e400", .outOfRange), ("-1e999999999999", .outOfRange),
    ("1e-400", .underflows), ("2e-324", .underflows), ("2010-01-14", .date), ("abc", .notANumber),
    ("1.2.3", .notANumber), ("1e", .notANumber), ("--1", .notANumber), (".", .notANumber),
    ("1 2", .digitSeparator), ("+", .notANumber), ("1,234,567", .digitSeparator),
  ])
  func whatIsNoNumberIsRefusedForItsOwnReason(text: String, fault: NumberFault) {
    #expect(throws: fault) { try NumberText.number(text) }
  }

  @Test(arguments: [
    ("+1", 1), (".5", 0.5), ("5.", 5), ("1E3", 1000), ("0e999", 0),
    ("3e-324", .leastNonzeroMagnitude),
    ("1.7976931348623157e308", .greatestFiniteMagnitude), ("000000000000000000000001", 1),
  ])
  func whatIsANumberInCIsAccepted(text: String, value: Double) throws {
    #expect(try NumberText.number(text) == value)
  }
}
