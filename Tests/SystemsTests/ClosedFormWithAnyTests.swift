import ComplexModule
import RealModule
import Systems
import Testing

private func causal(
  _ text: String, features: [ClosedForm.Feature] = [], startExponent: Double? = nil,
  breakpoints: [Double] = [], _ f: @escaping @Sendable (Double) -> Double
) -> ClosedForm {
  ClosedForm(
    text: text, on: 0...Double.infinity,
    corners: { window in breakpoints.filter { window.contains($0) } }, features: features,
    startExponent: startExponent
  ) { times, values in
    for k in times.indices { values[k] = f(times[k]) }
  }
}

/// The density t^(a−1) e^(−t/b) / (Γ(a) bᵃ).
private func gamma(_ a: Double, _ b: Double) -> ClosedForm {
  causal("gamma", startExponent: a - 1) {
    .pow($0 / b, a - 1) * .exp(-$0 / b) / (Double.gamma(a) * b)
  }
}

/// The density (k/l) (t/l)^(k−1) e^(−(t/l)ᵏ).
private func weibull(_ k: Double, _ l: Double) -> ClosedForm {
  causal("weibull", startExponent: k - 1) {
    k / l * .pow($0 / l, k - 1) * .exp(-.pow($0 / l, k))
  }
}

private func decay(_ rate: Double) -> ClosedForm { causal("decay") { .exp(-rate * $0) } }

private func values(
  _ factors: [ClosedForm], at times: [Double], train: Train = .identity, delay: Double = 0,
  jobs: Int = 1
) throws -> [Double] {
  try values(factors.map { .closedForm($0) }, at: times, train: train, delay: delay, jobs: jobs)
}

