import CNumberText
import CSV
import Testing

/// The room that a number's text is given.
struct LongestTextTests {
  private static let values: [Double] = [
    -1234567890123456.75, -1.7976931348623157e308, -2.2250738585072014e-308, -5e-324,
    -0.00012345678901234567, -123456789012345680000, -9007199254740993, -1.2345678901234567e-5,
    -12345678.901234567, -999999999999999.9, -0.1234567890123456,
  ]

  @Test("no text writes beyond the room that is stated", arguments: values)
  func staysInside(_ value: Double) {
    for digits in [0] + Array(1...17) {
      var room = [CChar](repeating: 0x55, count: Int(CNT_LONGEST) + 64)
      let count = room.withUnsafeMutableBufferPointer { room in
        digits == 0
          ? cnt_print(value, room.baseAddress) : cnt_print_digits(value, Int32(digits), room.baseAddress)
      }
      #expect(count <= 24)
      #expect(room[Int(CNT_LONGEST)...].allSatisfy { $0 == 0x55 }, "\(value) with \(digits) digits")
    }
  }

  @Test("a matrix of one number is its text and a line feed", arguments: values)
  func oneByOne(_ value: Double) {
    let matrix = Matrix(rows: 1, columns: 1, values: [value])
    #expect(String(decoding: matrix.text(rows: 0..<1), as: UTF8.self) == NumberText.text(value) + "\n")
  }
}
