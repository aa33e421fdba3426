import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

/// Every way of sampling, asked for by `algorithm`, gives what the plain definition gives, within its bound.
@Suite struct MethodTests {
  /// Uniform or uneven samples of any interpolation, from about 0 to 4.
  private func samples(_ random: inout Seeded, isUniform: Bool) throws -> PiecewisePolynomial {
    let interpolation = [Interpolation.previous, .linear, .steffen, .cubic][Int(4 * random.unit())]
    let count = 3 + Int(20 * random.unit())
    var times: [Double] = []
    var values: [Double] = []
    for k in 0..<count {
      let shift = isUniform ? 0 : 0.1 * random.unit()
      times.append(Double(k) / 5 + shift)
      values.append(random.unit() - 0.3)
    }
    return try PiecewisePolynomial(times: times, values: values, between: interpolation)
  }

  private func rows(_ random: inout Seeded) -> OutputTimes {
    if random.unit() < 0.6 {
      let step = [0.2, 0.1, 0.4, 0.3][Int(4 * random.unit())]
      return .grid(
        TimeGrid(start: -1, step: step, count: 60, stepRest: DoubleDouble(step.description)!.lo))
    }
    var times: [Double] = []
    for _ in 0..<50 { times.append(12 * random.unit() - 1) }
    return .listed(times.sorted())
  }

  private func train(_ random: inout Seeded) -> Signal {
    let isOnGrid = random.unit() < 0.5
    let count = 1 + Int(40 * random.unit())
    var events: [Event] = []
    for _ in 0..<count {
      let place = 25 * random.unit()
      let time: Double = isOnGrid ? place.rounded() / 5 : place / 4
      events.append(Event(time: time, weight: random.unit() - 0.3))
    }
    return .events(events)
  }

