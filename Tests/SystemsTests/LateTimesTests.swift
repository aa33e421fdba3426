import ComplexModule
import NumericalMethods
import Systems
import Testing

/// What happens at late times is what happens at early ones, later: moments that are sums of two doubles lose
/// nothing, whatever the clock says.
@Suite struct LateTimesTests {
  /// Rows and impulses are multiples of 2⁻²⁰, so that moving them by such a number rounds nothing.
  static let late = 0x1p30

  private func expectEqual(_ early: Samples, _ late: Samples, _ what: String) {
    let peak = early.values.reduce(0) { max($0, $1.magnitude) }
    for k in early.values.indices {
      let off = (early.values[k] - late.values[k]).magnitude
      #expect(off <= early.errors[k] + late.errors[k], "\(what), row \(k)")
      #expect(off <= 2e-13 * peak, "\(what), row \(k)")
    }
  }

  private func samples(_ response: Signal, _ input: Signal, _ rows: [Double]) throws -> Samples {
    try response.convolved(with: input).sampled(at: .listed(rows), bounds: true)
  }

  @Test(arguments: [RandomSignals.Kind.rational, .pieces, .form])
  func `an impulse and its lag are moved together`(_ kind: RandomSignals.Kind) throws {
    var random = Seeded(31)
    for _ in 0..<6 {
      let response = RandomSignals.signal(kind, &random).delayed(by: 0.7 * random.unit())
      let count = 1 + Int(3 * random.unit())
      let lags = (0..<count).map { _ in random.unit() }
      let times = (0..<count).map { _ in (6 * random.unit() * 0x1p20).rounded() * 0x1p-20 }
      let weights = (0..<count).map { _ in random.unit() - 0.3 }
      let rows = (0..<20).map { Double($0) * 0.5 }
      func train(_ shift: Double) -> Signal {
        Signal(terms: [
          .init(trains: [
            Train(times: (0..<count).map { DoubleDouble.sum(times[$0] + shift, lags[$0]) }, weights: weights)
          ])
        ])
      }
      expectEqual(
        try samples(response, train(0), rows),
        try samples(response, train(Self.late), rows.map { $0 + Self.late }), "\(kind)")
    }
  }

  @Test func `pulses too short to move their own time keep their area`() throws {
    // Two pulses of area 2 through e^{−t}: 2 (e^{−t} + e^{−(t − 5)}) up to their duration.
    let decay = Signal(.rational(Rational(poles: [.init(-1, 0)])))
    for isMany in [false, true] {
      let starts = [1.7e9, 1.7e9 + 5]
      let input = isMany
        ? Signal(.pieces(PiecewisePolynomial.pulses(starts.map { ($0, 1e-9, 2e9) })!))
        : Signal(terms: [
          .init(
            trains: [Train(starts.map { Event(time: $0, weight: 2e9) })],
            factors: [.pieces(.box(from: 0, to: 1e-9, height: 1))])
        ])
      let found = try samples(decay, input, [1.7e9 + 1, 1.7e9 + 2, 1.7e9 + 7])
      let exact = [0.73575888234, 0.27067056647, 0.27249433054]
      for (value, right) in zip(found.values, exact) { #expect((value - right).magnitude <= 2e-9) }
    }
  }

  @Test func `the end of a held rate is a sum`() throws {
    // 1 from 1000000000.6 for as long as from .3 to .6, of the doubles that these are.
    let times = [1e9, 1000000000.3, 1000000000.6]
    let rate = try Signal(times: times, values: [0, 0, 1], between: .previous)
    let decay = Signal(.rational(Rational(poles: [.init(-1, 0)])))
    let found = try samples(decay, rate, [1e9 + 2])
    #expect((found.values[0] - 0.086274145622205064).magnitude <= found.errors[0])
    #expect(found.errors[0] < 1e-14)
  }

  @Test func `one impulse far away and a dead time`() throws {
    let decay = Signal(.rational(Rational(poles: [.init(-1, 0)]))).delayed(by: 0.7)
    let found = try samples(decay, .events([Event(time: 1e9)]), [1e9 + 2])
    // e^{−1.3} for the double 0.7.
    #expect((found.values[0] - 0.27253179303401259).magnitude <= found.errors[0])
    #expect(found.errors[0] < 1e-14)
  }
}
