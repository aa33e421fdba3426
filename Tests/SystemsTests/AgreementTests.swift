import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

/// Hard systems against exact formulas, and bounds against definitions in double-double.
@Suite struct AgreementTests {
  private static let lags = [0.0, 1e-9, 1e-3, 0.1, 0.5, 1, 2, 5, 10, 30]

  @Test(arguments: 0...16)
  func `two poles walked through each other keep every digit`(_ digits: Int) throws {
    // h = e^{−t} (1 − e^{−δt})/δ for 1/((s + 1)(s + 1 + δ)); δ is the difference of the doubles.
    for sign in [1.0, -1] {
      let second = -1 - sign * Double.pow(10, -Double(digits)) * 0.75
      let delta = -1 - second
      let signal = Signal(.rational(Rational(poles: [Complex(-1), Complex(second)])))
      let values = try signal.sampled(at: .listed(Self.lags)).values
      for (t, value) in zip(Self.lags, values) {
        let quotient = delta == 0 ? t : -Double.expMinusOne(-delta * t) / delta
        let expected = Double.exp(-t) * quotient
        #expect((value - expected).magnitude <= 1e-15 * max(0.4, expected), "δ = \(delta) at \(t)")
      }
    }
  }

  @Test(arguments: 1...15)
  func `a difference of two near decays loses nothing`(_ digits: Int) throws {
    // e^{−t} − e^{−(1+δ)t} = e^{−t} (1 − e^{−δt}), as two terms.
    let second = -1 - Double.pow(10, -Double(digits))
    let delta = -1 - second
    let signal = Signal(.rational(Rational(poles: [Complex(-1)])))
      + Signal(.rational(Rational(gain: -1, poles: [Complex(second)])))
    let values = try signal.sampled(at: .listed(Self.lags)).values
    for (t, value) in zip(Self.lags, values) {
      let expected = -Double.exp(-t) * Double.expMinusOne(-delta * t)
      #expect((value - expected).magnitude <= 1e-14 * 0.4 * delta, "δ = \(delta) at \(t)")
    }
  }

  @Test func `a stiff system of ratio 1e8 is exact at every scale`() throws {
    // 1e8/((s + 1)(s + 1e8)): h = 1e8/(1e8 − 1) (e^{−t} − e^{−1e8 t}), and its step response.
    let fast = 1e8
    let signal = Signal(.rational(Rational(gain: fast, poles: [Complex(-1), Complex(-fast)])))
    let lags = [1e-12, 1e-10, 1e-9, 1e-8, 1e-7, 1e-5, 0.01, 1, 7, 40]
    let values = try signal.sampled(at: .listed(lags)).values
    let steps = try signal.convolved(with: .step).sampled(at: .listed(lags)).values
    for (k, t) in lags.enumerated() {
      let decays = t < 1e-6
        ? Double.expMinusOne(-t) - Double.expMinusOne(-fast * t)
        : Double.exp(-t) - Double.exp(-fast * t)
      // At the start the two decays cancel; from there on every digit counts.
      let limit = t < 1e-6 ? 1.2e-16 : 1e-14 * decays
      #expect((values[k] - fast / (fast - 1) * decays).magnitude <= limit, "h at \(t)")
      let s = (-fast * Double.expMinusOne(-t) + Double.expMinusOne(-fast * t)) / (fast - 1)
      #expect((steps[k] - s).magnitude <= 4e-16, "step at \(t)")
    }
  }

  @Test func `a Bessel filter of order 10 keeps its digits`() throws {
    // H = c₀/Σ cₖ sᵏ with cₖ = (20 − k)!/(2^{10−k} k! (10 − k)!); values: the sum of its residues by
    // mpmath, roots by polyroots, to 60 digits.
    let below: [Double] = [
      1, 55, 1485, 25740, 315_315, 2_837_835, 18_918_900, 91_891_800, 310_134_825, 654_729_075,
      654_729_075,
    ]
    let expected = [
      0.25: 0.0016152535309958846274, 0.5: 0.16391733539291426679, 1: 1.6475179468677623822,
      1.5: 0.18576593559975075045, 2: 0.0055686451364812900621, 3: 0.000037839988878203145337,
    ]
    let system = try System(TransferFunction(numerator: [654_729_075], denominator: below))
    for (t, value) in expected {
      let samples = try system.impulseResponse.sampled(at: .listed([t]), bounds: true)
      let off = (samples.values[0] - value).magnitude
      #expect(off <= 5e-14 * 1.7 && off <= samples.errors[0], "at \(t): \(off)")
    }
  }

