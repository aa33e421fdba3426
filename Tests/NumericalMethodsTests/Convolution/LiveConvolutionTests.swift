import NumericalMethods
import Testing

@Suite struct LiveConvolutionTests {
  private func noise(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 20) * 0x1p-43
    }
  }

  private func live(_ x: [Double], _ h: [Double], cuts: [Int]) -> [Double] {
    var convolution = LiveConvolution(response: h)
    var outputs: [Double] = []
    var start = 0
    var k = 0
    while start < x.count {
      let end = min(x.count, start + cuts[k % cuts.count])
      x[start..<end].withUnsafeBufferPointer { part in
        let before = outputs.count
        convolution.append(part) { outputs += $0 }
        // Every output comes with the value that completes it.
        #expect(outputs.count == before + part.count)
      }
      start = end
      k += 1
    }
    return outputs
  }

  @Test(arguments: [1, 2, 300, 2048, 2049, 5000, 20_000])
  func `outputs are their definition, and their bytes do not depend on the cuts`(m: Int) {
    let x = noise(30_000, seed: 5)
    let h = noise(m, seed: 9)
    let y = live(x, h, cuts: [30_000])
    #expect(live(x, h, cuts: [1, 7, 4096, 100, 2500]) == y)
    let size = (Double(m) / 4).squareRoot()
    // y[n] = Σₖ h[k] x[n − k]
    for n in [0, 1, 255, 256, 2047, 2048, 4095, 4096, 12_345, 29_999] {
      var sum = 0.0
      for k in 0...min(n, m - 1) { sum += h[k] * x[n - k] }
      #expect(abs(y[n] - sum) <= 1e-13 * size, "output \(n)")
    }
  }

  @Test func `what only zeros reach is exactly 0`() {
    var x = [Double](repeating: 0, count: 40_000)
    x[100] = 3
    let h = noise(5000, seed: 2)
    let y = live(x, h, cuts: [777])
    #expect(y[..<100].allSatisfy { $0 == 0 })
    #expect(y[5100...].allSatisfy { $0 == 0 })
    #expect(abs(y[100] - 3 * h[0]) <= 1e-15 && abs(y[5099] - 3 * h[4999]) <= 1e-14)
  }
}
