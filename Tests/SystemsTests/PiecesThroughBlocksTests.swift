import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

@Suite struct PiecesThroughBlocksTests {
  /// A pulse of height c from 0 to d through e^{zt}: c (e^{zt} − e^{z(t−d)})/z after its end,
  /// c (e^{zt} − 1)/z before, written so that nothing cancels.
  static func pulse(_ z: Double, _ t: Double, _ d: Double) -> Double {
    if t <= 0 { return 0 }
    let inside = min(t, d)
    return Double.exp(z * (t - inside)) * Double.expMinusOne(z * inside) / z
  }

  @Test(arguments: [0.0, 1e6], [-0.5, -1e-3, -300])
  func `pulses through one pole are differences of exponentials`(offset: Double, z: Double) throws {
    var random = Seeded(3)
    let box = PiecewisePolynomial.box(from: 0, to: 0.3, height: 1)
    for count in [1, 40] {
      let events = (0..<count).map { _ in
        Event(time: offset + 50 * random.unit(), weight: random.unit() + 0.1)
      }
      let times = (0..<300).map { _ in offset + 60 * random.unit() }.sorted()
      let found = try piecesThroughBlocks(
        [Rational(poles: [Complex(z)])], box, train: Train(events), delay: 0.25,
        at: Rows(times: times, wantsErrors: true))
      let expected = times.map { t in
        events.reduce(CompensatedSum()) { sum, event in
          var next = sum
          let lag = Lag(from: event.time, to: t, delay: 0.25)
          next.add(event.weight * Self.pulse(z, lag.high + lag.low, 0.3))
          return next
        }.value
      }
      let peak = expected.map(\.magnitude).max() ?? 1
      for k in times.indices {
        let error = (found.values[k] - expected[k]).magnitude
        #expect(error <= 5e-15 * peak, "t \(times[k]) error \(error / peak) of peak")
        #expect(error <= found.errors[k] + 1e-16 * peak)
      }
    }
  }

  @Test func `a ramp through a double pole at one is its closed form`() throws {
    // ∫ v e^{-(t-v)} (t-v) dv from 0 to t = t − 2 + (t + 2) e^{-t}
    let ramp = PiecewisePolynomial(
      knots: TimeGrid(ascending: [0, 1, 2.5, 30]), coefficients: [0, 1, 1, 1, 2.5, 1], degree: 1,
      isClosed: true)
    let times = stride(from: 0.5, through: 30, by: 0.5).map { $0 }
    let found = try piecesThroughBlocks(
      [Rational(poles: [Complex(-1), Complex(-1)])], ramp, train: .identity, delay: 0,
      at: Rows(times: times))
    for (t, value) in zip(times, found.values) {
      let expected = t - 2 + (t + 2) * Double.exp(-t)
      #expect((value - expected).magnitude <= 4e-15 * max(1, expected.magnitude), "\(t)")
    }
  }

  @Test func `a long record of held values through a slow pole has no drift`() throws {
    // Constant input 1 on 20000 cells through e^{-t/1000}/1000: 1 − e^{-t/1000}.
    let knots = TimeGrid(start: 0, step: 0.1, count: 20001, stepRest: -5.551115123125783e-18)
    let held = PiecewisePolynomial(
      knots: knots, coefficients: Array(repeating: 1, count: 20000), degree: 0, isClosed: false)
    let times = stride(from: 50.0, through: 2000, by: 50).map { $0 }
    let found = try piecesThroughBlocks(
      [Rational(gain: 1e-3, poles: [Complex(-1e-3)])], held, train: .identity, delay: 0,
      at: Rows(times: times))
    for (t, value) in zip(times, found.values) {
      let expected = -Double.expMinusOne(-t * 1e-3)
      #expect((value - expected).magnitude <= 4e-16, "\(t) \(value - expected)")
    }
  }

  @Test func `a steady past of pulses is the sum of many`() throws {
    let box = PiecewisePolynomial.box(from: 0, to: 1.5, height: 2)
    let rationals = [Rational(poles: [Complex(-0.4, 1), Complex(-0.4, -1)])]
    let times = stride(from: 0.0, through: 6, by: 0.5).map { $0 }
    let steady = try piecesThroughBlocks(
      rationals, box, train: Train([], past: [SteadyPast(before: 1, period: 1, weight: 1)]),
      delay: 0, at: Rows(times: times))
    let listed = try piecesThroughBlocks(
      rationals, box, train: Train((1...120).map { Event(time: 1 - Double($0)) }), delay: 0,
      at: Rows(times: times))
    for (a, b) in zip(steady.values, listed.values) { #expect((a - b).magnitude <= 1e-14) }
  }
}
