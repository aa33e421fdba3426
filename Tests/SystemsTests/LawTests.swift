import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

/// The laws of linear time-invariant systems, for random responses, inputs and times.
@Suite struct LawTests {
  typealias Kind = RandomSignals.Kind

  /// Every pair of a response and an input that makes a curve.
  static let pairs: [(Kind, Kind)] = [
    (.rational, .train), (.rational, .pieces), (.rational, .rational), (.rational, .form),
    (.pieces, .train), (.pieces, .pieces), (.pieces, .form), (.form, .train), (.form, .form),
  ]
  static let triples: [(Kind, Kind, Kind)] = [
    (.rational, .rational, .train), (.rational, .pieces, .train), (.rational, .rational, .pieces),
    (.rational, .form, .train), (.pieces, .train, .rational), (.rational, .rational, .form),
  ]

  /// What two ways of computing the same may differ by, as a share of the largest value.
  private func limit(_ kinds: Kind...) -> Double {
    kinds.contains(.form) ? 4e-12 : 2e-14
  }

  private func times(_ random: inout Seeded) -> [Double] {
    // Multiples of 2⁻²⁰, so that times may be moved by such multiples without rounding.
    (0..<40).map { _ in (12 * random.unit() * 0x1p20).rounded() * 0x1p-20 }.sorted()
  }

  private func values(_ signal: Signal, _ times: [Double]) throws -> [Double] {
    try signal.sampled(at: .listed(times)).values
  }

  private func expectEqual(
    _ a: [Double], _ b: [Double], within limit: Double, _ what: String
  ) {
    let peak = (a + b).reduce(0) { max($0, $1.magnitude) }
    for (k, (x, y)) in zip(a, b).enumerated() {
      let off = (x - y).magnitude
      #expect(off <= limit * peak, "\(what), row \(k): \(x) and \(y), \(off / peak) of the peak")
    }
  }

  @Test(arguments: pairs)
  func `the output is linear in the input`(_ pair: (Kind, Kind)) throws {
    var random = Seeded(101)
    for _ in 0..<3 {
      let h = RandomSignals.signal(pair.0, &random)
      let (x, y) = (RandomSignals.signal(pair.1, &random), RandomSignals.signal(pair.1, &random))
      let (a, b) = (4 * random.unit() - 2, 4 * random.unit() - 2)
      let rows = times(&random)
      let whole = try values(h.convolved(with: x.scaled(by: a) + y.scaled(by: b)), rows)
      let first = try values(h.convolved(with: x), rows)
      let second = try values(h.convolved(with: y), rows)
      let sum = zip(first, second).map { a * $0 + b * $1 }
      expectEqual(whole, sum, within: 4 * limit(pair.0, pair.1), "\(pair)")
    }
  }

  @Test(arguments: pairs)
  func `a later input gives the same output, later`(_ pair: (Kind, Kind)) throws {
    var random = Seeded(202)
    for shift in [0.375, 5, 1024] {
      let h = RandomSignals.signal(pair.0, &random)
      let x = RandomSignals.signal(pair.1, &random)
      let rows = times(&random)
      let now = try values(h.convolved(with: x), rows)
      let later = try values(h.convolved(with: x.delayed(by: shift)), rows.map { $0 + shift })
      expectEqual(now, later, within: limit(pair.0, pair.1), "\(pair) by \(shift)")
    }
  }

  @Test(arguments: pairs)
  func `response and input may change places`(_ pair: (Kind, Kind)) throws {
    var random = Seeded(303)
    for _ in 0..<3 {
      let h = RandomSignals.signal(pair.0, &random)
      let x = RandomSignals.signal(pair.1, &random)
      let rows = times(&random)
      expectEqual(
        try values(h.convolved(with: x), rows), try values(x.convolved(with: h), rows),
        within: limit(pair.0, pair.1), "\(pair)")
    }
  }

