import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

/// A seeded generator of numbers in [0, 1): xorshift64*.
struct Seeded {
  private var state: UInt64
  init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }
  mutating func unit() -> Double {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Double((state &* 0x2545_F491_4F6C_DD1D) >> 11) * 0x1p-53
  }
}

@Suite struct EventsThroughBlocksTests {
  static let responses: [(name: String, rationals: [Rational], h: @Sendable (Double) -> Double)] = [
    ("e^{-t/2}/2", [Rational(gain: 0.5, poles: [Complex(-0.5)])], { Double.exp(-$0 / 2) / 2 }),
    (
      "e^{-0.05t} − e^{-0.5t}",
      [Rational(poles: [Complex(-0.05)]), Rational(gain: -1, poles: [Complex(-0.5)])],
      { Double.exp(-0.05 * $0) - Double.exp(-0.5 * $0) }
    ),
    ("t e^{-t}", [Rational(poles: [Complex(-1), Complex(-1)])], { $0 * Double.exp(-$0) }),
    (
      "t³ e^{-2t}", [Rational(gain: 6, poles: Array(repeating: Complex(-2), count: 4))],
      { $0 * $0 * $0 * Double.exp(-2 * $0) }
    ),
    (
      "e^{-t/4} cos 3t",
      [
        Rational(numerators: [[1, 0.25]], poles: [Complex(-0.25, 3), Complex(-0.25, -3)])
      ], { Double.exp(-$0 / 4) * Double.cos(3 * $0) }
    ),
    ("1", [Rational(poles: [.zero])], { _ in 1 }),
    ("t", [Rational(poles: [.zero, .zero])], { $0 }),
  ]

  /// The definition: y(t) = Σ aᵢ h(t − tᵢ) over the impulses that have happened.
  static func definition(
    _ events: [Event], delay: Double, _ h: (Double) -> Double, _ times: [Double]
  ) -> [Double] {
    times.map { t in
      var sum = CompensatedSum()
      for event in events {
        let lag = Lag(from: event.time, to: t, delay: delay)
        if lag.distance(from: 0) >= 0 { sum.add(event.weight * h(max(0, lag.high + lag.low))) }
      }
      return sum.value
    }
  }

  @Test(arguments: [0.0, 1e6], [3, 400])
  func `a train through blocks is the definition`(offset: Double, count: Int) throws {
    var random = Seeded(7)
    let events = (0..<count).map { _ in
      Event(time: offset + 100 * random.unit(), weight: random.unit() - 0.3)
    }
    let times = (0..<700).map { _ in offset - 1 + 130 * random.unit() }.sorted()
    for (name, rationals, h) in Self.responses {
      for delay in [0.0, 0.7] {
        let expected = Self.definition(events, delay: delay, h, times)
        let peak = expected.map(\.magnitude).max() ?? 1
        let found = try eventsThroughBlocks(
          Train(events), delay: delay, rationals, at: Rows(times: times, wantsErrors: true))
        for k in times.indices {
          let error = (found.values[k] - expected[k]).magnitude
          #expect(error <= 2e-15 * peak + 1e-15 * peak * Double(count) / 20, "\(name) \(times[k]) \(error / peak)")
          // The definition itself rounds: a little is left to it.
          #expect(error <= found.errors[k] + 1e-15 * peak, "\(name)")
        }
      }
    }
  }

  @Test func `two rates that differ by 1e-9 lose nothing`() throws {
    // e^{-t} − e^{-(1+d)t} = −e^{-t} expm1(−d t), with d the difference of the two doubles.
    let other = 1.000000001
    let d = other - 1
    let rationals = [
      Rational(poles: [Complex(-1)]), Rational(gain: -1, poles: [Complex(-other)]),
    ]
    let times = stride(from: 0.01, to: 40, by: 0.37).map { $0 }
    let found = try eventsThroughBlocks(
      .identity, delay: 0, rationals, at: Rows(times: times))
    for (t, value) in zip(times, found.values) {
      let expected = -Double.exp(-t) * Double.expMinusOne(-d * t)
      #expect((value - expected).magnitude <= 4e-15 * expected.magnitude, "\(t)")
    }
  }
}
