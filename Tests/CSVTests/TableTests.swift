import CSV
import Files
import Testing

@Suite struct TableTests {
  @Test(arguments: [
    "t,y\n0,1\n2.5,-3e2\n", "0,1\r\n2.5,-3e2", "# c\n\nt y\n 0  1\n2.5\t-3e2 \n",
    "\u{FEFF}t\ty\n0\t1\n2.5\t-3e2\n", "\"t\",y\n\"0\", 1\n 2.5 ,\"-3e2\"\n",
    "t;y\n0;1\n2.5;-3e2\n", "\"a\nb\",\"c\"\"d\"\n0,1\n\n  \n#x\n2.5,-3e2\n",
  ])
  func everyLayoutOfOneTableIsReadTheSame(text: String) throws {
    #expect(try numbers(text) == [[0, 2.5], [1, -300]])
  }

  @Test(arguments: [
    ("t,y\n0,1\n2,abc\n", "3:3: a number must stand here, found \"abc\""),
    ("t,y\n0,1\n2\n", "3:2: every row must have 2 fields, as line 1 has, found 1"),
    ("t,y\n0,1\n2,", "3:3: a number must stand here, found an empty field"),
    ("t,y\n0,1\n2,3,4\n", "3:5: every row must have 2 fields, as line 1 has, found 3"),
    ("t,y\n0,1\n# é\n\né,2\n", "5:1: a number must stand here, found \"é\""),
    ("é,ü,y\n0,1,nan\n", "2:5: a number must be finite, found \"nan\""),
    ("t,y,t\n1,2,3\n", "1:5: column names must differ, found \"t\" twice"),
    ("t,y\n0,\"1\n2,3\n", "2:3: a quoted field must end in a quote"),
    ("t,y\n0,\"1\"2\n", "2:6: a closing quote must be followed by a delimiter"),
    ("t,y\r0,1\r", "1:4: lines must end in LF or CRLF, found a lone CR (old Mac line ends)"),
    ("t,y\n0,1\u{0}\n", "2:4: text must be UTF-8 without NUL, found a NUL byte"),
    ("t;y\n0;1,5\n", "2:3: a number must have a decimal point, found a decimal comma in \"1,5\""),
    ("t y\n0 1,5\n", "1:1: "),
    ("0,1\n1,NA\n", "2:3: a number must stand here, found \"NA\"; --missing"),
  ])
  func aMistakeIsShownAtItsLineAndColumn(text: String, message: String) throws {
    if text.hasPrefix("t y") {
      // The first row decides: white space here, so the comma is within a field.
      #expect(try #require(refusal(text)).contains("decimal comma"))
    } else {
      #expect(try #require(refusal(text)).hasPrefix(message))
    }
  }