  /// Compares every way with the definition: the one that is asked for as `direct`.
  private func expectOneAnswer(
    _ signal: Signal, at times: OutputTimes, side: Side, within limit: Double, _ what: String
  ) throws {
    let exact = try signal.sampled(at: times, side: side, bounds: true, algorithm: .direct)
    let peak = exact.values.reduce(0) { max($0, $1.magnitude) }
    for algorithm in Algorithm.allCases where algorithm != .direct {
      let found = try signal.sampled(at: times, side: side, bounds: true, algorithm: algorithm)
      let plain = try signal.sampled(at: times, side: side, algorithm: algorithm)
      for n in exact.values.indices {
        let off = (found.values[n] - exact.values[n]).magnitude
        #expect(off <= limit * peak, "\(what) \(algorithm) row \(n): \(off / peak)")
        #expect(
          off <= found.errors[n] + exact.errors[n], "\(what) \(algorithm) row \(n): \(off) above \(found.errors[n])")
        #expect((plain.values[n] - exact.values[n]).magnitude <= limit * peak, "\(what) \(algorithm)")
      }
    }
  }

  @Test(arguments: 0..<12) func `samples at impulses`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed) + 101)
    let pieces = Signal(.pieces(try samples(&random, isUniform: seed % 2 == 0)))
    try expectOneAnswer(
      pieces.convolved(with: train(&random)), at: rows(&random),
      side: seed % 3 == 0 ? .before : .after, within: 1e-13, "pieces")
  }

  @Test func `a formula at impulses on the rows' grid, and off it`() throws {
    var cut = 0
    for seed in 0..<12 {
      var random = Seeded(UInt64(seed) + 151)
      let signal = Signal(.closedForm(RandomSignals.form(&random))).convolved(with: train(&random))
      let step = [0.01, 0.02, 0.04][seed % 3]
      let times = OutputTimes.grid(
        TimeGrid(start: -1, step: step, count: 1200, stepRest: DoubleDouble(step.description)!.lo))
      let side: Side = seed % 4 == 0 ? .before : .after
      try expectOneAnswer(signal, at: times, side: side, within: 1e-13, "formula \(seed)")
      let found = try signal.sampled(at: times, side: side, algorithm: .transform)
      if found.methods.contains(where: { $0.name.contains("cells of the rows' grid") }) { cut += 1 }
    }
    // Where cells of nine powers don't meet the panels to rounding, these are read as before.
    #expect(cut >= 4, "the way was taken in \(cut) of 12")
  }

  @Test(arguments: 0..<12) func `uneven samples at impulses on the rows' grid`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed) + 171)
    let pieces = try samples(&random, isUniform: false)
    let step = [0.05, 0.2, 0.3][seed % 3]
    let times = OutputTimes.grid(
      TimeGrid(start: 1, step: step, count: 200, stepRest: DoubleDouble(step.description)!.lo))
    let events = (0..<60).map { _ in
      Event(time: (80 * random.unit()).rounded() / (seed % 2 == 0 ? 5 : 10), weight: random.unit() - 0.3)
    }
    let signal = Signal(.pieces(pieces)).convolved(with: .events(events))
    try expectOneAnswer(signal, at: times, side: seed % 4 == 0 ? .before : .after, within: 1e-13, "uneven")
    // A grid of fewer lags is none.
    guard pieces.knots[pieces.cells] - pieces.knots[0] > 4 * step else { return }
    let found = try signal.sampled(at: times, algorithm: .transform)
    #expect(found.methods.contains { $0.name == "discrete convolution by FFT" })
  }

  @Test func `two long trains on no common grid at a few rows are the sums of their pairs`() throws {
    var random = Seeded(191)
    func draw(_ count: Int) -> [Event] {
      (0..<count).map { _ in Event(time: 30 * random.unit(), weight: random.unit() - 0.3) }
    }
    let (a, b) = (draw(1300), draw(900))
    var rows = (0..<6).map { a[200 * $0].time + b[140 * $0].time }
    rows += [7.5, -1]
    let amounts = try Signal.events(a).convolved(with: .events(b)).amounts(at: rows, period: nil)
    for (row, amount) in zip(rows, amounts) {
      var sum = 0.0
      for x in a { for y in b where (x.time + y.time - row).magnitude < 1e-13 { sum += x.weight * y.weight } }
      #expect((amount - sum).magnitude <= 1e-15, "\(row)")
    }
    #expect(amounts[..<6].allSatisfy { $0 != 0 } && amounts[6...].allSatisfy { $0 == 0 })
  }

  @Test(arguments: 0..<12) func `exponentials and samples in series at impulses`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed) + 201)
    let pieces = Signal(.pieces(try samples(&random, isUniform: seed % 2 == 0)))
    let poles = Signal(.rational(RandomSignals.rational(&random)))
    try expectOneAnswer(
      poles.convolved(with: pieces).convolved(with: train(&random)), at: rows(&random), side: .after,
      within: 2e-13, "poles and pieces")
  }

  @Test(arguments: 0..<12) func `samples with samples at impulses`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed) + 301)
    let a = Signal(.pieces(try samples(&random, isUniform: seed % 2 == 0)))
    let b = Signal(.pieces(try samples(&random, isUniform: seed % 3 != 0)))
    try expectOneAnswer(
      a.convolved(with: b).convolved(with: train(&random)), at: rows(&random), side: .after,
      within: 5e-13, "pieces and pieces")
  }

  @Test(arguments: 0..<6) func `a formula through samples at impulses`(_ seed: Int) throws {
    var random = Seeded(UInt64(seed) + 401)
    let pieces = Signal(.pieces(try samples(&random, isUniform: true)))
    let form = Signal(.closedForm(RandomSignals.form(&random)))
    try expectOneAnswer(
      form.convolved(with: pieces).convolved(with: train(&random)), at: rows(&random), side: .after,
      within: 2e-12, "formula and pieces")
  }

  @Test(arguments: 0..<8) func `three factors are the product of two with the third, in any order`(
    _ seed: Int
  ) throws {
    var random = Seeded(UInt64(seed) + 601)
    let isUniform = seed % 2 == 0
    let a = Signal(.pieces(try samples(&random, isUniform: isUniform)))
    let b = Signal(.pieces(try samples(&random, isUniform: isUniform)))
    let third = seed % 4 < 2
      ? Signal(.rational(RandomSignals.rational(&random)))
      : Signal(.pieces(try samples(&random, isUniform: isUniform)))
    let times = rows(&random)
    let one = try a.convolved(with: b).convolved(with: third).sampled(at: times, bounds: true)
    let other = try third.convolved(with: b).convolved(with: a).sampled(at: times, bounds: true)
    // The definition by parts: held samples of b one by one, each a difference of steps of a * third.
    let peak = one.values.reduce(0) { max($0, $1.magnitude) }
    for n in one.values.indices {
      let off = (one.values[n] - other.values[n]).magnitude
      #expect(off <= 1e-13 * peak)
      #expect(off <= one.errors[n] + other.errors[n])
    }
  }

  @Test func `uniform cubes through one another have the volume of their sums`() throws {
    // Three boxes of width 1: the quadratic B-spline, 1/2 t², 3/4 − (t − 3/2)², 1/2 (3 − t)².
    let box = Signal(.pieces(try PiecewisePolynomial(times: [0, 0.5], values: [1, 1], between: .previous)))
    let spline = box.convolved(with: box).convolved(with: box)
    let times = (0...24).map { Double($0) / 8 }
    let found = try spline.sampled(at: .listed(times), bounds: true)
    for (n, t) in times.enumerated() {
      let exact: Double
      switch t {
      case ..<1: exact = t * t / 2
      case ..<2: exact = 0.75 - (t - 1.5) * (t - 1.5)
      default: exact = (3 - t) * (3 - t) / 2
      }
      #expect((found.values[n] - exact).magnitude <= found.errors[n] + 1e-17)
    }
  }
}
