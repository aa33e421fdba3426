import Formulas
import RealModule
import Systems
import Testing

private func amounts(_ text: String, count: Int, _ bindings: [String: Double] = [:]) throws -> [Double] {
  let signal = try Formula(text, bindings: bindings).system(period: 1).impulseResponse
  return try signal.amounts(at: (0..<count).map(Double.init), period: 1)
}

@Suite struct PowerSeriesTests {
  @Test func `A Poisson number of ones is Poisson's law, each probability to its own last digits`() throws {
    for mean in [0.01, 2, 300, 2000] {
      let law = try amounts("exp(m*(z^-1 - 1))", count: 2400, ["m": mean])
      var sum = 0.0
      for n in law.indices {
        // e^(−m) mⁿ/n!, of which the logarithm is good to some hundred roundings
        let size = Double(n) * Double.log(mean) - mean - Double.logGamma(Double(n) + 1)
        let value = Double.exp(size)
        if value > 1e-290 { #expect((law[n] / value - 1).magnitude < 1e-15 * (100 + 8 * Double(n)), "\(mean) \(n)") }
        sum += law[n]
      }
      #expect((sum - 1).magnitude < 1e-14)
    }
  }

  @Test func `A negative binomial number of ones is the ratio of its neighbours`() throws {
    for size in [0.3, 1, 4.5, 80] {
      let law = try amounts("(0.25/(1 - 0.75*z^-1))^r", count: 300, ["r": size])
      #expect((law[0] / Double.pow(0.25, size) - 1).magnitude < 1e-13)
      for n in 1..<300 {
        let ratio = 0.75 * (Double(n) - 1 + size) / Double(n)
        #expect((law[n] / law[n - 1] / ratio - 1).magnitude < 1e-15)
      }
    }
  }

  @Test func `A root squared, and a logarithm raised, are what they were taken of`() throws {
    let base = try amounts("1 + 0.5*z^-1 - 0.2*z^-3", count: 12)
    for text in ["sqrt(G)*sqrt(G)", "exp(log(G))", "(G^0.3)^2*G^0.4", "1/G^-1", "10^0*exp(log10(G)*log(10))"] {
      let found = try amounts(
        text.split(separator: "G", omittingEmptySubsequences: false)
          .joined(separator: "(1 + 0.5*z^-1 - 0.2*z^-3)"), count: 12)
      for n in base.indices { #expect((found[n] - base[n]).magnitude < 1e-15, "\(text) \(n)") }
    }
  }

  @Test func `A compound law does not depend on how it is written`() throws {
    // 2.5 claims in the mean, each of 1 + a geometric number
    let one = try amounts("exp(2.5*(0.4*z^-1/(1 - 0.6*z^-1) - 1))", count: 60)
    let other = try amounts("exp(-2.5)*exp(0.5*z^-1/(0.5 - 0.3*z^-1)*2*0.5)*exp(0*z^-1)", count: 60)
    for n in one.indices { #expect((one[n] - other[n]).magnitude <= 1e-14 * one[n]) }
  }

  @Test func `What has no power series is refused`() {
    for text in ["log(z^-1)", "sqrt(z^-1)", "log(z^-1 - 1)", "exp(z)", "sin(z^-1)", "exp(z^-1) < 1"] {
      #expect(throws: FormulaError.self) { try Formula(text).system(period: 1) }
    }
  }
}
