import NumericalMethods
import Systems
import Testing

/// A generator that gives the same numbers every time (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// The largest difference from the definition over its peak, or over the printed bounds.
private func disagreement(
  _ train: Train, _ pieces: PiecewisePolynomial, _ rows: Rows, _ algorithm: Algorithm,
  delay: Double = 0
) throws -> (share: Double, overBound: Double, zerosAgree: Bool) {
  let exact = try definitionOfEventsThroughPieces(train, delay: delay, pieces, at: rows)
  var rows = rows
  rows.algorithm = algorithm
  var asked = rows
  asked.wantsErrors = true
  let plain = try eventsThroughPieces(train, delay: delay, pieces, at: rows)
  let found = try eventsThroughPieces(train, delay: delay, pieces, at: asked)
  let peak = exact.values.reduce(0) { max($0, abs($1)) }
  var share = 0.0
  var over = 0.0
  var zeros = true
  for n in rows.times.indices {
    let difference = max(
      abs(exact.values[n] - found.values[n]), abs(exact.values[n] - plain.values[n]))
    share = max(share, peak > 0 ? difference / peak : difference)
    if difference > 0 { over = max(over, difference / found.errors[n]) }
    let isReached = train.events.contains { event in
      event.weight != 0
        && Lag(from: event.time, to: rows.times[n], delay: delay)
          .distance(from: pieces.support.lowerBound) >= 0
        && Lag(from: event.time, to: rows.times[n], delay: delay)
          .distance(from: pieces.support.upperBound) <= 0
    }
    if !isReached && (plain.values[n] != 0 || found.values[n] != 0 || found.errors[n] != 0) {
      zeros = false
    }
  }
  return (share, over, zeros)
}

@Suite struct EventsThroughPiecesTests {
  static let interpolations = [Interpolation.previous, .linear, .steffen, .cubic]

  @Test func `a train on the response's own grid is the discrete convolution, last sample included`()
    throws
  {
    let times = (0...4).map { Double($0) / 10 }
    let pieces = try PiecewisePolynomial(times: times, values: [1, 2, 3, 4, 5], between: .linear)
    let train = Train([Event(time: 0.3, weight: 2), Event(time: 0.1, weight: -1)])
    // 1 2 3 4 5 shifted by 1 times −1, and by 3 times 2.
    let expected: [Double] = [0, -1, -2, -1, 0, 1, 8, 10, 0]
    var rows = Rows(times: (0...8).map { Double($0) / 10 })
    for algorithm in [Algorithm.direct, .sums, .transform] {
      rows.algorithm = algorithm
      let found = try eventsThroughPieces(train, delay: 0, pieces, at: rows)
      #expect(found.values == expected)
    }
    // Before: the impulse at its own time does not count yet, the last sample still does.
    var before = rows
    before.side = .before
    let found = try eventsThroughPieces(train, delay: 0, pieces, at: before)
    #expect(found.values == [0, 0, -2, -3, 0, 1, 8, 10, 0])
  }

  @Test(arguments: [0, 1e6]) func `every way agrees with the definition on even grids`(
    _ offset: Double
  ) throws {
    var random = SeededGenerator(state: 7)
    for interpolation in Self.interpolations {
      let times = (0...60).map { Double($0) / 10 }
      let values = times.map { _ in Double.random(in: -1...1, using: &random) }
      let pieces = try PiecewisePolynomial(times: times, values: values, between: interpolation)
      let onGrid = (0..<40).map { _ in
        Event(
          time: offset + Double(Int.random(in: 0..<300, using: &random)) / 10,
          weight: Double.random(in: -1...2, using: &random))
      }
      let offGrid = (0..<40).map { _ in
        Event(
          time: offset + Double.random(in: -5...30, using: &random),
          weight: Double.random(in: -1...2, using: &random))
      }
      for train in [Train(onGrid), Train(offGrid), Train(onGrid + offGrid)] {
        for (step, count) in [(0.1, 500), (0.05, 900), (0.2, 240), (0.5, 100), (0.13, 300), (0.35, 120)] {
          for side in Side.allCases {
            let decimal = DoubleDouble(step.description)!
            let grid = TimeGrid(
              start: offset - 2, step: step, count: count, startRest: 0, stepRest: decimal.lo)
            let rows = Rows(times: Array(grid), grid: grid, side: side)
            for method in [Algorithm.direct, .sums, .transform, .automatic] {
              let (share, over, zeros) = try disagreement(train, pieces, rows, method)
              #expect(share <= 2e-14, "\(interpolation) \(step) \(side) \(method)")
              #expect(over <= 1, "\(interpolation) \(step) \(side) \(method)")
              #expect(zeros, "\(interpolation) \(step) \(side) \(method)")
            }
          }
        }
      }
    }
  }

