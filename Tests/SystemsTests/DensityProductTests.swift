import RealModule
import Systems
import Testing

/// Products of densities whose integrals are known, drawn at random: values, tails and stated errors.
struct DensityProductTests {
  /// What is compared: lags, what came out, and the exact values.
  private func check(
    _ factors: [Waveform], _ train: Train, at times: [Double], _ exact: [Double], seed: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var rows = Rows(times: times, jobs: 1)
    rows.wantsErrors = true
    let found = try closedFormWithAny(factors, train: train, delay: 0, at: rows)
    let peak = exact.reduce(0) { max($0, abs($1)) }
    for (k, y) in found.values.enumerated() {
      let off = abs(y - exact[k])
      // The exact value is itself rounded, in its argument too.
      let ownRounding = abs(exact[k]) * 0x1p-52 * (8 - Double.log(max(1e-300, abs(exact[k]))))
      #expect(
        off <= found.errors[k] + ownRounding + 1e-290,
        "seed \(seed), t = \(times[k]): \(y) for \(exact[k]), bound \(found.errors[k])",
        sourceLocation: sourceLocation)
      #expect(
        off <= 1e-12 * peak && off <= 1e-11 * abs(exact[k]) + 1e-290,
        "seed \(seed), t = \(times[k]): \(y) for \(exact[k])", sourceLocation: sourceLocation)
    }
  }

  private func density(_ text: String, _ exponent: Double?, _ f: @escaping @Sendable (Double) -> Double)
    -> Waveform
  {
    .closedForm(
      ClosedForm(text: text, on: 0...Double.infinity, startExponent: exponent) { times, values in
        for k in times.indices { values[k] = f(times[k]) }
      })
  }

  /// `∫ f from a to b` is e^(−(a/λ)ᵏ) − e^(−(b/λ)ᵏ).
  @Test(arguments: 1...40) func `pulses through a Weibull density`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let shape = 0.4 + 4.5 * random.unit()
    let scale = Double.exp(2 * random.unit() - 1)
    let weibull = density("weibull", shape == 1 ? nil : shape - 1) { t in
      let r = t / scale
      return t == 0 && shape < 1
        ? .infinity : shape / scale * .pow(r, shape - 1) * .exp(-.pow(r, shape))
    }
    let length = Double.exp(4 * random.unit() - 3)
    let pulse = Waveform.pieces(.box(from: 0, to: length, height: 1))
    let events = (0..<3).map { _ in Event(time: 4 * random.unit(), weight: 0.5 + random.unit()) }
    let far = [4.0, 15, 80][seed % 3]
    let times = (1...12).map { 4 + length + far * Double($0) * random.unit() }.sorted()
    func integral(_ a: Double, _ b: Double) -> Double {
      let (low, high) = (Double.pow(max(0, a) / scale, shape), Double.pow(max(0, b) / scale, shape))
      return Double.exp(-low) * -Double.expMinusOne(low - high)
    }
    let exact = times.map { t in
      events.reduce(0) { $0 + $1.weight * integral(t - $1.time - length, t - $1.time) }
    }
    try check([weibull, pulse], Train(events), at: times, exact, seed: seed)
  }

  /// Many impulses at any times: the density goes through one cell, which is placed at all.
  @Test(arguments: 1...8) func `held samples through a Weibull density at many impulses`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let (shape, scale) = (0.5 + 2 * random.unit(), 0.5 + 2 * random.unit())
    let step = [0.03125, 0.125, 1][seed % 3]
    let weibull = density("weibull", shape - 1) { t in
      let r = t / scale
      return t == 0 && shape < 1 ? .infinity : shape / scale * .pow(r, shape - 1) * .exp(-.pow(r, shape))
    }
    let levels = (0..<200).map { _ in random.unit() }
    let held = PiecewisePolynomial(
      knots: TimeGrid(start: 0, step: step, count: 201), coefficients: levels, degree: 0, isClosed: false)
    let events = (0..<60).map { _ in Event(time: 9 * random.unit(), weight: 0.5 + random.unit()) }
    let times = (0..<64).map { Double($0) * 0.4 * step * 10 + random.unit() }.sorted()
    // What is left of the density at each knot before a lag, once for both cells that meet there.
    func value(_ lag: Double) -> Double {
      var (sum, before) = (0.0, 0.0)
      for k in 0...200 where lag > Double(k) * step {
        let next = k < 200 ? levels[k] : 0
        sum += (next - before) * -Double.expMinusOne(-.pow((lag - Double(k) * step) / scale, shape))
        before = next
      }
      return sum
    }
    let exact = times.map { t in events.reduce(0) { $0 + $1.weight * value(t - $1.time) } }
    var rows = Rows(times: times, jobs: 1)
    rows.wantsErrors = true
    let found = try closedFormWithAny([weibull, .pieces(held)], train: Train(events), delay: 0, at: rows)
    let peak = exact.reduce(0) { max($0, abs($1)) }
    for (k, y) in found.values.enumerated() {
      let off = abs(y - exact[k])
      #expect(off <= 1e-12 * peak, "seed \(seed), t = \(times[k]): \(y) for \(exact[k])")
      // The exact values cancel: 200 differences of what is at most 1, at 60 impulses.
      #expect(off <= found.errors[k] + 60 * 20 * 0x1p-52, "seed \(seed), t = \(times[k]), bound \(found.errors[k])")
    }
  }

  /// `∫ f from a to b` is e^(−a²) − e^(−b²): at whole 64ths the squares are exact, and what the density is off in its tail
  /// shows.
  @Test(arguments: 1...20) func `a stated error holds far out in a tail`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let weibull = density("weibull", nil) { t in 2 * t * .exp(-.pow(t, 2)) }
    let pulse = Waveform.pieces(.box(from: 0, to: 0.5, height: 1))
    var rows = Rows(times: [(Double(Int(640 + 900 * random.unit())) + 32) / 64], jobs: 1)
    rows.wantsErrors = true
    let found = try closedFormWithAny([weibull, pulse], train: .identity, delay: 0, at: rows)
    let (b, a) = (rows.times[0], rows.times[0] - 0.5)
    let exact = Double.exp(-a * a) * -Double.expMinusOne(a * a - b * b)
    #expect(abs(found.values[0] - exact) <= found.errors[0] + 2 * exact.ulp, "t = \(b): \(found.values[0]) for \(exact)")
    #expect(abs(found.values[0] - exact) <= 1e-12 * exact)
  }

  /// ∫ s^(k−1) e^(−s) / Γ(k) e^(b (t − s)) ds over s > 0 is e^(b t) (1 + b)^(−k).
  @Test(arguments: 1...20) func `an infinite start is met by what has no start`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let (k, b) = (0.2 + 0.7 * random.unit(), 0.05 + 2 * random.unit())
    let gamma = ClosedForm(
      text: "gamma", on: 0...Double.infinity, features: [ClosedForm.Feature(centre: 0, width: 1)], startExponent: k - 1
    ) { times, values in
      for n in times.indices {
        values[n] = times[n] == 0 ? .infinity : .exp((k - 1) * .log(times[n]) - times[n] - .logGamma(k))
      }
    }
    let rise = ClosedForm(on: -Double.infinity...Double.infinity) { .exp(b * $0) }
    let times = (0..<6).map { _ in 8 * random.unit() - 5 }.sorted()
    try check(
      [.closedForm(gamma), .closedForm(rise)], .identity, at: times,
      times.map { .exp(b * $0) * .pow(1 + b, -k) }, seed: seed)
  }

  /// Bells at distances from 0 that hide their cut there: the product is a bell.
  @Test(arguments: 1...20) func `a bell through a bell is a bell`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    @Sendable func bell(_ mean: Double, _ deviation: Double) -> @Sendable (Double) -> Double {
      { t in
        let z = (t - mean) / deviation
        return 0.3989422804014327 / deviation * .exp(-0.5 * z * z)
      }
    }
    let (s1, s2) = (0.1 + random.unit(), 0.1 + random.unit())
    let (m1, m2) = (40 * s1 + 3 * random.unit(), 40 * s2 + 3 * random.unit())
    let s = (s1 * s1 + s2 * s2).squareRoot()
    let times = (0...10).map { m1 + m2 + s * (Double($0) - 5) * [1, 1.4, 2.2][seed % 3] }
    let exact = times.map(bell(m1 + m2, s))
    func factor(_ m: Double, _ d: Double) -> Waveform {
      .closedForm(
        ClosedForm(
          text: "bell", on: 0...Double.infinity,
          features: [ClosedForm.Feature(centre: m, width: d)]
        ) { times, values in
          let f = bell(m, d)
          for k in times.indices { values[k] = f(times[k]) }
        })
    }
    try check([factor(m1, s1), factor(m2, s2)], .identity, at: times, exact, seed: seed)
  }

  /// Gamma densities of one scale make one whose shape is the sum, whatever their starts are.
  @Test(arguments: 1...30) func `a gamma density through another of its scale`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed))
    let (a, b) = (0.3 + 3 * random.unit(), 0.3 + 5 * random.unit())
    func gamma(_ k: Double) -> @Sendable (Double) -> Double {
      { t in
        t == 0 ? (k < 1 ? .infinity : k == 1 ? 1 : 0)
          : .exp((k - 1) * .log(t) - t - .logGamma(k))
      }
    }
    let times = (1...10).map { Double($0) * [0.8, 6, 60][seed % 3] * (0.5 + random.unit()) }
      .sorted()
    try check(
      [density("gamma", a - 1, gamma(a)), density("gamma", b - 1, gamma(b))], .identity, at: times,
      times.map(gamma(a + b)), seed: seed)
  }

  @Test func `what grows is needed as far as its partner shows it`() throws {
    // ∫ e^(−s²) e^(s − t) ds over all s is √π e^(1/4) e^(−t).
    let line = -Double.infinity...Double.infinity
    let bell = ClosedForm(on: line) { .exp(-$0 * $0) }
    let growth = ClosedForm(on: line) { .exp(-$0) }
    let times = [-1.0, 0, 2]
    let exact = times.map { Double.pi.squareRoot() * .exp(0.25 - $0) }
    try check([.closedForm(bell), .closedForm(growth)], .identity, at: times, exact, seed: 0)
    #expect(throws: SystemsError.self) {
      try closedFormWithAny(
        [.closedForm(growth), .closedForm(growth)], train: .identity, delay: 0,
        at: Rows(times: times, jobs: 1))
    }
  }
}
