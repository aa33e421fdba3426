import CSV
import Files
import Foundation
import Testing

@Suite struct RowWriterTests {
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "csvtests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  @Test func rowsAreTheSameOnAnyNumberOfThreads() throws {
    var generator = SeededGenerator(state: 8)
    let values = (0..<50_000).map { _ in Double(generator.next() >> 11) * 0x1p-53 }
    let step = try #require(DecimalNumber("0.025"))
    let start = try #require(DecimalNumber("-3"))
    let grid = try #require(DecimalGrid(start: start, step: step, count: values.count))
    try inDirectory { directory in
      var texts: [String] = []
      for (jobs, times) in [
        (1, TimeColumn.numbers((0..<values.count).map { grid[$0] })), (1, .grid(grid)),
        (3, .grid(grid)),
      ] {
        let path = directory + "/o.csv"
        var output = try CheckedOutput(path)
        let writer = RowWriter(names: ["a", "t", "y", "z"], jobs: jobs)
        try writer.writeHeader(to: &output)
        try writer.write(times, [values, values], prefix: [0.5], to: &output)
        try output.finish()
        texts.append(try String(contentsOfFile: path, encoding: .utf8))
      }
      #expect(texts[0].hasPrefix("a,t,y,z\n0.5,-3,\(NumberText.text(values[0])),"))
      #expect(texts[0].split(separator: "\n").count == values.count + 1)
      #expect(texts[1] == texts[0])
      #expect(texts[2] == texts[0])
      let read = try numbers(texts[0])
      #expect(read[1] == (0..<values.count).map { grid[$0] })
      #expect(read[2] == values)
    }
  }

  @Test func aValueThatIsNotFiniteIsNamedWithItsTime() throws {
    for (row, jobs) in [(2, 1), (20_000, 1), (20_000, 3)] {
      var values = [Double](repeating: 1, count: 30_000)
      values[row] = .infinity
      let times = values.indices.map { Double($0) / 2 }
      try inDirectory { directory in
        let error = #expect(throws: CSVError.self) {
          var output = try CheckedOutput(directory + "/o.csv")
          let writer = RowWriter(names: ["t", "y"], jobs: jobs)
          try writer.write(.numbers(times), [values], to: &output)
          try output.finish()
        }
        #expect(
          error?.description
            == "every value must be finite, found inf in column \"y\" at t = \(row / 2)")
        let left = try names(directory)
        #expect(left == [])
      }
    }
  }

  @Test func namesAreQuotedOnlyWhereTheyMustBe() throws {
    #expect(try FieldText.field("=cmd()") == "=cmd()")
    #expect(try FieldText.field("a \"b\", c\nd") == "\"a \"\"b\"\", c\nd\"")
    #expect(throws: CSVError.self) { try FieldText.field("a\u{7}") }
  }

  @Test func typedDecimalsAreCountedInDecimal() throws {
    let step = try #require(DecimalNumber("0.3"))
    let grid = try #require(
      DecimalGrid(start: DecimalNumber(significand: 0, scale: 0), step: step, count: 5))
    #expect((0..<5).map { grid[$0] } == [0, 0.3, 0.6, 0.9, 1.2])
    // 0.1 is a double and a rest of about -5.55e-18: 0.1 - 3602879701896397 / 2^55.
    #expect(try abs(#require(DecimalNumber("0.1")).rest + 5.551115123125783e-18) < 1e-33)
    #expect(DecimalNumber("1e400") == nil)
    #expect(DecimalNumber("abc") == nil)
    #expect(DecimalNumber("2.50e1") == DecimalNumber(significand: 25, scale: 0))
    #expect(DecimalNumber(0.1 + 0.2) == nil)
  }
}
