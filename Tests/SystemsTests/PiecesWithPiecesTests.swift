import NumericalMethods
import Systems
import Testing

private func random(
  _ count: Int, _ interpolation: Interpolation, even: Bool, step: Double = 0.1, start: Double = 0,
  _ generator: inout SeededGenerator
) throws -> PiecewisePolynomial {
  var times = (0..<count).map {
    (DoubleDouble(start) + DoubleDouble(step.description)! * Double($0)).hi
  }
  if !even {
    for k in 1..<count { times[k] = times[k - 1] + Double.random(in: 0.02...0.3, using: &generator) }
  }
  let values = times.map { _ in Double.random(in: -1...1, using: &generator) }
  return try PiecewisePolynomial(times: times, values: values, between: interpolation)
}

@Suite struct PiecesWithPiecesTests {
  @Test func `two boxes make a triangle, on any side of the million`() throws {
    for offset in [0, 1e6] {
      let a = PiecewisePolynomial.box(from: 0, to: 1, height: 2)
      let b = PiecewisePolynomial.box(from: offset, to: offset + 1, height: 3)
      let rows = Rows(
        times: [-1, 0, 0.25, 0.5, 1, 1.75, 2, 3].map { offset + $0 }, wantsErrors: true)
      for side in Side.allCases {
        var sided = rows
        sided.side = side
        let found = try piecesWithPieces(a, b, train: .identity, delay: 0, at: sided)
        #expect(found.values == [0, 0, 1.5, 3, 6, 1.5, 0, 0])
        #expect(found.errors[0] == 0 && found.errors[7] == 0)
      }
    }
  }

  @Test func `the convolution of two ramps is t³/6 while both last`() throws {
    let ramp = try PiecewisePolynomial(
      times: (0...50).map { Double($0) / 10 }, values: (0...50).map { Double($0) / 10 },
      between: .linear)
    let rows = Rows(times: [0.1, 0.25, 1, 2.9, 4.99])
    for found in [
      try piecesWithPieces(ramp, ramp, train: .identity, delay: 0, at: rows),
      try mergedPieces(ramp, ramp, train: .identity, delay: 0, at: rows),
    ] {
      for (t, y) in zip(rows.times, found.values) {
        #expect(abs(y - t * t * t / 6) <= 1e-14 * t * t)
      }
    }
  }

  @Test func `a pulse a million long through a fine response is its integral`() throws {
    // The triangle of area 1e-3 over [0, 2e-3].
    let fine = try PiecewisePolynomial(
      times: [0, 1e-3, 2e-3], values: [0, 1, 0], between: .linear)
    let long = PiecewisePolynomial.box(from: 0, to: 1e6, height: 1)
    let rows = Rows(times: [1e-3, 5, 999_999.5])
    let found = try mergedPieces(fine, long, train: .identity, delay: 0, at: rows)
    #expect(abs(found.values[0] - 5e-4) < 1e-18)
    #expect(abs(found.values[1] - 1e-3) < 1e-18)
    #expect(abs(found.values[2] - 1e-3) < 1e-18)
  }

  @Test(arguments: [0, 1e6]) func `transforms agree with merged cells, within both bounds`(
    _ offset: Double
  ) throws {
    var generator = SeededGenerator(state: 5)
    for (first, second) in [
      (Interpolation.previous, Interpolation.previous), (.previous, .linear), (.linear, .linear),
      (.cubic, .linear), (.steffen, .cubic),
    ] {
      for (stepA, stepB) in [(0.1, 0.1), (0.2, 0.1), (0.1, 0.5)] {
        let a = try random(40, first, even: true, step: stepA, &generator)
        let b = try random(25, second, even: true, step: stepB, start: -1, &generator)
        let events = [
          Event(time: offset, weight: 1), Event(time: offset + 0.73, weight: -2),
          Event(time: offset + 0.4, weight: 0.5),
        ]
        let grid = TimeGrid(
          start: offset - 2, step: 0.1, count: 250, stepRest: DoubleDouble("0.1")!.lo)
        let rows = Rows(times: Array(grid), grid: grid, wantsErrors: true, algorithm: .transform)
        #expect(EvenProduct(a, b) != nil)
        let fast = try piecesWithPieces(a, b, train: Train(events), delay: 0.3, at: rows)
        let exact = try mergedPieces(a, b, train: Train(events), delay: 0.3, at: rows)
        let peak = exact.values.reduce(0) { max($0, abs($1)) }
        // Late times are not the decimals that they stand for: there the product's bound says it.
        var share = 0.0
        var isBounded = true
        var isZero = true
        for n in rows.times.indices {
          let difference = abs(fast.values[n] - exact.values[n])
          share = max(share, difference / peak)
          if difference > fast.errors[n] + exact.errors[n] { isBounded = false }
          if exact.errors[n] == 0 && fast.values[n] != 0 { isZero = false }
        }
        #expect(offset > 0 || share <= 5e-14, "\(first) \(second) \(stepA) \(stepB)")
        #expect(isBounded, "\(first) \(second) \(stepA) \(stepB)")
        #expect(isZero, "\(first) \(second) \(stepA) \(stepB)")
      }
    }
  }

  @Test func `convolving commutes, and areas multiply, on uneven times`() throws {
    var generator = SeededGenerator(state: 9)
    for interpolation in [Interpolation.previous, .linear, .cubic] {
      let a = try random(12, interpolation, even: false, &generator)
      let b = try random(30, .linear, even: false, start: 2, &generator)
      let times = (0..<200).map { Double($0) * 0.07 }
      let rows = Rows(times: times, wantsErrors: true)
      let one = try piecesWithPieces(a, b, train: .identity, delay: 0, at: rows)
      let other = try piecesWithPieces(b, a, train: .identity, delay: 0, at: rows)
      for n in times.indices {
        #expect(abs(one.values[n] - other.values[n]) <= one.errors[n] + other.errors[n])
      }
      // The definition: Σ over a fine midpoint rule has an error of its own, of h² and jumps.
      let n = 60
      let t = times[n]
      let parts = 200_000
      let width = (b.support.upperBound - b.support.lowerBound) / Double(parts)
      var sum = 0.0
      for k in 0..<parts {
        let u = b.support.lowerBound + (Double(k) + 0.5) * width
        sum += width * midpoint(b, u) * midpoint(a, t - u)
      }
      #expect(abs(sum - one.values[n]) < 1e-4)
    }
  }

  private func midpoint(_ p: PiecewisePolynomial, _ t: Double) -> Double {
    guard p.support.contains(t), t < p.support.upperBound else { return 0 }
    var k = 0
    while p.knots[k + 1] <= t { k += 1 }
    let s = t - p.knots[k]
    return p.coefficients[k * (p.degree + 1)..<(k + 1) * (p.degree + 1)]
      .reversed().reduce(0) { $0 * s + $1 }
  }
}
