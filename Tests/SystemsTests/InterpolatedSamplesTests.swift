import NumericalMethods
import Systems
import Testing

@Suite struct InterpolatedSamplesTests {
  @Test func `straight lines join the samples, both ends count, and it is 0 outside`() throws {
    let pieces = try PiecewisePolynomial(times: [0, 1, 3], values: [1, 3, 0], between: .linear)
    for side in Side.allCases {
      #expect(pieces.value(at: 0.5, side: side) == 2)
      #expect(pieces.value(at: 1, side: side) == 3)
      #expect(pieces.value(at: 2, side: side) == 1.5)
      #expect(pieces.value(at: -0.1, side: side) == 0)
      #expect(pieces.value(at: 3.1, side: side) == 0)
      #expect(pieces.value(at: 3, side: side) == 0)
    }
    #expect(pieces.value(at: 0) == 1)
    #expect(pieces.value(at: 0, side: .before) == 0)
  }

  @Test func `the last sample is shown as it is, not as a line's rounded end`() throws {
    let times = (0...30).map { Double($0) / 10 }
    let values = times.map { 1.1 - $0 / 3 }
    let pieces = try PiecewisePolynomial(times: times, values: values, between: .linear)
    #expect(pieces.value(at: 3) == values[30])
    #expect(pieces.value(at: 3, side: .before) == values[30])
    for k in 1..<30 {
      #expect(pieces.value(at: times[k], side: .before) == values[k])
      #expect(pieces.value(at: times[k], side: .after) == values[k])
    }
  }

  @Test func `a held value lasts to the next time, the last one for the last spacing`() throws {
    let pieces = try PiecewisePolynomial(times: [0, 1, 3], values: [1, 3, 2], between: .previous)
    #expect(pieces.value(at: 0.99) == 1)
    #expect(pieces.value(at: 1) == 3)
    #expect(pieces.value(at: 1, side: .before) == 1)
    #expect(pieces.value(at: 4.9) == 2)
    #expect(pieces.value(at: 5) == 0)
    #expect(pieces.value(at: 5, side: .before) == 2)
  }

  @Test func `two equal times are a jump from the left value to the right one`() throws {
    let pieces = try PiecewisePolynomial(
      times: [0, 1, 1, 2], values: [0, 1, 5, 7], between: .linear, allowingJumps: true)
    #expect(pieces.cells == 2)
    #expect(pieces.value(at: 0.5) == 0.5)
    #expect(pieces.value(at: 1, side: .before) == 1)
    #expect(pieces.value(at: 1, side: .after) == 5)
    #expect(pieces.value(at: 1.5) == 6)
  }

  @Test func `equal or falling times are refused with their place`() {
    #expect(throws: SystemsError.timesMustAscend(index: 2, time: 1, previous: 1)) {
      try PiecewisePolynomial(times: [0, 1, 1], values: [0, 1, 5], between: .linear)
    }
    #expect(throws: SystemsError.timesMustAscend(index: 2, time: 0, previous: 0)) {
      try PiecewisePolynomial(
        times: [0, 0, 0], values: [0, 1, 5], between: .linear, allowingJumps: true)
    }
    #expect(throws: SystemsError.self) {
      try PiecewisePolynomial(times: [1], values: [0], between: .previous)
    }
  }

  @Test func `the natural spline through two cells is the one solved by hand`() throws {
    // Through (0, 0), (1, 1), (2, 0): m = p″/2 at 1 solves 4 m = 3 (−1 − 1), so m = −3/2, and
    // p(s) = 3/2 s − 1/2 s³ on the first cell: p(1/2) = 11/16.
    let pieces = try PiecewisePolynomial(times: [0, 1, 2], values: [0, 1, 0], between: .cubic)
    #expect(pieces.value(at: 0.5) == 0.6875)
    #expect(pieces.value(at: 1.5) == 0.6875)
  }

  @Test func `steffen's cubic stays between its samples and is flat at an extremum`() throws {
    // Slopes 1, 0, −1 at (0, 0), (1, 1), (2, 0): p(s) = s + s² − s³ on the first cell.
    let pieces = try PiecewisePolynomial(times: [0, 1, 2], values: [0, 1, 0], between: .steffen)
    #expect(pieces.value(at: 0.5) == 0.625)
    var generator = SystemRandomNumberGenerator()
    let times = (0..<50).map { Double($0) * 0.3 }
    let values = times.map { _ in Double.random(in: -1...1, using: &generator) }
    let wild = try PiecewisePolynomial(times: times, values: values, between: .steffen)
    for k in 0..<49 {
      for part in [0.1, 0.4, 0.7] {
        let value = wild.value(at: times[k] + 0.3 * part)
        #expect(value >= min(values[k], values[k + 1]) - 1e-14)
        #expect(value <= max(values[k], values[k + 1]) + 1e-14)
      }
    }
  }

  @Test(arguments: [Interpolation.linear, .steffen, .cubic])
  func `a straight line is kept by every interpolation, across uneven times`(
    _ interpolation: Interpolation
  ) throws {
    let times = [0, 0.5, 2, 2.25, 7]
    let pieces = try PiecewisePolynomial(
      times: times, values: times.map { 3 - 2 * $0 }, between: interpolation)
    for t in [0.25, 1, 2.2, 6.5, 7] { #expect(abs(pieces.value(at: t) - (3 - 2 * t)) < 1e-14) }
  }

  @Test func `samples with nothing between them are impulses`() throws {
    let signal = try Signal(times: [1, 2], values: [3, 4], between: .nothing)
    #expect(signal.terms.count == 1)
    #expect(signal.terms[0].trains[0].events == [Event(time: 1, weight: 3), Event(time: 2, weight: 4)])
    #expect(signal.terms[0].factors.isEmpty)
  }
}
