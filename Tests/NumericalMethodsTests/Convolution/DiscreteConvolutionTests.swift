import NumericalMethods
import Testing

@Suite struct DiscreteConvolutionTests {
  /// The definition, y[j] = Σ_k h[k] x[j - k], in compensated sums.
  func defined(_ x: [Double], _ h: [Double]) -> [Double] {
    guard !x.isEmpty, !h.isEmpty else { return [] }
    return (0..<x.count + h.count - 1).map { j in
      var sum = CompensatedSum()
      for k in max(0, j - x.count + 1)..<min(h.count, j + 1) { sum.addProduct(h[k], x[j - k]) }
      return sum.value
    }
  }

  func random(_ count: Int, in range: ClosedRange<Double> = -1...1) -> [Double] {
    (0..<count).map { _ in Double.random(in: range) }
  }

  @Test func `two dice make the triangle`() {
    let die = [Double](repeating: 1, count: 6)
    let expected: [Double] = [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]
    #expect(DiscreteConvolution.convolve(die, die) == expected)
    #expect(DiscreteConvolution.convolve(die, die, method: .direct) == expected)
    for (a, b) in zip(DiscreteConvolution.convolve(die, die, method: .transform), expected) {
      #expect(abs(a - b) < 1e-14)
    }
  }

  @Test func `nothing with something is nothing`() {
    #expect(DiscreteConvolution.convolve([], [1, 2]).isEmpty)
    #expect(DiscreteConvolution.convolve([0, 0], [1, 2]) == [0, 0, 0])
  }

  @Test(arguments: [ConvolutionMethod.direct, .transform, .automatic], [
    (1, 1), (1, 7), (5, 3), (64, 64), (1000, 33), (33, 1000), (5000, 700), (20_000, 1200),
  ])
  func `every method agrees with the definition within its bound`(
    method: ConvolutionMethod, size: (Int, Int)
  ) {
    let x = random(size.0)
    let h = random(size.1)
    let result = DiscreteConvolution.convolveWithBound(x, h, method: method)
    let expected = defined(x, h)
    #expect(result.values.count == expected.count)
    for (i, (a, b)) in zip(result.values, expected).enumerated() {
      #expect(abs(a - b) <= result.bound(at: i))
    }
    // m u |x| |h| of these sizes: rounding, in the worst case.
    #expect((result.bounds.max() ?? 0) < 1e-9)
  }

  @Test func `values of one sign have a relative error directly`() {
    let x = random(3000, in: 0...1).map { $0 * $0 * $0 * 1e-9 + ($0 > 0.99 ? 1 : 0) }
    let h = random(400, in: 0...1)
    for (a, b) in zip(
      DiscreteConvolution.convolve(x, h, method: .direct), defined(x, h))
    {
      #expect(abs(a - b) <= 401 * 0x1p-53 * b)
    }
  }

  @Test(arguments: [true, false])
  func `outputs that nothing reaches are exactly zero`(responseHasZeros: Bool) {
    var x = [Double](repeating: 0, count: 30_000)
    for i in [0, 3, 5000, 5010, 21_000] { x[i] = 1.5 }
    var h = random(900).map { $0 + ($0 < 0 ? -1 : 1) }
    if responseHasZeros { for i in 100..<850 { h[i] = 0 } }
    let y = DiscreteConvolution.convolve(x, h, method: .transform)
    let reached = defined(x.map { $0 == 0 ? 0 : 1 }, h.map { $0 == 0 ? 0 : 1 })
    for (value, count) in zip(y, reached) { #expect((value == 0) == (count == 0)) }
  }

  @Test func `a whole transform leaves unreached outputs zero as well`() {
    // One transform holds all: the gap stands at the very start.
    let h: [Double] = [1, 0, 0, 0, 1, 1, 1, 1]
    let x: [Double] = [1, 0, 0, 1, 1, 1, 1, 1]
    let y = DiscreteConvolution.convolve(x, h, method: .transform)
    #expect(y[1] == 0 && y[2] == 0 && y[0] != 0 && y[3] != 0)
  }

  @Test func `non-negative data gives no negative values`() {
    var x = [Double](repeating: 1e-30, count: 4000)
    x[2000] = 1
    let y = DiscreteConvolution.convolve(x, x, method: .transform)
    #expect(y.allSatisfy { $0 >= 0 })
  }

  @Test(arguments: [ConvolutionMethod.direct, .transform])
  func `the bytes do not depend on the number of jobs`(method: ConvolutionMethod) {
    let x = random(60_000)
    let h = random(1500)
    let one = DiscreteConvolution.convolveWithBound(x, h, method: method, jobs: 1)
    for jobs in [2, 3, 7] {
      let many = DiscreteConvolution.convolveWithBound(x, h, method: method, jobs: jobs)
      #expect(many.values == one.values)
      #expect(many.bounds == one.bounds)
    }
  }

  @Test func `convolution commutes to the last bit`() {
    let x = random(5000)
    let h = random(300)
    #expect(DiscreteConvolution.convolve(x, h) == DiscreteConvolution.convolve(h, x))
  }
}

@Suite struct ParallelTests {
  struct Stop: Error, Equatable { var shard: Int }

  @Test(arguments: [1, 2, 5], [0, 1, 2, 100])
  func `every shard is run once`(jobs: Int, count: Int) {
    var runs = [Int](repeating: 0, count: count)
    runs.withUnsafeMutableBufferPointer { runs in
      Parallel.forEachShard(jobs: jobs, count: count) { runs[$0] += 1 }
    }
    #expect(runs.allSatisfy { $0 == 1 })
  }

  @Test(arguments: [1, 3])
  func `the error of a shard is thrown after all threads have ended`(jobs: Int) {
    #expect(throws: Stop(shard: 4)) {
      try Parallel.forEachShard(jobs: jobs, count: 50) { shard in
        if shard == 4 { throw Stop(shard: shard) }
      }
    }
  }
}
