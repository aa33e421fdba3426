import ComplexModule
import RealModule
import Systems
import Testing

/// Signals whose transforms are known: name, signal, H(iω), area, first moment.
private let known: [(String, Signal, @Sendable (Double) -> Complex<Double>, Double, Double)] = [
  (
    "e^{-t}", Signal(.rational(Rational(poles: [Complex(-1)]))),
    { Complex(1) / Complex(1, $0) }, 1, 1
  ),
  (
    "t e^{-2t}, 3 later",
    Signal(.rational(Rational(poles: [Complex(-2), Complex(-2)]))).delayed(by: 3),
    { Complex.exp(Complex(0, -3 * $0)) / (Complex(2, $0) * Complex(2, $0)) }, 0.25, 1
  ),
  (
    "a box from 1 to 3", Signal(.pieces(.box(from: 1, to: 3, height: 0.5))),
    { $0 == 0 ? Complex(1) : Complex.exp(Complex(0, -2 * $0)) * Complex(Double.sin($0) / $0) }, 1, 2
  ),
  (
    // ∫₀^∞ √t e^{−t} e^{−iωt} dt = Γ(3/2) (1 + iω)^{−3/2}
    "√t e^{-t}", Signal(.closedForm(squareRootDecay)),
    { Complex(gammaOfThreeHalves) * Complex.exp(Complex.log(Complex(1, $0)) * Complex(-1.5)) },
    gammaOfThreeHalves, gammaOfThreeHalves * 1.5
  ),
  (
    "e^{-(t-4)²/2}", Signal(.closedForm(bell)),
    {
      let size = Double.sqrt(2 * Double.pi) * Double.exp(-$0 * $0 / 2)
      return Complex.exp(Complex(0, -4 * $0)) * Complex(size)
    }, Double.sqrt(2 * Double.pi), 4 * Double.sqrt(2 * Double.pi)
  ),
  (
    "2 δ(t − 1) − δ(t − 3)",
    Signal.events([Event(time: 1, weight: 2), Event(time: 3, weight: -1)]),
    { Complex(2) * Complex.exp(Complex(0, -$0)) - Complex.exp(Complex(0, -3 * $0)) }, 1, -1
  ),
  (
    "1/(1 − z⁻¹/2), period 0.1",
    Signal(terms: [
      .init(filters: [DiscreteFilter(numerator: [1], denominator: [1, -0.5], period: 0.1)])
    ]),
    { Complex(1) / (Complex(1) - Complex(0.5) * Complex.exp(Complex(0, -0.1 * $0))) }, 2, 0.2
  ),
]

private let gammaOfThreeHalves = Double.sqrt(Double.pi) / 2

private let squareRootDecay: ClosedForm = {
  var form = ClosedForm(on: 0...Double.infinity) { Double.sqrt($0) * Double.exp(-$0) }
  form.startExponent = 0.5
  return form
}()

private let bell: ClosedForm = {
  var form = ClosedForm(on: -Double.infinity...Double.infinity) {
    Double.exp(-($0 - 4) * ($0 - 4) / 2)
  }
  form.features = [.init(centre: 4, width: 1)]
  return form
}()

@Suite struct AnalysisTests {
  @Test(arguments: [Interpolation.previous, .linear, .steffen])
  func `many frequencies of many pieces at once are what each is alone`(_ between: Interpolation) throws {
    var random = Seeded(71)
    var (times, values) = ([0.3], [1.0])
    for _ in 0..<1500 {
      times.append(times[times.count - 1] + (random.unit() < 0.02 ? 3 : 0.01) * (0.2 + random.unit()))
      values.append(random.unit() - 0.4)
    }
    let pieces = Signal(.pieces(try PiecewisePolynomial(times: times, values: values, between: between)))
    let frequencies = (0..<80).map { Double.exp10(-4 + 0.1 * Double($0)) } + [0, -3]
    let together = try pieces.frequencyResponse(at: frequencies)
    let mass = times[times.count - 1]
    for (frequency, value) in zip(frequencies, together) {
      let alone = try pieces.frequencyResponse(at: [frequency])[0]
      #expect((value - alone).length <= 1e-14 * mass, "\(frequency)")
    }
  }

  @Test func `areas and first moments are those of the formulas`() throws {
    for (name, signal, _, area, first) in known {
      let moments = try #require(try signal.moments(), "\(name)")
      #expect((moments.area - area).magnitude <= 4e-15 * area.magnitude, "\(name): area")
      let found = try #require(moments.first)
      #expect((found - first).magnitude <= 1e-14 * max(1, first.magnitude), "\(name): first moment")
    }
  }