  @Test func `a Butterworth band-pass of order 12 given by its poles does not collapse`() throws {
    // gain · s¹²/Π (s − p) for these 12 poles and their conjugates: a prototype of order 12 about
    // ω = 1, 0.05 wide, its poles rounded; values: the sum of the residues by mpmath to 60 digits.
    let upper: [(Double, Double)] = [
      (-0.024867, 1.0029613), (-0.0247052, 0.99643495), (-0.023318, 1.0093461),
      (-0.022876, 0.99021194), (-0.0201357, 1.0151382), (-0.019532, 0.98470013),
      (-0.0155209, 1.0199148), (-0.0149172, 0.98024709), (-0.00978801, 1.023318),
      (-0.00934616, 0.97712398), (-0.00334401, 1.0250879), (-0.0031823, 0.97551569),
    ]
    let expected: [Double: Double] = [
      5: 1.7254589330627057461e-17, 50: 1.9096686589917970605e-9, 200: 0.00059907306142684173814,
      400: -0.0051214640508567626122, 600: -0.00091400305384182662677,
      1000: -0.00012327598858542821285, 2000: 0.000010987548432648321525,
    ]
    let poles = upper.flatMap { [Complex($0.0, $0.1), Complex($0.0, -$0.1)] }
    let system = try System(
      ZeroPoleGain(zeros: .init(repeating: .zero, count: 12), poles: poles, gain: 2.44140625e-16))
    let times = expected.keys.sorted()
    let samples = try system.impulseResponse.sampled(at: .listed(times), bounds: true)
    for (k, t) in times.enumerated() {
      let off = (samples.values[k] - (expected[t] ?? .nan)).magnitude
      #expect(off <= 5e-14 * 0.0051, "at \(t)")
      #expect(off <= samples.errors[k], "the bound at \(t)")
    }
  }

  @Test func `equal systems give equal samples however they were given`() throws {
    // (2 s + 3)/(s² + 0.5 s + 4): as polynomials, as roots, as a state space, and as a sum.
    let height = Double.sqrt(4 - 0.0625)
    let poles = [Complex(-0.25, height), Complex(-0.25, -height)]
    let systems = [
      try System(TransferFunction(numerator: [2, 3], denominator: [1, 0.5, 4])),
      try System(ZeroPoleGain(zeros: [Complex(-1.5)], poles: poles, gain: 2)),
      try System(StateSpace(a: [[0, 1], [-4, -0.5]], b: [0, 1], c: [3, 2])),
      try System(StateSpace(a: [[-0.5, -4], [1, 0]], b: [1, 0], c: [2, 3])),
      System(
        impulseResponse: Signal(.rational(Rational(gain: 2, numerators: [[1, 0]], poles: poles)))
          + Signal(.rational(Rational(gain: 3, poles: poles)))),
    ]
    var random = Seeded(5)
    let input = Signal.events(RandomSignals.events(20, &random))
      + Signal(.pieces(RandomSignals.pieces(&random)))
    let times = OutputTimes.listed((0..<200).map { _ in 20 * random.unit() })
    let first = try systems[0].response(to: input, at: times).values
    let peak = first.reduce(0) { max($0, $1.magnitude) }
    for (k, system) in systems.enumerated().dropFirst() {
      for (x, y) in zip(first, try system.response(to: input, at: times).values) {
        #expect((x - y).magnitude <= 1e-13 * peak, "number \(k)")
      }
    }
  }

  @Test func `no bound lies below the true error`() throws {
    // The definition Σ aᵢ h(t − tᵢ) in double-double, h as the sum of its residues.
    var random = Seeded(42)
    var worst = 0.0
    for round in 0..<150 {
      let rational = RandomSignals.rational(&random)
      let offset = round % 3 == 0 ? 1e6 : 0
      let count = round % 5 == 0 ? 300 : 8
      let events = RandomSignals.events(count, &random).map {
        Event(time: $0.time + offset, weight: $0.weight)
      }
      let times = (0..<12).map { _ in offset + 9 * random.unit() }
      let samples = try Signal(.rational(rational)).convolved(with: .events(events))
        .sampled(at: .listed(times), bounds: true)
      for (k, t) in times.enumerated() {
        var sum = DoubleDouble.zero
        for event in events {
          sum += exactResponse(rational, at: .difference(t, event.time)) * event.weight
        }
        let off = (sum - samples.values[k]).magnitude.hi
        let bound = samples.errors[k]
        #expect(off <= bound, "round \(round), t = \(t): \(off) above \(bound)")
        worst = max(worst, bound)
      }
    }
    // A bound that says nothing would pass too.
    #expect(worst <= 1e-11)
  }
}
