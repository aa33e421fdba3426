import CSV
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