private func values(
  _ factors: [Waveform], at times: [Double], train: Train = .identity, delay: Double = 0,
  jobs: Int = 1
) throws -> [Double] {
  let rows = Rows(times: times, jobs: jobs)
  return try closedFormWithAny(factors, train: train, delay: delay, at: rows).values
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

// The numbers are integrals of the stated products, to 20 digits by mpmath at 40 digits.
@Suite struct ClosedFormWithAnyTests {
  @Test func `a gamma density of shape 2 and a half under a decay`() throws {
    expect(
      try values([gamma(2.5, 3), decay(0.3)], at: [1, 5, 20]),
      [0.013963777705750417474, 0.21388391932276767492, 0.053721477907806121045])
  }

  @Test func `a Weibull density of shape one half, infinite at its start, under a decay`() throws {
    expect(
      try values([weibull(0.5, 2), decay(1)], at: [0, 0.01, 1, 10]),
      [0, 0.067811279127332640535, 0.25662027374402607047, 0.014582802185766035358])
  }

  @Test func `the root of the inverse with itself is π at every time`() throws {
    let root = causal("t^(-1/2)", startExponent: -0.5) { 1 / $0.squareRoot() }
    expect(try values([root, root], at: [0, 1e-6, 1, 17]), [.pi, .pi, .pi, .pi])
  }

  @Test func `two densities with unlike powers at their starts`() throws {
    let exact = [0.067182037057115198437, 0.17476336324867281539, 0.006168992370462966543]
    let pair = [gamma(0.7, 2), weibull(1.37, 3)]
    expect(try values(pair, at: [0.5, 3, 12]), exact)
    expect(try values(pair.reversed(), at: [0.5, 3, 12]), exact)
  }

  @Test func `a spike a hundredth wide in a span of a thousand is not lost`() throws {
    let feature = ClosedForm.Feature(centre: 500, width: 0.01)
    let spike = causal("spike", features: [feature]) {
      .exp(-($0 - 500) * ($0 - 500) / 2e-4) / (0.01 * (2 * Double.pi).squareRoot())
    }
    let slow = causal("slow") { 1 / (1 + $0 / 100) }
    let exact = [0.50000000125000000938, 0.166666666712962963]
    expect(try values([spike, slow], at: [600, 1000]), exact)
    // By 3001 rows the values come from panels of the result.
    let many = try values([slow, spike], at: (0...3000).map { 400 + 0.2 * Double($0) })
    expect([many[1000], many[3000]], exact)
    #expect(many[0] == 0 || abs(many[0]) < 1e-13)
  }

  @Test func `corners that are declared are met`() throws {
    let waves = causal("waves", breakpoints: (1...9).map { Double.pi * Double($0) }) {
      abs(Double.sin($0)) * .exp(-$0 / 5)
    }
    let bell = causal("bell") { .exp(-$0 * $0) }
    expect(
      try values([waves, bell], at: [2, 9]), [0.5986759557602341111, 0.12667896741977506695])
  }

  @Test func `corners that are not declared are found`() throws {
    let waves = causal("waves") { abs(Double.sin($0)) * .exp(-$0 / 5) }
    let bell = causal("bell") { .exp(-$0 * $0) }
    expect(
      try values([waves, bell], at: [2, 9]), [0.5986759557602341111, 0.12667896741977506695])
  }

  @Test func `a two-sided bell over a decay that begins at 0`() throws {
    let bell = ClosedForm(on: -Double.infinity...Double.infinity) {
      .exp(-$0 * $0 / 8) / (2 * (2 * Double.pi).squareRoot())
    }
    expect(
      try values([bell, decay(1)], at: [-3, 0, 4]),
      [0.034525216518785244653, 0.16810200122317060643, 0.067667641618306345947])
  }

  @Test func `a triangle of lines through a Weibull density`() throws {
    let triangle = PiecewisePolynomial(
      knots: TimeGrid(ascending: [0, 1, 2]), coefficients: [0, 1, 1, -1], degree: 1, isClosed: true)
    expect(
      try values([.pieces(triangle), .closedForm(weibull(0.5, 2))], at: [0.5, 1.5, 6]),
      [0.13918395827580054162, 0.36118269927820153468, 0.032812094424785990575])
  }

  @Test func `held pieces keep their relative accuracy in tails`() throws {
    // ∫ e^(−s) from t − 2 to t, less that of the second pulse.
    let pieces = PiecewisePolynomial(
      knots: TimeGrid(ascending: [0, 2, 3]), coefficients: [1, -4], degree: 0, isClosed: false)
    let times = [0.0, 1, 2.5, 40, 600]
    let found = try values([.pieces(pieces), .closedForm(decay(1))], at: times)
    let e = { (t: Double) in t > 0 ? -Double.expMinusOne(-t) : 0.0 }
    for (t, y) in zip(times, found) {
      let exact =
        t < 3 ? e(t) - 5 * e(t - 2) + 4 * e(t - 3)
        : .exp(-t) * (Double.exp(2) - 1 - 4 * (Double.exp(3) - Double.exp(2)))
      #expect(abs(y - exact) <= 1e-14 * abs(exact))
    }
  }

  @Test func `three decays make t squared over two times a decay`() throws {
    let times = [0.1, 1, 3, 10]
    expect(
      try values([decay(1), decay(1), decay(1)], at: times), times.map { $0 * $0 / 2 * .exp(-$0) })
  }

  @Test func `a rational among three factors is a factor like others`() throws {
    let lag = Rational(poles: [Complex(-1)])
    let times = [0.1, 1, 3, 10]
    expect(
      try values(
        [.rational(lag), .closedForm(decay(1)), .closedForm(decay(1))], at: times),
      times.map { $0 * $0 / 2 * .exp(-$0) })
  }

  @Test func `impulses superpose, shifted and scaled`() throws {
    let pair = [gamma(2.5, 3), weibull(1.5, 2)]
    let times = (0..<50).map { Double($0) * 0.4 }
    let train = Train((0..<40).map { Event(time: Double($0) * 0.37, weight: Double($0 % 3) - 0.5) })
    let y = try values(pair, at: times, train: train, delay: 0.25)
    var sum = [Double](repeating: 0, count: times.count)
    for event in train.events {
      let lags = times.map { $0 - event.time - 0.25 }
      for (k, part) in try values(pair, at: lags).enumerated() { sum[k] += event.weight * part }
    }
    expect(y, sum, within: 1e-12)
    #expect(try values(pair, at: times, train: train, delay: 0.25, jobs: 2) == y)
  }

  @Test func `noise in a formula is refused, with what was reached or how large the work was`() {
    let noise = causal("noise") { .exp(-$0) * (1 + 1e-5 * Double.sin(1e9 * $0 * $0)) }
    #expect(throws: SystemsError.self) { try values([noise, decay(2)], at: [1, 2]) }
  }
}
