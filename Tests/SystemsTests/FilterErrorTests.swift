import RealModule
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

  /// What is left where impulses of one instant cancel others is smaller than their sum's rounding.
  @Test(arguments: [DiscreteFilter(numerator: [1], denominator: [1, -1], period: 1),
    DiscreteFilter(numerator: [1, 1, 1], denominator: [1], period: 1)])
  func `Impulses of one instant keep what their sum as a double would lose`(_ filter: DiscreteFilter) throws {
    var random = SeededGenerator(state: 12)
    for _ in 0..<50 {
      let exponent = Int.random(in: 20...90, using: &random)
      let events = [Event(time: 0, weight: 1), Event(time: 0, weight: Double.exp2(Double(-exponent))), Event(time: 1, weight: -1)]
        .shuffled(using: &random)
      let filtered = Signal.events(events).convolved(with: System(filter).impulseResponse)
      let taps = Signal.events((0..<3).map { Event(time: Double($0), weight: 1) })
      for signal in [filtered, Signal.events(events).convolved(with: taps)] {
        let values = try signal.amounts(at: [1], period: 1)
        let errors = try signal.amountErrors(at: [1], period: 1)
        #expect(values == [Double.exp2(Double(-exponent))])
        #expect((values[0] - Double.exp2(Double(-exponent))).magnitude <= errors[0])
      }
    }
  }

  /// Quarters are powers of two, so that whole numbers say what a transform of numbers that are not loses.
  @Test func `The bound of a filter with many coefficients counts what transforms lose`() throws {
    var random = SeededGenerator(state: 13)
    let (n, m) = (20_000, 6_000)
    let (a, b) = ((0..<n).map { _ in Int.random(in: -99...99, using: &random) }, (0..<m).map { _ in Int.random(in: -99...99, using: &random) })
    let filter = DiscreteFilter(numerator: b.map { Double($0) / 4 }, denominator: [1], period: 1)
    let product = Signal.events(a.enumerated().map { Event(time: Double($0), weight: Double($1) / 4) })
      .convolved(with: System(filter).impulseResponse)
    let rows = (0..<200).map { _ in Double(Int.random(in: 0..<(n + m - 1), using: &random)) }
    let values = try product.amounts(at: rows, period: 1)
    let errors = try product.amountErrors(at: rows, period: 1)
    for (k, row) in rows.enumerated() {
      let last = Int(row)
      let exact = (max(0, last - m + 1)...min(n - 1, last)).reduce(0) { $0 + a[$1] * b[last - $1] }
      #expect((values[k] - Double(exact) / 16).magnitude <= errors[k])
    }
  }
}