  @Test func `frequency responses are those of the formulas`() throws {
    let frequencies = [0.0, 0.01, 0.3, 1, 2.7, 9, 60]
    for (name, signal, transform, area, _) in known {
      let values = try signal.frequencyResponse(at: frequencies)
      for (frequency, value) in zip(frequencies, values) {
        let off = (value - transform(frequency)).length
        #expect(off <= 1e-14 * max(1, area), "\(name) at \(frequency): \(off)")
      }
    }
  }

  @Test func `the transform of a convolution is the product, and areas multiply`() throws {
    let frequencies = [0.0, 0.4, 3]
    for (nameA, a, transformA, areaA, _) in known {
      for (nameB, b, transformB, areaB, _) in known {
        let both = a.convolved(with: b)
        #expect(((try both.moments()?.area ?? .nan) - areaA * areaB).magnitude <= 1e-14 * (areaA * areaB).magnitude)
        for (w, value) in zip(frequencies, try both.frequencyResponse(at: frequencies)) {
          let off = (value - transformA(w) * transformB(w)).length
          #expect(off <= 4e-14 * max(1, areaA * areaB), "\(nameA) * \(nameB) at \(w): \(off)")
        }
      }
    }
  }

  @Test func `an oscillator's times are roots of its formula`() throws {
    // h = e^{−zt} sin(wt)/w: peak e^{−zT} at T = acos(z)/w; overshoot 100 e^{−πz/w}.
    let (z, w) = (0.2, Double.sqrt(0.96))
    let model = TransferFunction(numerator: [1], denominator: [1, 0.4, 1])
    let signal = try System(model).impulseResponse
    let peak = try #require(try signal.peak())
    let time = Double.acos(z) / w
    #expect((peak.time - time).magnitude <= 1e-12)
    #expect((peak.value - Double.exp(-z * time)).magnitude <= 1e-15)
    let step = try #require(try signal.stepInformation())
    #expect((step.overshoot - 100 * Double.exp(-Double.pi * z / w)).magnitude <= 1e-12)
    func response(_ t: Double) -> Double {
      1 - Double.exp(-z * t) * (Double.cos(w * t) + z / w * Double.sin(w * t))
    }
    #expect(((response(step.settlingTime) - 1).magnitude - 0.02).magnitude <= 1e-15)
    let half = try #require(try signal.halfLife())
    #expect((response(half) - 0.5).magnitude <= 2e-16)
  }

  @Test func `of equal peaks the first counts, and a jump counts from both sides`() throws {
    let two = Signal(.pieces(.box(from: 1, to: 2, height: 3)))
    let boxes = two + two.delayed(by: 5)
    #expect(try boxes.peak() == Peak(time: 1, value: 3))
    let ramp = Signal(
      .pieces(
        PiecewisePolynomial(
          knots: TimeGrid(ascending: [0, 2]), coefficients: [0, -1.5], degree: 1, isClosed: false)))
    #expect(try ramp.peak() == Peak(time: 2, value: -3))
  }

  @Test func `a narrow place far out is not stepped over`() throws {
    var form = ClosedForm(on: 0...Double.infinity) {
      let x = ($0 - 700) / 0.01
      return Double.exp(-x * x / 2)
    }
    form.features = [.init(centre: 700, width: 0.01)]
    let signal = Signal(.closedForm(form))
    let moments = try #require(try signal.moments())
    // The nodes' own rounding, 1e-13 near 700, is 1e-11 of the width.
    #expect((moments.area - 0.01 * Double.sqrt(2 * Double.pi)).magnitude <= 1e-12 * moments.area)
    let peak = try #require(try signal.peak())
    #expect((peak.time - 700).magnitude <= 1e-8 && (peak.value - 1).magnitude <= 1e-12)
  }

  @Test func `stability is what the poles say`() throws {
    func stability(_ poles: [Complex<Double>]) throws -> Stability {
      try Signal(.rational(Rational(poles: poles))).stability()
    }
    #expect(try stability([Complex(-1)]) == .stable)
    #expect(try stability([.zero]) == .marginal)
    #expect(try stability([.zero, .zero]) == .unstable)
    #expect(try stability([Complex(0, 1), Complex(0, -1)]) == .marginal)
    #expect(try stability([Complex(1e-9)]) == .unstable)
    #expect(try Signal.impulse.stability() == .stable)
    let slow = ClosedForm(on: 0...Double.infinity) { 1 / (1 + $0) }
    #expect(try Signal(.closedForm(slow)).stability() == .unstable)
  }

  @Test func `what does not exist is nil`() throws {
    let growing = Signal(.rational(Rational(poles: [Complex(1)])))
    #expect(try growing.moments() == nil && growing.peak() == nil && growing.halfLife() == nil)
    #expect(try Signal.step.stepInformation() == nil)
    #expect(try (Signal.impulse + .step).peak() == nil)
    let difference = Signal(
      .rational(Rational(numerators: [[1, 0]], poles: [Complex(-1), Complex(-2)])))
    #expect(try difference.moments()?.area == 0 && difference.halfLife() == nil)
  }
}
