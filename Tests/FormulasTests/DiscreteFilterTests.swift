import Formulas
import Systems
import Testing

private func response(_ text: String, count: Int) throws -> [Double] {
  let signal = try Formula(text).system(period: 0.5).impulseResponse
  var sum = [Double](repeating: 0, count: count)
  for term in signal.terms {
    var values = [1.0] + [Double](repeating: 0, count: count - 1)
    for filter in term.filters {
      #expect(filter.period == 0.5)
      var output: [Double] = []
      for n in 0..<count {
        var y = 0.0
        for (k, b) in filter.numerator.enumerated() where k <= n { y += b * values[n - k] }
        for (k, a) in filter.denominator.enumerated() where k > 0 && k <= n { y -= a * output[n - k] }
        output.append(y / filter.denominator[0])
      }
      values = output
    }
    for n in 0..<count { sum[n] += values[n] }
  }
  return sum
}

@Suite struct DiscreteFilterTests {
  @Test func `A formula in z is its recursion`() throws {
    // 1/(1 − z⁻¹/2): 2⁻ⁿ
    #expect(try response("1/(1 - 0.5*z^-1)", count: 5) == [1, 0.5, 0.25, 0.125, 0.0625])
    #expect(try response("z/(z - 0.5)", count: 4) == [1, 0.5, 0.25, 0.125])
    #expect(try response("z^-2/(1 - 0.5*z^-1)", count: 4) == [0, 0, 1, 0.5])
    // 1/(1 − z⁻¹/2)²: (n + 1) 2⁻ⁿ
    #expect(try response("(1 - 0.5*z^-1)^-2", count: 4) == [1, 1, 0.75, 0.5])
    #expect(try response("1 + 2*z^-1 - z^-3", count: 5) == [1, 2, 0, -1, 0])
    #expect(try response("z^0", count: 2) == [1, 0])
    #expect(try response("1/(1 - z^-1) - 1/(1 - 0.5*z^-1)", count: 3) == [0, 0.5, 0.75])
    #expect(try response("z + 1/(1 - 0.5*z^-1) - z", count: 2) == [1, 0.5])
  }

  @Test func `A filter that answers before its input is refused, and one without a period`() {
    #expect(throws: FormulaError.self) { try Formula("z").system(period: 1) }
    #expect(throws: FormulaError.self) { try Formula("z^2/(z - 1)").system(period: 1) }
    #expect(throws: FormulaError.self) { try Formula("1/(1 - z^-1)").system() }
  }
}