  @Test(arguments: triples)
  func `it does not matter which two are convolved first`(_ kinds: (Kind, Kind, Kind)) throws {
    var random = Seeded(404)
    for _ in 0..<2 {
      let a = RandomSignals.signal(kinds.0, &random)
      let b = RandomSignals.signal(kinds.1, &random)
      let c = RandomSignals.signal(kinds.2, &random)
      let rows = times(&random)
      expectEqual(
        try values(a.convolved(with: b).convolved(with: c), rows),
        try values(c.convolved(with: a).convolved(with: b), rows),
        within: limit(kinds.0, kinds.1, kinds.2), "\(kinds)")
    }
  }

  @Test func `systems in series multiply their transfer functions`() throws {
    var random = Seeded(505)
    for _ in 0..<20 {
      let (a, b) = (RandomSignals.rational(&random), RandomSignals.rational(&random))
      let series = System(impulseResponse: Signal(.rational(a)))
        .series(System(impulseResponse: Signal(.rational(b))))
      let product = Rational(
        gain: a.gain * b.gain, numerators: b.numerators + a.numerators, poles: b.poles + a.poles)
      let rows = times(&random)
      expectEqual(
        try values(series.impulseResponse, rows), try values(Signal(.rational(product)), rows),
        within: 2e-14, "series")
    }
  }

  @Test(arguments: Kind.allCases.filter { $0 != .train })
  func `systems side by side add their outputs`(_ kind: Kind) throws {
    var random = Seeded(606)
    for other in Kind.allCases where other != .train {
      let a = System(impulseResponse: RandomSignals.signal(kind, &random))
      let b = System(impulseResponse: RandomSignals.signal(other, &random))
      let input = RandomSignals.signal(.train, &random)
      let rows = times(&random)
      let sum = zip(
        try values(a.response(to: input), rows), try values(b.response(to: input), rows)
      ).map { $0 + $1 }
      expectEqual(
        try values(a.parallel(b).response(to: input), rows), sum, within: limit(kind, other),
        "\(kind) beside \(other)")
    }
  }

  @Test(arguments: pairs)
  func `areas multiply`(_ pair: (Kind, Kind)) throws {
    var random = Seeded(707)
    let h = RandomSignals.signal(pair.0, &random)
    let x = RandomSignals.signal(pair.1, &random)
    let product = try (h.moments()?.area ?? .nan) * (x.moments()?.area ?? .nan)
    // The area until 200, where e^{−0.3·200} = 1e-26 is left: nothing here knows of moments.
    let area = try h.convolved(with: x).convolved(with: .step)
      .sampled(at: .listed([200]), tolerance: Tolerance(relative: 1e-9)).values[0]
    // Of three factors, two of them formulas, quadrature reaches less.
    let limit = pair.0 == .form && pair.1 == .form ? 1e-9 : 1e-11
    #expect((area - product).magnitude <= limit * max(1, product.magnitude), "\(pair)")
  }

  @Test(arguments: Kind.allCases.filter { $0 != .train })
  func `the identity changes nothing`(_ kind: Kind) throws {
    var random = Seeded(808)
    let x = RandomSignals.signal(kind, &random)
    let rows = times(&random)
    let plain = try values(x, rows)
    #expect(try values(System.identity.response(to: x), rows) == plain)
    let series = System.identity.series(System(impulseResponse: x))
    #expect(try values(series.impulseResponse, rows) == plain)
  }

  @Test(arguments: pairs)
  func `a second method agrees`(_ pair: (Kind, Kind)) throws {
    var random = Seeded(909)
    let h = RandomSignals.signal(pair.0, &random)
    let x = RandomSignals.signal(pair.1, &random)
    let output = h.convolved(with: x)
    let rows = Array(times(&random).prefix(20))
    let second = try #require(try output.byASecondMethod(at: rows))
    expectEqual(try values(output, rows), second.values, within: 1e-10, "\(pair)")
  }
}
