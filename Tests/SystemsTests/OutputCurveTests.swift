import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

/// Outputs as sums of exponentials between knots, against sampling them, and their extremes, areas and crossings
/// against formulas and dense sampling.
@Suite struct OutputCurveTests {
  private func curve(_ signal: Signal, _ first: Double, _ last: Double, _ side: Side = .after) throws -> OutputCurve {
    try #require(try OutputCurve(signal, from: first, to: last, side: side))
  }

  private func doses(_ times: [Double]) -> Signal { .events(times.map { Event(time: $0) }) }
  private let decay = Signal(.rational(Rational(poles: [Complex(-1)])))

  /// Pairs whose output is of poles and pieces alone.
  static let pairs: [(RandomSignals.Kind, RandomSignals.Kind)] = [
    (.rational, .train), (.rational, .pieces), (.rational, .rational), (.pieces, .train),
  ]

  @Test(arguments: pairs)
  func `a curve has the values that are sampled`(_ pair: (RandomSignals.Kind, RandomSignals.Kind)) throws {
    var random = Seeded(71)
    for _ in 0..<40 {
      let output = RandomSignals.signal(pair.0, &random).convolved(with: RandomSignals.signal(pair.1, &random))
      let first = 6 * random.unit() - 1
      let last = first + 8 * random.unit()
      let curve = try curve(output, first, last)
      let times = (0..<50).map { _ in first + (last - first) * random.unit() }.sorted()
      let sampled = try output.sampled(at: .listed(times)).values
      let peak = sampled.reduce(1e-3) { max($0, $1.magnitude) }
      for (time, value) in zip(times, sampled) {
        let own = curve.value(at: time)
        #expect((own - value).magnitude <= 1e-13 * peak, "t = \(time): \(own) and \(value)")
      }
    }
  }

  @Test(arguments: pairs)
  func `nothing is above the maximum or below the minimum`(_ pair: (RandomSignals.Kind, RandomSignals.Kind)) throws {
    var random = Seeded(72)
    for _ in 0..<40 {
      let output = RandomSignals.signal(pair.0, &random).convolved(with: RandomSignals.signal(pair.1, &random))
      let (first, last) = (0.25, 0.25 + 8 * random.unit())
      let curve = try curve(output, first, last)
      let times = (0...4000).map { $0 == 4000 ? last : first + (last - first) * Double($0) / 4000 }
      let values = times.map { curve.value(at: $0) }
      let size = values.reduce(1e-3) { max($0, $1.magnitude) }
      for sign in [1.0, -1] {
        let found = try curve.extreme(sign)
        let most = values.reduce(-.infinity) { max($0, sign * $1) }
        #expect(sign * found.value >= most - 1e-14 * size, "\(sign): \(found) against \(most)")
        // It is reached: at its time, or just before it where the curve jumps.
        let (at, before) = (curve.value(at: found.time), curve.value(at: found.time.nextDown))
        let off = min((at - found.value).magnitude, (before - found.value).magnitude)
        #expect(off <= 1e-13 * size, "\(sign): \(found), \(at), \(before)")
      }
    }
  }

  @Test(arguments: pairs)
  func `area and time above a level are those of dense sampling`(
    _ pair: (RandomSignals.Kind, RandomSignals.Kind)
  ) throws {
    var random = Seeded(73)
    for _ in 0..<20 {
      let output = RandomSignals.signal(pair.0, &random).convolved(with: RandomSignals.signal(pair.1, &random))
      let (first, last) = (0.25, 0.25 + 8 * random.unit())
      let curve = try curve(output, first, last)
      // Gauss's rule within each cell: knots stand where the curve bends.
      let rule = GaussLegendre(points: 12)
      var area = 0.0
      for (low, high) in zip(curve.knots, curve.knots.dropFirst() + [last]) {
        let parts = 12
        for k in 0..<parts {
          let half = (high - low) / Double(2 * parts)
          for (node, weight) in zip(rule.nodes, rule.weights) {
            area += half * weight * curve.value(at: low + half * (Double(2 * k + 1) + node))
          }
        }
      }
      let most = max(try curve.extreme(1).value.magnitude, try curve.extreme(-1).value.magnitude)
      #expect((curve.area(from: first, to: last) - area).magnitude <= 1e-12 * most * (last - first))
      let level = try curve.extreme(-1).value + random.unit() * (curve.extreme(1).value - curve.extreme(-1).value)
      let count = 2_000
      let step = (last - first) / Double(count)
      let above = (0..<count).count { curve.value(at: first + (Double($0) + 0.5) * step) > level }
      // Each crossing is off by half a step at most; there are few.
      #expect((try curve.duration(above: level) - Double(above) * step).magnitude <= 60 * step)
    }
  }

