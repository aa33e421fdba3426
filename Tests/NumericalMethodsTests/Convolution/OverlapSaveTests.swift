import NumericalMethods
import Testing

@Suite struct OverlapSaveTests {
  /// Everything that a stream yields for a signal cut into pieces.
  func streamed(
    _ x: [Double], _ h: [Double], pieces: [Int], method: ConvolutionMethod, jobs: Int = 1
  ) -> [Double] {
    var stream = OverlapSave(response: h, expectedCount: x.count, method: method, jobs: jobs)
    var y: [Double] = []
    var start = 0
    var turn = 0
    while start < x.count {
      let end = min(start + pieces[turn % pieces.count], x.count)
      stream.append(Array(x[start..<end])) { y.append(contentsOf: $0) }
      start = end
      turn += 1
    }
    stream.finish { y.append(contentsOf: $0) }
    return y
  }

  let x = (0..<50_000).map { _ in Double.random(in: -1...1) }
  let h = (0..<900).map { _ in Double.random(in: -1...1) }

  @Test func `directly the stream is the convolution to the last bit`() {
    let whole = DiscreteConvolution.convolve(x, h, method: .direct)
    #expect(streamed(x, h, pieces: [1, 5000, 17, 3], method: .direct) == whole)
    #expect(streamed(x, h, pieces: [20_000], method: .direct, jobs: 3) == whole)
  }

  @Test func `by transforms the stream is the convolution within its bound`() {
    let whole = DiscreteConvolution.convolveWithBound(x, h, method: .transform)
    let y = streamed(x, h, pieces: [1234, 1], method: .transform)
    #expect(y.count == whole.values.count)
    for (i, value) in y.enumerated() {
      #expect(abs(value - whole.values[i]) <= 2 * whole.bound(at: i))
    }
  }

  @Test func `the bytes depend neither on the pieces nor on the jobs`() {
    let y = streamed(x, h, pieces: [50_000], method: .transform)
    #expect(streamed(x, h, pieces: [1, 777, 4096], method: .transform) == y)
    #expect(streamed(x, h, pieces: [31], method: .transform, jobs: 3) == y)
  }

  @Test func `a direct stream holds nothing back`() {
    var stream = OverlapSave(response: [1, 2, 3], method: .direct)
    var y: [Double] = []
    stream.append([1]) { y.append(contentsOf: $0) }
    #expect(y == [1])
    stream.append([0, 0]) { y.append(contentsOf: $0) }
    #expect(y == [1, 2, 3])
    stream.finish { y.append(contentsOf: $0) }
    #expect(y == [1, 2, 3, 0, 0])
  }

  @Test func `an empty signal yields nothing but zeros after its end`() {
    var stream = OverlapSave(response: [1, 2, 3], method: .transform)
    var y: [Double] = []
    stream.finish { y.append(contentsOf: $0) }
    #expect(y.allSatisfy { $0 == 0 })
  }
}
