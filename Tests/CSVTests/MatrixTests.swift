import CSV
import Testing

@Suite struct MatrixTests {
  private func read(_ text: String) throws -> Matrix {
    try Matrix(reading: Array(text.utf8), file: "m.csv")
  }

  private func message(_ text: String) -> String {
    do {
      _ = try read(text)
      return "none"
    } catch {
      return "\(error)"
    }
  }

  @Test("numbers alone are read row by row, whatever stands between them")
  func reads() throws {
    let expected = Matrix(rows: 2, columns: 3, values: [1, 2.5, -3e4, 4, 5, 6])
    for text in [
      "1,2.5,-3e4\n4,5,6\n", "1\t2.5\t-3e4\r\n4\t5\t6\r\n", "# noise\n\n 1 2.5  -3e4\n4 5 6",
      "\u{FEFF}1,2.5,-3e4\n4, 5 ,\"6\"\n",
    ] {
      #expect(try read(text) == expected)
    }
    #expect(try read("7") == Matrix(rows: 1, columns: 1, values: [7]))
  }

  @Test("many rows, more than are parsed at a time, keep their order")
  func many() throws {
    let matrix = Matrix(rows: 20_000, columns: 3, values: (0..<60_000).map { Double($0) / 4 })
    let text = matrix.text(rows: 0..<7_000) + matrix.text(rows: 7_000..<20_000)
    #expect(try Matrix(reading: text, file: "m.csv") == matrix)
    let wide = Matrix(rows: 2, columns: 50_000, values: (0..<100_000).map { Double($0) })
    #expect(try Matrix(reading: wide.text(rows: 0..<2), file: "m.csv") == wide)
  }

  @Test("numbers are printed in their shortest form or with so many digits")
  func prints() {
    let matrix = Matrix(rows: 2, columns: 2, values: [1, 0.1, 1.0 / 3, -1e-7])
    #expect(
      String(decoding: matrix.text(rows: 0..<2), as: UTF8.self)
        == "1,0.1\n0.3333333333333333,-1e-07\n")
    #expect(
      String(decoding: matrix.text(rows: 1..<2, digits: 3), as: UTF8.self) == "0.333,-1e-07\n")
  }

  @Test("a mistake is told with its line and column")
  func mistakes() {
    #expect(message("1,2\n3,x\n") == "m.csv:2:3: a number must stand here, found \"x\"")
    #expect(message("1,2\n3,\n") == "m.csv:2:3: a number must stand here, found an empty field")
    #expect(message("1,2\nNA,4\n") == "m.csv:2:1: a number must stand here, found \"NA\"")
    #expect(message("1,2\n3\n").hasPrefix("m.csv:2:2: every row must have 2 fields"))
    #expect(message("1,nan\n").hasPrefix("m.csv:1:3: a number must be finite"))
    #expect(
      message("# k\na,b\n1,2\n")
        == "m.csv:2:1: a matrix must be numbers alone, without a header, found \"a\"")
    for empty in ["", "\n", "# nothing\n"] {
      #expect(message(empty).hasSuffix("a matrix must have at least one row, found none"))
    }
  }
}
