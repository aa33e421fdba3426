import CSV
import Testing

@Suite struct TableTests {
  @Test(arguments: ["t,y\n0,1\n2.5,-3e2\n", "0,1\r\n2.5,-3e2", "# c\n\nt y\n 0  1\n2.5\t-3e2 \n",
    "\u{FEFF}t\ty\n0\t1\n2.5\t-3e2\n", "\"t\",y\n\"0\", 1\n 2.5 ,\"-3e2\"\n", "t;y\n0;1\n2.5;-3e2\n"])
  func everyLayoutOfOneTableIsReadTheSame(text: String) throws {
    #expect(try numbers(text) == [[0, 2.5], [1, -300]])
  }

  @Test func aMistakeIsShownAtItsLineAndColumn() {
    #expect(refusal("t,y\n0,1\n2,abc\n") == "3:3: a number must stand here, found \"abc\"")
    #expect(refusal("t,y\n0,1\n2\n")
      == "3:2: every row must have 2 fields, as line 1 has, found 1")
  }
}
