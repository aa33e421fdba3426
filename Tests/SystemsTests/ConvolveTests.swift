import Systems
import Testing

@Suite struct ConvolveTests {
  @Test func `two dice give the sum 4 in three of 36 ways`() {
    let die = [Double](repeating: 1, count: 6)
    #expect(convolve(die, die) == [1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1])
  }

  @Test func `nothing convolved is nothing, and one is the identity`() {
    #expect(convolve([], [1, 2]).isEmpty)
    #expect(convolve([3, -1, 2], [1]) == [3, -1, 2])
  }

  @Test func `the definition, in either order, on any number of threads`() {
    // y[n] = Σₖ h[k] x[n − k]; long enough for transforms.
    let x = (0..<60_000).map { Double(($0 * 7919) % 1009) - 504 }
    let h = (0..<9_000).map { Double(($0 * 104_729) % 997) / 997 - 0.5 }
    let y = convolve(x, h)
    #expect(y.count == x.count + h.count - 1)
    #expect(convolve(h, x, jobs: 3) == y)
    let size = x.reduce(0) { $0 + $1 * $1 }.squareRoot() * h.reduce(0) { $0 + $1 * $1 }.squareRoot()
    for n in [0, 1, 4_500, 8_999, 31_415, 60_000, 68_998] {
      var sum = 0.0
      for k in max(0, n - x.count + 1)...min(n, h.count - 1) { sum += h[k] * x[n - k] }
      #expect((y[n] - sum).magnitude <= 1e-15 * size)
    }
  }
}
