/// A convolution of a signal that arrives bit by bit, each output yielded with the value that completes
/// it.
///
///     y[n] = Σ_{k < B} h[k] x[n − k]  +  Σ_{k ≥ B} h[k] x[n − k]
///
/// The first sum is made directly. The second needs no value of the block of B that n lies in, so that it is
/// made for the whole block by one transform before the first of them comes. Neither depends on how the
/// signal is cut, nor do the bytes.
///
/// Holds the last m values for a response of m, twice, and one transform.
///
/// Source: W. G. Gardner, "Efficient convolution without input-output delay", J. Audio Eng. Soc. 43
/// (1995).
package struct LiveConvolution: ~Copyable {
  /// h[0] … h[B − 1].
  private let head: [Double]
  /// The number m of response values.
  private let count: Int
  private let tail: BlockConvolution?
  private let buffer: TransformBuffer
  /// The last m − 1 values before the block, and those of the block that have come.
  private var window: [Double]
  private var received = 0
  /// What the values before the block add to its outputs.
  private var carried: [Double]
  private var outputs: [Double]

  /// Below this many values everything is summed directly.
  private static let short = 2048

  /// Prepares a response.
  ///
  /// - Precondition: the response is not empty.
  package init(response: [Double]) {
    precondition(!response.isEmpty)
    count = response.count
    var block = Self.short
    if count > Self.short {
      // A block's direct sums take about as long as its transform.
      block = 256
      let balance = (ConvolutionMethod.blockCost(count) / 0.065).squareRoot()
      while Double(block) * 1.4 < balance { block *= 2 }
      let rest = response[min(block, count - 1)...]
      let blocks = ConvolutionMethod.Blocks(
        transform: ConvolutionMethod.smoothLength(atLeast: max(64, rest.count + block)), isWhole: false)
      tail = Array(rest).withUnsafeBufferPointer { BlockConvolution($0, blocks) }
      buffer = TransformBuffer(length: blocks.transform)
      block = min(block, count - 1)
      head = Array(response[..<block])
    } else {
      tail = nil
      buffer = TransformBuffer(length: 64)
      head = response
    }
    window = [Double](repeating: 0, count: count - 1 + block)
    carried = [Double](repeating: 0, count: block)
    outputs = carried
  }

  /// Takes the next values of the signal; yields as many outputs.
  package mutating func append(
    _ values: UnsafeBufferPointer<Double>, yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) rethrows {
    var rest = values[...]
    while !rest.isEmpty {
      let part = min(carried.count - received, rest.count)
      let start = count - 1 + received
      window.withUnsafeMutableBufferPointer {
        _ = $0[start..<start + part].update(fromContentsOf: rest.prefix(part))
      }
      rest = rest.dropFirst(part)
      window.withUnsafeBufferPointer { window in
        head.withUnsafeBufferPointer { head in
          outputs.withUnsafeMutableBufferPointer { outputs in
            DiscreteConvolution.filter(
              UnsafeBufferPointer(rebasing: window[start - head.count + 1..<start + part]), head,
              into: UnsafeMutableBufferPointer(rebasing: outputs[..<part]))
          }
        }
      }
      for k in 0..<part { outputs[k] += carried[received + k] }
      received += part
      if received == carried.count { turn() }
      try outputs.withUnsafeBufferPointer { try yield(UnsafeBufferPointer(rebasing: $0[..<part])) }
    }
  }

  /// Begins the next block.
  private mutating func turn() {
    let block = carried.count
    window.withUnsafeMutableBufferPointer { window in
      guard let base = window.baseAddress else { return }
      base.update(from: base + block, count: count - 1)
    }
    received = 0
    guard let tail else { return }
    window.withUnsafeBufferPointer { window in
      carried.withUnsafeMutableBufferPointer { carried in
        _ = tail.convolve(
          UnsafeBufferPointer(rebasing: window[..<(count - 1)]), at: 0, wantsBound: false, buffer,
          into: carried)
      }
    }
  }
}
