import Systems
import Testing

@Suite struct FilterErrorTests {
  /// Sections with coefficients in eighths, so that 17 outputs of two of them are whole numbers of 2⁻¹⁰⁸.
  @Test func `The bounds of random filters in series hold against whole numbers`() throws {
    var random = SeededGenerator(state: 11)
    for _ in 0..<400 {
      var filters: [DiscreteFilter] = []
      var exact = [Int128](repeating: 0, count: 17)
      let inputs = (0..<3).map { _ in (Int.random(in: 0..<6, using: &random), Int.random(in: -9...9, using: &random)) }
      for (n, amount) in inputs { exact[n] += Int128(amount) << 108 }
      for _ in 0..<2 {
        let above = (0..<3).map { _ in Int.random(in: -8...8, using: &random) }
        let below = [8] + (0..<2).map { _ in Int.random(in: -7...7, using: &random) }
        filters.append(
          DiscreteFilter(
            numerator: above.map { Double($0) / 8 }, denominator: below.map { Double($0) / 8 }, period: 1))
        let input = exact
        for n in exact.indices {
          var eighths: Int128 = 0
          for k in 0...min(2, n) { eighths += Int128(above[k]) * input[n - k] }
          for k in 1..<3 where k <= n { eighths -= Int128(below[k]) * exact[n - k] }
          #expect(eighths % 8 == 0)
          exact[n] = eighths / 8
        }
      }
      let signal = filters.reduce(Signal.events(inputs.map { Event(time: Double($0), weight: Double($1)) })) {
        $0.convolved(with: System($1).impulseResponse)
      }
      let rows = exact.indices.map(Double.init)
      let values = try signal.amounts(at: rows, period: 1)
      let errors = try signal.amountErrors(at: rows, period: 1)
      for (n, value) in values.enumerated() {
        let error = (Double(exact[n]) * 0x1p-108 - value).magnitude
        // The difference of two doubles leaves out what the first's own rounding does.
        #expect(error <= errors[n], "row \(n): \(value) ± \(errors[n]), off by \(error), of \(filters)")
        #expect(errors[n] <= 0x1p-49 * value.magnitude + 0x1p-80)
      }
    }
  }
}