  @Test func bytesThatAreNoTextAreNamed() throws {
    #expect(try #require(refusal([0xFF, 0xFE, 0x74, 0, 0x2C, 0])).contains("found UTF-16"))
    #expect(try #require(refusal([0x74, 0, 0x2C, 0])).contains("found UTF-16"))
    let invalid: [[UInt8]] = [
      [0xFF], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xC3],
    ]
    for bytes in invalid {
      let message = try #require(refusal(Array("a,b\n1,2".utf8) + bytes))
      #expect(message.hasPrefix("2:4: text must be UTF-8, found the byte 0x"))
    }
  }

  @Test func aLineIsAtMostAMebibyteLong() throws {
    let long = String(repeating: "1", count: 1 << 20)
    #expect(
      try #require(refusal("t,y\n0,1\n0,0." + long)).hasPrefix("3:1: a line must be at most 1 MiB"))
    #expect(try #require(refusal("#" + long + "1\n0,1\n")).hasPrefix("1:1: a line must be at most"))
    #expect(try numbers("0,0." + long.dropLast(8) + "\n")[1] == [1.0 / 9])
  }

  @Test func missingFieldsAreSkippedOrZeroOnlyWhereAsked() throws {
    let text = "t,y\n0,1\n1,NA\n2,\n3,n/a\n4,5\n"
    #expect(try numbers(text, missing: .skip) == [[0, 4], [1, 5]])
    #expect(try numbers(text, missing: .zero) == [[0, 1, 2, 3, 4], [1, 0, 0, 0, 5]])
    #expect(throws: CSVError.self) { try numbers(text) }
  }

  @Test func aHeaderIsRecognisedByTheTypeOfItsFields() throws {
    // Numbers may be names, as in a table of contributions; text may be data.
    #expect(try numbers("t,y,1,4\n1,2,3,4\n") == [[1], [2], [3], [4]])
    #expect(try numbers("0,abc\n1,2\n") == [[1], [2]])
    #expect(try #require(refusal("0,abc\n1,def\n")).hasPrefix("1:3: a number must stand here"))
  }

  @Test func columnsAreFoundByNumberAndName() throws {
    try withFile("Time,AMT,x\n1,2,word\n") { path in
      let table = try Table(reading: Source(path)) { header in
        let second = try header.index(of: "2")
        #expect(second == 1)
        #expect(header.firstIndex(named: ["amount", "amt"]) == 1)
        #expect(throws: CSVError.self) { try header.index(of: "4") }
        #expect(
          header.missing("dose").description
            == "\(path):1:1: a column \"dose\" is needed, found \"Time\", \"AMT\", \"x\"")
        #expect(throws: header.missing("dose")) { try header.index(of: "dose") }
        return [ColumnRequest(2, .text), ColumnRequest(0, .times)]
      }
      #expect(table.columns == [.text(["word"]), .numbers([1])])
      #expect(table.error(row: 0, column: 0, "no").description == "\(path):2:5: no")
    }
  }

  @Test func columnsThatNobodyAsksForAreLeftAlone() throws {
    try withFile("a,b,c\n1,word,nan\n2,\"x,\"\"y\",\n") { path in
      let table = try Table(reading: Source(path)) { _ in [ColumnRequest(0, .numbers)] }
      #expect(table.columns == [.numbers([1, 2])])
    }
  }

  @Test func anEmptyFileAndALoneHeaderHaveNoRows() throws {
    #expect(try numbers("") == [])
    #expect(try numbers("# nothing\n\n") == [])
    #expect(try numbers("t,y\n") == [[], []])
  }

  @Test func sourcesThatAreNoFilesAreRefused() throws {
    for path in ["/nonexistent/file", "/tmp"] {
      let error = #expect(throws: CSVError.self) {
        try Table(reading: Source(path)) { _ in [] }
      }
      #expect(error?.kind == .missing)
    }
  }

  @Test func theResultDoesNotDependOnTheNumberOfThreads() throws {
    var generator = SeededGenerator(state: 5)
    var text = "t,y\n"
    for row in 0..<60_000 {
      if generator.next() % 50 == 0 { text += "# a comment\n\n" }
      if generator.next() % 1000 == 0 { text += "\"\(row)\",7\r\n" }
      text += "\(row),\(Double(generator.next() >> 11) * 0x1p-53)\n"
    }
    let expected = try numbers(text)
    #expect(expected[0].count >= 60_000)
    let plain = text.split(separator: "\n").filter { !$0.contains("\"") }.joined(separator: "\n")
    let plainExpected = try numbers(plain)
    for jobs in [2, 3, 8] {
      #expect(try numbers(text, jobs: jobs) == expected)
      #expect(try numbers(plain, jobs: jobs) == plainExpected)
    }
    let broken = plain.replacing("\n777,", with: "\n7x7,").replacing("\n50000,", with: "\n5x,")
    let message = try #require(refusal(broken))
    #expect(message.contains("7x7"))
    for jobs in [2, 3, 8] { #expect(refusal(broken, jobs: jobs) == message) }
  }

  @Test func aQuotedLineBreakAtACutIsStillInQuotes() throws {
    // One text column with long quoted fields full of what looks like rows.
    let field = "\"" + String(repeating: "1,2\n", count: 2000) + "\""
    let text = "t,note\n" + (0..<200).map { "\($0),\(field)\n" }.joined()
    try withFile(text) { path in
      for jobs in [1, 2, 7] {
        let table = try Table(reading: Source(path), jobs: jobs) { _ in [ColumnRequest(0, .numbers)]
        }
        #expect(table.columns == [.numbers((0..<200).map(Double.init))])
      }
    }
  }
}
