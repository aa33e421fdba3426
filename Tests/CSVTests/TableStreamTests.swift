import CSV
import Files
import Foundation
import Testing

@Suite struct TableStreamTests {
  private func all(_ path: String, jobs: Int = 1) throws -> [[Double]] {
    var stream = try TableStream(reading: Source(path), jobs: jobs) { header in
      (0..<header.count).map { ColumnRequest($0, .numbers) }
    }
    var columns = [[Double]](repeating: [], count: stream.header.count)
    while let block = try stream.next() {
      for (index, column) in block.enumerated() { columns[index] += column.numbers }
    }
    return columns
  }

  @Test func aStreamGivesTheTablesRows() throws {
    var generator = SeededGenerator(state: 7)
    var text = "t,y\r\n"
    for row in 0..<150_000 {
      if generator.next() % 300 == 0 { text += "# note \(row)\n" }
      text += "\(row),\(Double(generator.next() >> 11) * 0x1p-53)\n"
    }
    text += "150000,\"1\""
    let expected = try numbers(text)
    try withFile(text) { path in
      let (alone, together) = (try all(path), try all(path, jobs: 3))
      #expect(alone == expected)
      #expect(together == expected)
    }
  }

  @Test func aLargeFileIsReadInWindows() throws {
    // Several times four mebibytes, with rows of all lengths, notes, and quotes with line ends in them.
    var generator = SeededGenerator(state: 11)
    var text = "note,t,y\n"
    var expected: [[Double]] = [[], []]
    for row in 0..<400_000 {
      let word = generator.next()
      let value = Double(word >> 11) * (word & 1 == 0 ? 0x1p-53 : 1e12)
      if word % 5000 == 0 {
        text += "\"a\nb \"\"c\"\"\",\(row),\(value)\n"
      } else {
        text += (word % 300 == 1 ? "# \(word)\n" : "") + "\(word % 97),\(row),\(value)\n"
      }
      expected[0].append(Double(row))
      expected[1].append(value)
    }
    try withFile(text) { path in
      for jobs in [1, 3] {
        var stream = try TableStream(reading: Source(path), jobs: jobs) { _ in
          [ColumnRequest(1, .numbers), ColumnRequest(2, .numbers)]
        }
        var columns: [[Double]] = [[], []]
        var blocks = 0
        while let block = try stream.next() {
          blocks += 1
          for k in 0..<2 { columns[k] += block[k].numbers }
        }
        #expect(blocks > 2)
        #expect(columns == expected)
        let isAtEnd = stream.isAtEnd
        #expect(isAtEnd)
      }
    }
  }

  @Test func checkedNumbersAreRefusedAsNumbersAre() throws {
    let texts = [
      "0", "-0.0", "0.000", "0e5", "1", "-1", "+2.5", ".5", "5.", "0.0000000000001", "00012", "1e-300",
      "123456789012345678901234567890", "12345678.12345678901234567", "5e-324", "1e308",
      String(repeating: "0", count: 300) + "1", "0." + String(repeating: "0", count: 400) + "1",
      "1e400", "1e-400", "x", "", "-", ".", "1.2.3", "1e", "nan", "inf", "0x10", "1_000", "1d3", "1,",
      "1 ", " 1", "1\"", "--1", "1-",
    ]
    for text in texts {
      withFile("t,y\n0,1\n1,\(text)\n2,3\n") { path in
        func read(_ content: ColumnRequest.Content) -> Result<[Double], CSVError> {
          do {
            return .success(
              try Table(reading: Source(path)) { _ in [ColumnRequest(1, content)] }
                .columns[0].numbers)
          } catch { return .failure(error as? CSVError ?? CSVError(file: "", problem: .empty)) }
        }
        let numbers = read(.numbers).map { $0.map { $0 == 0 ? 0.0 : 1 } }
        #expect(read(.checkedNumbers) == numbers, "\(text)")
      }
    }
  }

  @Test func aMistakeIsShownAtItsLineHoweverFarItIs() throws {
    let rows = (0..<400_000).map { "\($0),1\n" }.joined()
    withFile("t,y\n" + rows + "5,x\n") { path in
      let error = #expect(throws: CSVError.self) { try all(path) }
      #expect(error?.description == "\(path):400002:3: a number must stand here, found \"x\"")
    }
  }

  @Test func rowsArriveAsAPipeDeliversThem() throws {
    let path = NSTemporaryDirectory() + "csvtests-fifo-" + UUID().uuidString
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let writer = Thread {
      guard let pipe = FileHandle(forWritingAtPath: path) else { return }
      pipe.write(Data("t,y\n0,1\n1".utf8))
      Thread.sleep(forTimeInterval: 0.05)
      pipe.write(Data(",2\n2,3".utf8))
      Thread.sleep(forTimeInterval: 0.05)
      try? pipe.close()
    }
    writer.start()
    #expect(try all(path) == [[0, 1, 2], [1, 2, 3]])
  }
}
