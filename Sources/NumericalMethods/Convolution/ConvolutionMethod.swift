import RealModule

/// How a discrete convolution is computed.
package enum ConvolutionMethod: Hashable, Sendable {
  /// Whichever is expected to be faster, counting the planning of a first transform.
  case automatic
  /// Every product, added up in the order of the response: for non-negative data the relative error is at
  /// most u (m + 1).
  case direct
  /// Blocks by FFTW, overlap-save: O(n log m), the error is relative to the largest values.
  case transform

  /// The transform's length for n x m values, and whether one transform holds everything.
  struct Blocks: Hashable {
    var transform: Int
    var isWhole: Bool
  }

  /// Nanoseconds expected of a direct convolution.
  static func directCost(_ n: Int, _ m: Int) -> Double {
    0.065 * Double(n + m) * Double(min(n, m)) + 2 * Double(n + m)
  }

  /// Nanoseconds expected of a block of a length: two transforms, a product, two copies.
  ///
  /// Measured; the steps are the caches', and large powers of two fall on few of their sets.
  static func blockCost(_ length: Int) -> Double {
    let factor =
      switch length {
      case ..<5_000: 0.27
      case ..<50_000: 0.35
      case ..<200_000: 0.48
      case ..<700_000: 0.54
      default: 0.75
      }
    let crowded = length >= 8192 && isPowerOfTwo(length)
    return factor * (crowded ? 1.2 : 1) * Double(length) * Double.log2(Double(length))
  }

  /// Nanoseconds expected of planning a length for the first time and transforming the response.
  static func planningCost(_ length: Int) -> Double {
    (isPowerOfTwo(length) ? 1.5e6 : 3e6) + 2 * blockCost(length)
  }

  private static func isPowerOfTwo(_ n: Int) -> Bool { n & (n - 1) == 0 }

  /// The cheapest blocks for n x m values, m <= n, and their expected nanoseconds.
  ///
  /// With `streaming` no block holds everything. Lengths 2^k {4, 5, 6} / 4 in blocks, or one of the form 2^a 3^b 5^c that holds everything. It depends on nothing but
  /// n and m: the same data gives the same bytes whatever was computed before.
  static func cheapestBlocks(
    _ n: Int, _ m: Int, streaming: Bool = false
  ) -> (blocks: Blocks, cost: Double) {
    let total = n + m - 1
    let whole = max(64, smoothLength(atLeast: streaming ? 2 * m : total))
    var best = Blocks(transform: whole, isWhole: !streaming)
    let once = streaming ? total / (whole - m + 1) + 1 : 1
    var bestCost = Double(once) * blockCost(whole) + planningCost(whole)
    // A stream's blocks are held in memory: at most about 16 responses long.
    let limit = streaming ? min(8 * whole, max(2 * whole, smoothLength(atLeast: total))) : whole
    var power = 64
    while power < 2 * limit {
      for quarters in [4, 5, 6] {
        let length = power / 4 * quarters
        guard length >= m + m / 8, length < limit else { continue }
        let count = (total + length - m) / (length - m + 1)
        let cost = Double(count) * blockCost(length) + planningCost(length)
        if cost < bestCost {
          bestCost = cost
          best = Blocks(transform: length, isWhole: false)
        }
      }
      power *= 2
    }
    return (best, bestCost)
  }

  /// The least 2^a 3^b 5^c >= n with b <= 3 and c <= 2.
  static func smoothLength(atLeast n: Int) -> Int {
    var best = Int.max
    for five in [1, 5, 25] {
      for three in [1, 3, 9, 27] {
        var length = five * three
        while length < n { length *= 2 }
        best = min(best, length)
      }
    }
    return best
  }
}
