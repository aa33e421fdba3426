import ComplexModule
import RealModule
import Systems
import Testing

private func causal(
  _ text: String, startExponent: Double? = nil, _ f: @escaping @Sendable (Double) -> Double
) -> ClosedForm {
  ClosedForm(text: text, on: 0...Double.infinity, startExponent: startExponent) { times, values in
    for k in times.indices { values[k] = f(times[k]) }
  }
}

private func values(
  _ rationals: [Rational], _ form: ClosedForm, at times: [Double], train: Train = .identity,
  delay: Double = 0
) throws -> [Double] {
  try closedFormThroughBlocks(
    rationals, form, train: train, delay: delay, at: Rows(times: times)
  ).values
}

private func expect(
  _ found: [Double], _ exact: [Double], within tolerance: Double = 4e-13,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let peak = exact.reduce(0) { max($0, abs($1)) }
  for (y, z) in zip(found, exact) {
    #expect(abs(y - z) <= tolerance * peak, "\(y) for \(z)", sourceLocation: sourceLocation)
  }
}

private let gompertz = causal("gompertz") { .exp(-(0.05 / 0.4) * Double.expMinusOne(0.4 * $0)) }

@Suite struct ClosedFormThroughBlocksTests {
  @Test func `a Gompertz response under a decaying rate`() throws {
    // ∫ 2 e^(−0.3 s) g(t − s) ds with g(t) = exp(−(0.05/0.4)(e^(0.4 t) − 1)), by mpmath.
    let times = (1...1000).map { 0.02 * Double($0) }
    let y = try values([Rational(gain: 2, poles: [Complex(-0.3)])], gompertz, at: times)
    expect(
      [y[0], y[249], y[999]],
      [0.039860232915464650326, 3.6769100664443496158, 0.064102807843285835017], within: 1e-14)
  }

  @Test func `a Weibull density, infinite at its start, through a lag`() throws {
    // ∫ w(s) e^(−(t−s)) ds with w of shape 1/2 and scale 2, by mpmath.
    let form = causal("weibull", startExponent: -0.5) {
      0.25 / ($0 / 2).squareRoot() * .exp(-($0 / 2).squareRoot())
    }
    expect(
      try values([Rational(poles: [Complex(-1)])], form, at: [0, 0.01, 1, 10]),
      [0, 0.067811279127332640535, 0.25662027374402607047, 0.014582802185766035358])
  }

  @Test(arguments: [
    [Complex(-1)], [Complex(-1), Complex(-1)], [Complex(-1), Complex(-1 - 1e-9), Complex(-0.5)],
    [Complex(-0.2, 3), Complex(-0.2, -3)], [Complex(-1000), Complex(-0.1)], [Complex.zero],
  ] as [[Complex<Double>]])
  func `an exponential drive agrees with one more pole`(poles: [Complex<Double>]) throws {
    let times = (0..<60).map { 0.17 * Double($0) }
    let rational = Rational(poles: poles)
    let whole = Rational(poles: poles + [Complex(-0.7)])
    let exact = try eventsThroughBlocks(
      .identity, delay: 0, [whole], at: Rows(times: times)).values
    let drive = causal("decay") { .exp(-0.7 * $0) }
    expect(try values([rational], drive, at: times), exact, within: 1e-13)
  }

  @Test func `impulses superpose, shifted and scaled`() throws {
    let rationals = [Rational(poles: [Complex(-0.3)]), Rational(gain: -1, poles: [Complex(-2)])]
    let times = (0..<60).map { Double($0) * 0.4 }
    let train = Train((0..<100).map { Event(time: Double($0) * 0.17, weight: Double($0 % 3) - 0.5) })
    let y = try values(rationals, gompertz, at: times, train: train, delay: 0.25)
    var sum = [Double](repeating: 0, count: times.count)
    for event in train.events {
      let lags = times.map { $0 - event.time - 0.25 }
      let part = try values(rationals, gompertz, at: lags)
      for k in sum.indices { sum[k] += event.weight * part[k] }
    }
    expect(y, sum, within: 1e-13)
  }

  @Test func `a two-sided formula acts before its time`() throws {
    // A bell of area 1 and deviation 2 over e^(−t), by mpmath.
    let bell = ClosedForm(on: -Double.infinity...Double.infinity) {
      .exp(-$0 * $0 / 8) / (2 * (2 * Double.pi).squareRoot())
    }
    expect(
      try values([Rational(poles: [Complex(-1)])], bell, at: [-3, 0, 4]),
      [0.034525216518785244653, 0.16810200122317060643, 0.067667641618306345947])
  }

  @Test func `an endless past of a formula through a decay`() throws {
    // f * h = t e^(−t); Σ (s + nP) e^(−(s + nP)) over n ≥ 1 with q = e^(−P) is
    // e^(−s) (s q/(1 − q) + P q/(1 − q)²).
    let drive = causal("decay") { .exp(-$0) }
    let train = Train(past: [SteadyPast(before: 1, period: 0.5, weight: 2)])
    let times = [1.0, 1.3, 6]
    let q = Double.exp(-0.5)
    expect(
      try values([Rational(poles: [Complex(-1)])], drive, at: times, train: train),
      times.map {
        2 * .exp(-($0 - 1)) * (($0 - 1) * q / (1 - q) + 0.5 * q / ((1 - q) * (1 - q)))
      })
  }
}
