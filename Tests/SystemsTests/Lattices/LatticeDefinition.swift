import Systems

/// The plain definitions that images and kernels are tested against.
enum LatticeDefinition {
  /// A pixel at any place, found by walking back into the image step by step.
  static func pixel(_ image: Image, _ row: Int, _ column: Int, _ channel: Int, _ edge: Edge) -> Double {
    guard let r = place(row, image.height, edge), let c = place(column, image.width, edge) else {
      return 0
    }
    return image[r, c, channel]
  }

  private static func place(_ index: Int, _ count: Int, _ edge: Edge) -> Int? {
    var index = index
    while index < 0 || index >= count {
      switch edge {
      case .zero: return nil
      case .replicate: index += index < 0 ? 1 : -1
      case .wrap: index += index < 0 ? count : -count
      case .reflect: index = index < 0 ? -1 - index : 2 * count - 1 - index
      }
    }
    return index
  }

  /// y[r, c] = Σ k[i, j] x[r - (i - i₀), c - (j - j₀)] with i₀ = rows / 2 and j₀ = columns / 2; with
  /// `turn` -1 the correlation, x[r + (i - i₀), c + (j - j₀)].
  static func sum(_ image: Image, _ kernel: Kernel, _ edge: Edge, turn: Int = 1) -> [Double] {
    let weights = kernel.weights
    var result: [Double] = []
    for r in 0..<image.height {
      for c in 0..<image.width {
        for channel in 0..<image.channels {
          var sum = 0.0
          for i in 0..<kernel.rows {
            for j in 0..<kernel.columns {
              let (di, dj) = (turn * (i - kernel.rows / 2), turn * (j - kernel.columns / 2))
              sum +=
                weights[i * kernel.columns + j]
                * pixel(image, r - di, c - dj, channel, edge)
            }
          }
          result.append(sum)
        }
      }
    }
    return result
  }
}

/// Numbers from a linear congruence (Knuth's MMIX constants): the same in every run.
struct LatticeNumbers {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// The next whole number in a range.
  mutating func whole(_ range: ClosedRange<Int>) -> Double {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(range.lowerBound + Int(state >> 33) % range.count)
  }

  /// The next number in -1...1, a multiple of 2^-20.
  mutating func fraction() -> Double { whole(-(1 << 20)...(1 << 20)) / 0x1p20 }

  /// An image of such whole numbers.
  mutating func image(
    _ width: Int, _ height: Int, _ channels: Int = 1, in range: ClosedRange<Int> = 0...255
  ) -> Image {
    Image(
      width: width, height: height, channels: channels,
      pixels: (0..<(width * height * channels)).map { _ in whole(range) })
  }

  /// A kernel of such whole numbers.
  mutating func kernel(_ rows: Int, _ columns: Int) -> Kernel {
    Kernel(
      rows: rows, columns: columns, weights: (0..<(rows * columns)).map { _ in whole(-9...9) })
  }
}

/// The largest difference of two lists in units of the largest magnitude of the second.
func largestDifference(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count else { return .infinity }
  let peak = b.map { abs($0) }.max() ?? 0
  return (zip(a, b).map { abs($0 - $1) }.max() ?? 0) / Swift.max(peak, 1e-300)
}
