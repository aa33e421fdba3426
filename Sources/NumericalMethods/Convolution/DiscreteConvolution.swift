import CVectorMath

/// The full linear convolution of two real sequences: y[j] = Σ_k h[k] x[j - k].
package enum DiscreteConvolution {
  /// A convolution with a bound on its error.
  package struct Bounded: Sendable {
    /// The n + m - 1 values.
    package var values: [Double]
    /// The number of values that share a bound.
    package var blockLength: Int
    /// The bounds on the absolute error, one for each block.
    package var bounds: [Double]

    /// The bound on the absolute error of value `index`.
    package func bound(at index: Int) -> Double {
      bounds.isEmpty ? 0 : bounds[min(index / blockLength, bounds.count - 1)]
    }
  }

  /// The convolution of `x` and `h`, in either order; empty if one is.
  ///
  /// An output to which only zeros contribute is exactly 0; the convolution of non-negative data is
  /// not negative. The same bytes for any number of jobs.
  ///
  /// Complexity: O(n m) directly, O(n log m) by transforms.
  package static func convolve(
    _ x: [Double], _ h: [Double], method: ConvolutionMethod = .automatic, jobs: Int = 1
  ) -> [Double] {
    bounded(x, h, method: method, jobs: jobs, wantsBounds: false).values
  }

  /// The convolution of `x` and `h` with a rigorous bound on the error of every value.
  ///
  /// By transforms 5 u log2 N (2 |x| |h| + |y|), Euclidean norms over each block; directly
  /// (m + 1) u |x| |h|, and for non-negative data (m + 1) u max y.
  package static func convolveWithBound(
    _ x: [Double], _ h: [Double], method: ConvolutionMethod = .automatic, jobs: Int = 1
  ) -> Bounded {
    bounded(x, h, method: method, jobs: jobs, wantsBounds: true)
  }

  /// The convolution of `x` and `h` with every value rounded once, as far as that is cheap: by
  /// compensated sums where few products meet; of whole numbers always.
  ///
  /// - Returns: the values, and what they may be off besides that one rounding.
  ///
  /// Complexity: O(n m) up to 1e8 products, then O(n log m).
  package static func exact(
    _ x: [Double], _ h: [Double], jobs: Int = 1
  ) -> (values: [Double], error: Double) {
    guard !x.isEmpty, !h.isEmpty else { return ([], 0) }
    let (long, short) = x.count >= h.count ? (x, h) : (h, x)
    func isWhole(_ values: [Double]) -> Bool { values.allSatisfy { $0 == $0.rounded() } }
    let areWhole = isWhole(x) && isWhole(h)
    guard long.count > (areWhole ? 4_000_000 : 100_000_000) / short.count else {
      var sums = [CompensatedSum](repeating: CompensatedSum(), count: x.count + h.count - 1)
      for i in short.indices where short[i] != 0 {
        for j in long.indices { sums[i + j].addProduct(short[i], long[j]) }
      }
      return (sums.map(\.value), 0)
    }
    let bounded = convolveWithBound(x, h, jobs: jobs)
    let error = bounded.bounds.reduce(0) { max($0, $1) }
    // Sums of whole numbers are whole: the nearest one is exact where the error is below a half.
    guard areWhole, error < 0.25 else { return (bounded.values, error) }
    return (bounded.values.map { $0.rounded() }, 0)
  }

  private static func bounded(
    _ x: [Double], _ h: [Double], method: ConvolutionMethod, jobs: Int, wantsBounds: Bool
  ) -> Bounded {
    if h.count > x.count {
      return bounded(h, x, method: method, jobs: jobs, wantsBounds: wantsBounds)
    }
    let total = x.count + h.count - 1
    guard !h.isEmpty, let xs = nonzeroRange(x), let hs = nonzeroRange(h) else {
      let values = [Double](repeating: 0, count: h.isEmpty ? 0 : total)
      return Bounded(values: values, blockLength: 1, bounds: [])
    }
    var bounds: [Double] = []
    var blockLength = 1
    let values = [Double](unsafeUninitializedCapacity: total) { output, count in
      output.preferLargePages()
      x.withUnsafeBufferPointer { x in
        h.withUnsafeBufferPointer { h in
          // Zeros at the ends contribute nothing and cost no transform.
          let start = xs.lowerBound + hs.lowerBound
          let end = xs.upperBound + hs.upperBound - 1
          output[..<start].initialize(repeating: 0)
          output[end..<total].initialize(repeating: 0)
          (blockLength, bounds) = dense(
            UnsafeBufferPointer(rebasing: x[xs]), UnsafeBufferPointer(rebasing: h[hs]), method,
            jobs, wantsBounds, into: UnsafeMutableBufferPointer(rebasing: output[start..<end]))
          if start > 0, !bounds.isEmpty {
            // One bound for all: blocks would have to be counted from `start`.
            bounds = [bounds.max() ?? 0]
            blockLength = total
          }
        }
      }
      count = total
    }
    return Bounded(values: values, blockLength: blockLength, bounds: bounds)
  }

  /// From the first value that is not 0 to the last; nil if there is none.
  private static func nonzeroRange(_ values: [Double]) -> Range<Int>? {
    guard let first = values.firstIndex(where: { $0 != 0 }),
      let last = values.lastIndex(where: { $0 != 0 })
    else { return nil }
    return first..<last + 1
  }

  /// Convolves sequences whose first and last values are not 0.
  private static func dense(
    _ first: UnsafeBufferPointer<Double>, _ second: UnsafeBufferPointer<Double>,
    _ method: ConvolutionMethod, _ jobs: Int, _ wantsBounds: Bool,
    into output: UnsafeMutableBufferPointer<Double>
  ) -> (blockLength: Int, bounds: [Double]) {
    let (x, h) = first.count >= second.count ? (first, second) : (second, first)
    let (blocks, cost) = ConvolutionMethod.cheapestBlocks(x.count, h.count)
    let isDirect =
      switch method {
      case .direct: true
      case .transform: false
      case .automatic: ConvolutionMethod.directCost(x.count, h.count) <= cost
      }
    return isDirect
      ? direct(x, h, jobs, wantsBounds, into: output)
      : transformed(x, h, blocks, jobs, wantsBounds, into: output)
  }

  private static func transformed(
    _ x: UnsafeBufferPointer<Double>, _ h: UnsafeBufferPointer<Double>,
    _ blocks: ConvolutionMethod.Blocks, _ jobs: Int, _ wantsBounds: Bool,
    into output: UnsafeMutableBufferPointer<Double>
  ) -> (blockLength: Int, bounds: [Double]) {
    let convolution = BlockConvolution(h, blocks)
    let length = convolution.outputCount
    let count = (output.count + length - 1) / length
    var bounds = [Double](repeating: 0, count: wantsBounds ? count : 0)
    let shards = max(1, min(jobs, count))
    bounds.withUnsafeMutableBufferPointer { bounds in
      Parallel.forEachShard(jobs: jobs, count: shards) { shard in
        let buffer = TransformBuffer(length: blocks.transform)
        for block in count * shard / shards..<count * (shard + 1) / shards {
          let outputs = block * length..<min((block + 1) * length, output.count)
          let start = outputs.lowerBound - convolution.firstOutput
          let inputs = max(start, 0)..<min(outputs.upperBound, x.count)
          let bound = convolution.convolve(
            inputs.isEmpty ? UnsafeBufferPointer(rebasing: x[..<0])
              : UnsafeBufferPointer(rebasing: x[inputs]),
            at: inputs.isEmpty ? 0 : inputs.lowerBound - start, wantsBound: wantsBounds, buffer,
            into: UnsafeMutableBufferPointer(rebasing: output[outputs]))
          if wantsBounds { bounds[block] = bound }
        }
      }
    }
    return (length, bounds)
  }

  private static func direct(
    _ x: UnsafeBufferPointer<Double>, _ h: UnsafeBufferPointer<Double>, _ jobs: Int,
    _ wantsBounds: Bool, into output: UnsafeMutableBufferPointer<Double>
  ) -> (blockLength: Int, bounds: [Double]) {
    let history = h.count - 1
    let length = max(4096, 4 * h.count)
    let count = (output.count + length - 1) / length
    var bounds = [Double](repeating: 0, count: wantsBounds ? count : 0)
    let isNonnegative = wantsBounds && h.allSatisfy { $0 >= 0 } && x.allSatisfy { $0 >= 0 }
    let norm = wantsBounds ? VectorMath.dot(h, h).squareRoot() : 0
    let unit = Double(h.count + 1) * 0x1p-53
    bounds.withUnsafeMutableBufferPointer { bounds in
      Parallel.forEachShard(jobs: jobs, count: count) { block in
        let outputs = block * length..<min((block + 1) * length, output.count)
        let start = outputs.lowerBound - history
        let piece = UnsafeMutableBufferPointer(rebasing: output[outputs])
        let inputs: UnsafeBufferPointer<Double>
        var padded: [Double] = []
        if start >= 0, outputs.upperBound <= x.count {
          inputs = UnsafeBufferPointer(rebasing: x[start..<outputs.upperBound])
          filter(inputs, h, into: piece)
        } else {
          padded = (start..<outputs.upperBound).map { $0 >= 0 && $0 < x.count ? x[$0] : 0 }
          padded.withUnsafeBufferPointer { filter($0, h, into: piece) }
        }
        guard wantsBounds else { return }
        if isNonnegative {
          bounds[block] = unit * (piece.max() ?? 0)
        } else {
          let window = x[max(start, 0)..<min(outputs.upperBound, x.count)]
          let values = UnsafeBufferPointer(rebasing: window)
          bounds[block] = unit * norm * VectorMath.dot(values, values).squareRoot()
        }
      }
    }
    return (length, bounds)
  }

  /// output[j] = Σ_k h[k] x[j + m - 1 - k], added up from k = 0 on.
  static func filter(
    _ x: UnsafeBufferPointer<Double>, _ h: UnsafeBufferPointer<Double>,
    into output: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(x.count == output.count + h.count - 1)
    guard let from = x.baseAddress, let taps = h.baseAddress, let to = output.baseAddress
    else { return }
    cvm_filter(from, taps, h.count, to, output.count, 0)
  }
}
