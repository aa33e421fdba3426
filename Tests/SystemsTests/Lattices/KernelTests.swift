import Systems
import Testing

@Suite struct KernelTests {
  @Test("a box holds 1 / side² everywhere, and a Gaussian has unit sum and SciPy's size")
  func unitSum() {
    for side in [1, 2, 3, 5] {
      let box = Kernel.box(side)
      #expect(box.weights == [Double](repeating: 1 / Double(side * side), count: side * side))
    }
    // The radius is 4 sigma + 1/2 rounded down.
    for (sigma, side) in [(0.1, 1), (0.5, 5), (0.7, 7), (1, 9), (1.5, 13), (10, 81)] {
      let kernel = Kernel.gaussian(sigma: sigma)
      #expect(kernel.rows == side && kernel.columns == side)
      #expect(abs(kernel.weights.reduce(0, +) - 1) < 1e-14)
    }
  }

  @Test("neighbouring weights of a Gaussian are in the ratio exp(-(2i + 1) / (2 sigma²))")
  func gaussianRatio() {
    let kernel = Kernel.gaussian(sigma: 1.5)
    for i in 0..<6 {
      // exp(-((i + 1)² - i²) / (2 · 2.25))
      let ratio = kernel.weights[6 * 13 + 7 + i] / kernel.weights[6 * 13 + 6 + i]
      var power = 1.0
      // exp(-1 / 4.5) to 17 digits, by mpmath; raised to 2i + 1.
      for _ in 0..<(2 * i + 1) { power *= 0.800737402916808041 }
      #expect(abs(ratio - power) < 1e-14 * power)
    }
  }

  @Test("a matrix of rank one is found, and its weights come back")
  func separable() {
    let weights: [(Int, Int, [Double], Bool)] = [
      (3, 3, [1, 2, 1, 2, 4, 2, 1, 2, 1], true),
      (3, 3, [1, 0, -1, 2, 0, -2, 1, 0, -1], true),
      (2, 3, [3, 6, 9, 5, 10, 15], true),
      (2, 2, [0.1, 0.3, 0.2, 0.6], true),
      (3, 3, [Double](repeating: 1.0 / 9, count: 9), true),
      (3, 3, [0, 1, 0, 1, -4, 1, 0, 1, 0], false),
      (2, 2, [1, 2, 2, 4.000000001], false),
      (2, 2, [0, 0, 0, 0], false),
      (1, 4, [3, 1, 4, 1], true),
    ]
    for (rows, columns, weights, isSeparable) in weights {
      let kernel = Kernel(rows: rows, columns: columns, weights: weights)
      #expect(kernel.isSeparable == isSeparable)
      for (found, given) in zip(kernel.weights, weights) {
        #expect(abs(found - given) <= 4 * given.ulp)
      }
    }
  }

  @Test("any edge leads back to a pixel as its picture shows")
  func edges() {
    // a b c d are 0 1 2 3; from index -5 to 8; -1 stands for nothing.
    let expected: [(Edge, [Int])] = [
      (.zero, [-1, -1, -1, -1, -1, 0, 1, 2, 3, -1, -1, -1, -1, -1]),
      (.reflect, [3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0]),
      (.replicate, [0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 3, 3]),
      (.wrap, [3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0]),
    ]
    for (edge, places) in expected {
      #expect((-5...8).map { edge.index($0, count: 4) ?? -1 } == places)
    }
  }
}
