/// A convolution of a signal that arrives in pieces, with the outputs yielded as they become final.
///
/// Holds one block a job, whatever the signal's length: about 3 (m + block) numbers for a
/// response of m values. The outputs are the same bytes however the signal is cut and however many jobs
/// there are.
package struct OverlapSave: ~Copyable {
  private enum Way {
    case direct
    case transform(BlockConvolution)
  }

  private let response: [Double]
  private let way: Way
  private let jobs: Int
  /// Outputs of one step: a block, or as many as there are jobs.
  private let stepCount: Int
  /// The last m - 1 values of the signal before the step, and what has come of the step's own.
  private var window: [Double]
  private var outputs: [Double]
  private var buffers: [BufferBox] = []
  private var received = 0

  /// Prepares a response.
  ///
  /// - Parameters:
  ///   - response: the response's values h[0], h[1], ...
  ///   - expectedCount: how many values of signal are expected, as far as known: only the choice of
  ///     method depends on it.
  ///   - method: `.direct` yields every output as soon as its last value has come, `.transform` in
  ///     blocks.
  ///   - jobs: the number of threads.
  /// - Precondition: the response is not empty.
  package init(
    response: [Double], expectedCount: Int = 10_000_000, method: ConvolutionMethod = .automatic,
    jobs: Int = 1
  ) {
    precondition(!response.isEmpty)
    self.response = response
    self.jobs = max(1, jobs)
    let n = max(expectedCount, response.count)
    let (blocks, cost) = ConvolutionMethod.cheapestBlocks(n, response.count, streaming: true)
    let direct = ConvolutionMethod.directCost(n, response.count)
    let isZero = response.allSatisfy { $0 == 0 }
    if isZero || method == .direct || (method == .automatic && direct <= cost) {
      way = .direct
      stepCount = self.jobs * 16_384
    } else {
      let convolution = response.withUnsafeBufferPointer { BlockConvolution($0, blocks) }
      way = .transform(convolution)
      stepCount = self.jobs * convolution.outputCount
      buffers = (0..<self.jobs).map { _ in BufferBox(length: blocks.transform) }
    }
    window = [Double](repeating: 0, count: response.count - 1 + stepCount)
    outputs = [Double](repeating: 0, count: stepCount)
  }

  /// Prepares a response for a signal of exactly `signalCount` values, in the very blocks of
  /// `DiscreteConvolution`, so that the outputs are the same bytes.
  ///
  /// - Returns: nil where that takes everything at once, or directly.
  package init?(response: [Double], signalCount: Int, jobs: Int) {
    guard !response.isEmpty, response.count <= signalCount else { return nil }
    let (blocks, cost) = ConvolutionMethod.cheapestBlocks(signalCount, response.count)
    guard !blocks.isWhole, ConvolutionMethod.directCost(signalCount, response.count) > cost
    else { return nil }
    let convolution = response.withUnsafeBufferPointer { BlockConvolution($0, blocks) }
    let length = convolution.outputCount
    self.response = response
    self.jobs = max(1, min(jobs, (signalCount + response.count - 2) / length + 1))
    way = .transform(convolution)
    stepCount = self.jobs * length
    buffers = (0..<self.jobs).map { _ in BufferBox(length: blocks.transform) }
    window = [Double](repeating: 0, count: response.count - 1 + stepCount)
    outputs = [Double](repeating: 0, count: stepCount)
  }

  /// Takes the next values of the signal; yields what has become final, in order, perhaps nothing.
  package mutating func append(
    _ values: UnsafeBufferPointer<Double>, yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) rethrows {
    var rest = values[...]
    while !rest.isEmpty {
      let free = stepCount - received
      let count = min(free, rest.count)
      window.withUnsafeMutableBufferPointer {
        let start = response.count - 1 + received
        _ = $0[start..<start + count].update(fromContentsOf: rest.prefix(count))
      }
      received += count
      rest = rest.dropFirst(count)
      if received == stepCount { try step(yield) }
    }
    if case .direct = way, received > 0 { try step(yield) }
  }

  /// Takes the next values of the signal.
  package mutating func append(
    _ values: [Double], yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) rethrows {
    try values.withUnsafeBufferPointer { try append($0, yield: yield) }
  }

  /// Ends the signal: yields the outputs that were waiting, and the m - 1 after its last value.
  ///
  /// Nothing may be appended afterwards.
  package mutating func finish(yield: (UnsafeBufferPointer<Double>) throws -> Void) rethrows {
    var left = received + response.count - 1
    while left > 0 {
      // Zeros stand for the values after the end.
      for i in response.count - 1 + received..<window.count { window[i] = 0 }
      received = min(left, stepCount)
      left -= received
      try step(yield)
    }
  }

  /// Computes and yields the outputs of the values received, and makes them the past.
  private mutating func step(_ yield: (UnsafeBufferPointer<Double>) throws -> Void) rethrows {
    let count = received
    let history = response.count - 1
    let jobs = jobs
    let way = way
    let buffers = buffers
    window.withUnsafeBufferPointer { window in
      response.withUnsafeBufferPointer { response in
        outputs.withUnsafeMutableBufferPointer { outputs in
          switch way {
          case .direct:
            let shards = count < 4096 ? 1 : jobs
            Parallel.forEachShard(jobs: jobs, count: shards) { shard in
              let part = count * shard / shards..<count * (shard + 1) / shards
              DiscreteConvolution.filter(
                UnsafeBufferPointer(rebasing: window[part.lowerBound..<part.upperBound + history]),
                response, into: UnsafeMutableBufferPointer(rebasing: outputs[part]))
            }
          case .transform(let convolution):
            let length = convolution.outputCount
            Parallel.forEachShard(jobs: jobs, count: (count + length - 1) / length) { block in
              let part = block * length..<min((block + 1) * length, count)
              _ = convolution.convolve(
                UnsafeBufferPointer(rebasing: window[part.lowerBound..<part.upperBound + history]),
                at: 0, wantsBound: false, buffers[block].buffer,
                into: UnsafeMutableBufferPointer(rebasing: outputs[part]))
            }
          }
        }
      }
    }
    window.withUnsafeMutableBufferPointer { window in
      guard let base = window.baseAddress else { return }
      base.update(from: base + count, count: history)
    }
    received = 0
    try outputs.withUnsafeBufferPointer { try yield(UnsafeBufferPointer(rebasing: $0[..<count])) }
  }
}

/// A transform's buffer in an array.
private final class BufferBox {
  let buffer: TransformBuffer
  init(length: Int) { buffer = TransformBuffer(length: length) }
}