  @Test(arguments: [0, 1e6]) func `every way agrees with the definition at uneven times`(
    _ offset: Double
  ) throws {
    var random = SeededGenerator(state: 11)
    for interpolation in Self.interpolations {
      for count in [2, 3, 40] {
        var times = (0..<count).map { _ in Double.random(in: -1...9, using: &random) }.sorted()
        times[0] = -1
        let values = times.map { _ in Double.random(in: -1...1, using: &random) }
        let pieces = try PiecewisePolynomial(times: times, values: values, between: interpolation)
        let events = (0..<100).map { _ in
          Event(
            time: offset + Double.random(in: 0...20, using: &random),
            weight: Double.random(in: -1...1, using: &random))
        }
        // Some rows exactly at a knot of an event.
        var rowTimes = (0..<200).map { _ in offset + Double.random(in: -3...35, using: &random) }
        rowTimes += events.prefix(20).map { $0.time + times[count / 2] + 0.25 }
        rowTimes.sort()
        for side in Side.allCases {
          let rows = Rows(times: rowTimes, side: side)
          for method in [Algorithm.direct, .sums, .transform] {
            for train in [Train(events), Train([events[0]]), Train([])] {
              let (share, over, zeros) = try disagreement(
                train, pieces, rows, method, delay: 0.25)
              #expect(share <= 5e-15, "\(interpolation) \(count) \(side) \(method)")
              #expect(over <= 1, "\(interpolation) \(count) \(side) \(method)")
              #expect(zeros)
            }
          }
        }
      }
    }
  }

  @Test func `an endless past adds what can still reach the rows`() throws {
    // A box of width 2.5 and height 1, an impulse of 3 at every multiple of 1 before 10.
    let box = PiecewisePolynomial.box(from: 0, to: 2.5, height: 1)
    let train = Train([], past: [SteadyPast(before: 10, period: 1, weight: 3)])
    let rows = Rows(times: [9, 9.75, 10, 11, 11.75, 12])
    let found = try eventsThroughPieces(train, delay: 0, box, at: rows)
    // At 9: impulses at 7, 8, 9; at 9.75: 8, 9; at 10: 8, 9; at 11: 9; at 11.5 the last box ends.
    #expect(found.values == [9, 6, 6, 3, 0, 0])
  }

  @Test func `sums stay exact where 1e5 impulses cancel, a million time units on`() throws {
    // Straight from 0 up to 1 and down again; +1 and −1 at the same times leave the last pair.
    let pieces = try PiecewisePolynomial(times: [0, 1, 2], values: [0, 1, 0], between: .linear)
    var events: [Event] = []
    for k in 0..<50_000 {
      let time = 1e6 + Double(k) / 32768
      events.append(Event(time: time, weight: 1 + Double(k)))
      events.append(Event(time: time, weight: -1 - Double(k)))
    }
    events.append(Event(time: 1e6, weight: 1))
    var rows = Rows(times: [1e6 + 0.5, 1e6 + 1, 1e6 + 1.25])
    for algorithm in [Algorithm.direct, .sums] {
      rows.algorithm = algorithm
      let found = try eventsThroughPieces(Train(events), delay: 0, pieces, at: rows)
      #expect(found.values == [0.5, 1, 0.75])
    }
  }

  @Test func `the number of threads changes nothing`() throws {
    var random = SeededGenerator(state: 3)
    let times = (0...30).map { Double($0) / 10 }
    let pieces = try PiecewisePolynomial(
      times: times, values: times.map { _ in Double.random(in: 0...1, using: &random) },
      between: .linear)
    let events = (0..<2000).map { _ in
      Event(time: Double.random(in: 0...100, using: &random), weight: 1)
    }
    let grid = TimeGrid(
      start: 0, step: 0.1, count: 1100, stepRest: DoubleDouble("0.1")!.lo)
    for algorithm in [Algorithm.direct, .sums, .transform] {
      var rows = Rows(times: Array(grid), grid: grid, wantsErrors: true, algorithm: algorithm)
      let one = try eventsThroughPieces(Train(events), delay: 0, pieces, at: rows)
      rows.jobs = 3
      let three = try eventsThroughPieces(Train(events), delay: 0, pieces, at: rows)
      #expect((one.values == three.values) == true)
      #expect((one.errors == three.errors) == true)
    }
  }
}
