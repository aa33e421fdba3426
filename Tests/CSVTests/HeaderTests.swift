import CSV
import Files
import Testing

/// What a table's first lines say: whether they are a header, and where the table begins.
struct HeaderTests {
  /// The names, the number of columns, and the rows of the first one as text.
  private func read(
    _ text: String, format: TableFormat = TableFormat()
  ) throws -> (names: [String]?, count: Int, first: [String]) {
    try withFile(text) { path in
      let table = try Table(reading: Source(path), format: format) { header in
        header.count > 0 ? [ColumnRequest(0, .text)] : []
      }
      return (table.header.names, table.header.count, table.columns.first?.text ?? [])
    }
  }

  @Test("a first row is a header where a column has another type than below", arguments: [
    ("time,amount\n0,1\n", ["time", "amount"]), (",0\n0,1\n1,2\n", ["", "0"]), (",0,1,2\n5,1,2,3\n", ["", "0", "1", "2"]),
    ("0,h\n0,1\n", ["0", "h"]), ("\"\",\"a\"\n\"1\",2\n", ["", "a"]), ("name,who\nx,y\n", ["name", "who"]),
  ])
  func isHeader(_ text: String, _ names: [String]) throws {
    #expect(try read(text).names == names)
  }

  @Test("a first row of the same types as the second is data", arguments: [
    "0,1\n1,2\n", "a,0,1\nb,1,2\n", "01/01/1980,5\n02/01/1980,6\n", "01/01/1980\n02/01/1980\n", ",5\n", "NA,5\n1,6\n",
    "2010-01-14,5\n2010-01-15,6\n", "14-Jan-2010 06:00,5\n15-Jan-2010 06:00,6\n", "1.1.2010;5\n2.1.2010;6\n",
  ])
  func isData(_ text: String) throws {
    let table = try read(text)
    #expect(table.names == nil)
    #expect(table.first.count == text.split(separator: "\n").count)
  }

  @Test("R's row names, for which the header has no field, get an empty name")
  func rowNames() throws {
    let table = try read("\"t\" \"y\"\n\"1\" 0 5\n\"2\" 1 6\n")
    #expect(table.names == ["", "t", "y"])
    #expect(table.first == ["1", "2"])
  }

  @Test("of prose above a table the line is said in which the table begins", arguments: [0, 1, 2, 5, 40])
  func prose(_ lines: Int) {
    let prose = (0..<lines).map { "Line \($0) of \(lines), as exported: yes\n" }.joined()
    for table in ["date;flow\n2020-01-01;5\n2020-01-02;6\n", "1\n0.5\n0.25\n0.125\n", "t,y\n0,1\n1,2\n2,3\n"] {
      let message = refusal("Export of station 5: Lobith\n" + prose + table)
      #expect(message?.contains("the table begins in line \(lines + 2): --skip-lines \(lines + 1)") == true)
      // And passed over it is read.
      let format = TableFormat(skippedLines: lines + 1)
      #expect(throws: Never.self) { try read("Export of station 5: Lobith\n" + prose + table, format: format) }
    }
  }

  @Test("a table of any kind is not taken for prose", arguments: [
    "time,amount\nNA,NA\n1,2\n2,3\n3,4\n", "name,group\na,b\nc,d\n", "t,y\n0,1\n1,2\n2,3\n", "who what\na 1\nb 2\nc 3\n",
    "t,y\n0,1,2\n1,2\n",
  ])
  func noProse(_ text: String) throws {
    #expect(refusal(text)?.contains("prose") != true)
  }

  @Test("lines passed over that are rows of the table are not lost without a word", arguments: 1...4)
  func passedOver(_ count: Int) {
    #expect(throws: CSVError.self) {
      try read("time,amount\n0,1\n1,2\n2,3\n3,4\n4,5\n", format: TableFormat(skippedLines: count))
    }
  }

  @Test("rows are chosen before their numbers are looked at, in one piece and in many", arguments: [1, 4])
  func choice(_ jobs: Int) throws {
    var generator = SeededGenerator(state: 7)
    var text = "who,x\n"
    var kept: [Double] = []
    for _ in 0..<20_000 {
      let isKept = Bool.random(using: &generator)
      let value = Double(Int.random(in: 0..<1000, using: &generator))
      text += isKept ? "a,\(Int(value))\n" : "b,not a number\n"
      if isKept { kept.append(value) }
    }
    let read = try withFile(text) { path in
      try Table(reading: Source(path), jobs: jobs) { _ in [ColumnRequest(1, .numbers)] } where: { _ in
        [.column(0, isAmong: ["a"])]
      }.columns[0].numbers
    }
    #expect(read == kept)
  }

  @Test("a decimal comma is the same number as a decimal point")
  func decimalComma() throws {
    var generator = SeededGenerator(state: 11)
    let values = (0..<500).map { _ in Double.random(in: -1e3...1e3, using: &generator) }
    let text = "t;y\n" + values.map { "0;\($0)\n".replacing(".", with: ",") }.joined()
    let read = try withFile(text) { path in
      try Table(reading: Source(path), format: TableFormat(hasDecimalComma: true)) { _ in [ColumnRequest(1, .numbers)] }
        .columns[0].numbers
    }
    #expect(read == values)
  }

  @Test("dates in a form of the user's own are those of ISO 8601")
  func dateForms() throws {
    var generator = SeededGenerator(state: 13)
    let form = try #require(DateForm("%d.%m.%Y %H:%M"))
    for _ in 0..<500 {
      let (year, month) = (Int.random(in: 1900...2100, using: &generator), Int.random(in: 1...12, using: &generator))
      let (day, hour) = (Int.random(in: 1...28, using: &generator), Int.random(in: 0...23, using: &generator))
      func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
      let moment = form.instant("\(two(day)).\(two(month)).\(year) \(two(hour)):30".utf8)
      #expect(moment == (try Instant("\(year)-\(two(month))-\(two(day))T\(two(hour)):30")))
      #expect(Instant(basic: "\(year)\(two(month))\(two(day))".utf8) == Instant(year: year, month: month, day: day))
    }
    #expect(form.instant("31.02.2010 00:00".utf8) == nil)
    #expect(form.instant("01.02.2010 00:00 and more".utf8) == nil)
    #expect(DateForm("%d/%m") == nil)
    #expect(DateForm("day") == nil)
  }
}