  @Test func `two doses through a decay`() throws {
    let curve = try curve(decay.convolved(with: doses([0, 1])), 0, 3)
    let jump = 1 + Double.exp(-1)
    #expect(try curve.extreme(1) == (1, jump))
    #expect((try curve.extreme(-1).value - jump * .exp(-2)).magnitude < 1e-16)
    #expect((curve.area(from: 0, to: 3) - (1 - .exp(-1) + jump * (1 - .exp(-2)))).magnitude < 4e-16)
    // Above 1/2 until ln 2, and from 1 on until jump e^{−s} = 1/2.
    let above = Double.log(2) + .log(2 * jump)
    #expect((try curve.duration(above: 0.5) - above).magnitude < 1e-15)
  }

  @Test func `a dose is taken up and goes: when the level is highest`() throws {
    // e^{−t} − e^{−4t} is highest at ln 4/3; its area is 3/4.
    let h = Signal(.rational(Rational(gain: 3, poles: [Complex(-1), Complex(-4)])))
    let curve = try curve(h, 0, 40)
    let time = Double.log(4) / 3
    #expect((try curve.extreme(1).time - time).magnitude < 1e-15)
    #expect((try curve.extreme(1).value - (.exp(-time) - .exp(-4 * time))).magnitude < 2e-16)
    #expect((curve.area(from: 0, to: 40) - 0.75).magnitude < 2e-16)
  }

  @Test func `half of the area of a decay has passed after ln 2`() throws {
    let time = try #require(try curve(decay, 0, 50).time(ofShare: 0.5))
    #expect((time - .log(2)).magnitude < 1e-15)
    // No area: as much below as above.
    let sine = Signal(.rational(Rational(poles: [Complex(0, 1), Complex(0, -1)])))
    let flat = Signal(terms: [])
    #expect(try curve(flat, 0, 1).time(ofShare: 0.5) == nil)
    #expect(try curve(sine, 0, 2 * .pi).duration(above: 0) > 0)
    #expect((try curve(sine, 0, 2 * .pi).duration(above: 0) - .pi).magnitude < 1e-14)
    #expect((try curve(sine, 0, 100 * .pi).duration(above: 0.5) - 100 * .pi / 3).magnitude < 1e-11)
  }

  @Test func `what has gone on for ever swings between trough and peak`() throws {
    // Σ e^{−n} = 1/(1 − e^{−1}) just after a dose, less by 1 just before it.
    let steady = Signal(terms: [.init(trains: [Train([Event(time: 0)], past: [SteadyPast(before: 0, period: 1, weight: 1)])])])
    let curve = try curve(decay.convolved(with: steady), 0, 1)
    let most = 1 / (1 - Double.exp(-1))
    #expect((try curve.extreme(1).value - most).magnitude < 4e-16)
    #expect((try curve.extreme(-1).value - (most - 1)).magnitude < 4e-16)
    #expect((curve.area(from: 0, to: 1) - 1).magnitude < 4e-16)
  }

  @Test func `the side at the ends decides what counts`() throws {
    let output = decay.convolved(with: doses([0, 1]))
    #expect(try curve(output, 0, 1, .after).last == 1 + .exp(-1))
    #expect(try curve(output, 0, 1, .before).last == .exp(-1))
    #expect(try curve(output, 0, 1, .before).extreme(-1) == (0, 0))
    let part = try curve(output, 0, 3).part(from: 0, to: 1)
    #expect((try part.extreme(-1).value - .exp(-1)).magnitude < 1e-16)
  }

  @Test func `a formula that is no sum of exponentials has no such curve`() throws {
    let form = Signal(.closedForm(ClosedForm(on: 0...1) { $0.squareRoot() }))
    #expect(try OutputCurve(form, from: 0, to: 1) == nil)
  }
}
