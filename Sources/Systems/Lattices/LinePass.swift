import NumericalMethods

/// A long row of weights over lines of pixels: one of the two passes of a column times a row.
///
///     y[c] = Σⱼ weights[j] x[c + j − left]
///
/// Weights that see the same pixel beyond the edges are added up first, so that there are at most twice as many as a line has
/// pixels. Equal ones are a running sum, carried as two doubles, so that whole numbers are summed exactly; many others go by
/// transforms.
struct LinePass {
  private let weights: [Double]
  /// How many pixels before its own the first weight looks.
  private let left: Int
  private let edge: Edge
  /// The pixels of a line.
  private let length: Int

  /// Above this many weights, transforms take less time than sums one by one.
  private static let directLimit = 600
  /// Equal weights from here on are a running sum.
  private static let runningLimit = 48

  /// Whether a side of a kernel is so long, beside the lines, that it should go this way.
  static func isWorth(_ weights: [Double]) -> Bool {
    weights.count > directLimit || weights.count > runningLimit && weights.allSatisfy { $0 == weights[0] }
  }

  init(_ weights: [Double], left: Int, edge: Edge, length: Int) {
    self.edge = edge
    self.length = length
    // The offsets that can be told apart.
    let range = edge == .wrap ? 0..<length : edge == .reflect ? -length..<length : (1 - length)..<length
    guard weights.count > range.count else {
      self.weights = weights
      self.left = left
      return
    }
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: range.count)
    for (j, weight) in weights.enumerated() {
      var offset = j - left
      switch edge {
      case .zero: if !range.contains(offset) { continue }
      case .replicate: offset = min(max(offset, range.lowerBound), range.upperBound - 1)
      case .wrap, .reflect:
        let rest = (offset - range.lowerBound) % range.count
        offset = range.lowerBound + (rest < 0 ? rest + range.count : rest)
      }
      sums[offset - range.lowerBound].add(weight)
    }
    self.weights = sums.map(\.value)
    self.left = -range.lowerBound
  }

  /// The sums of lines that follow one another.
  ///
  /// - Complexity: O(n log n) for n pixels, O(n) for equal weights.
  func sums(of lines: [Double], jobs: Int) -> [Double] {
    let taps = weights.count
    let padded = length + taps - 1
    let count = lines.count / length
    var line = [Double](repeating: 0, count: count * padded)
    for n in 0..<count {
      for k in 0..<padded {
        if let pixel = edge.index(k - left, count: length) { line[n * padded + k] = lines[n * length + pixel] }
      }
    }
    if taps > Self.runningLimit, weights.allSatisfy({ $0 == weights[0] }) {
      return (0..<count).flatMap { running(line[($0 * padded)..<(($0 + 1) * padded)]) }
    }
    if taps > Self.directLimit {
      let sums = DiscreteConvolution.convolve(line, weights.reversed(), method: .transform, jobs: jobs)
      return (0..<count).flatMap { sums[($0 * padded + taps - 1)...].prefix(length) }
    }
    let sum = WeightedSum(weights: weights)
    return [Double](unsafeUninitializedCapacity: lines.count) { result, initialized in
      initialized = lines.count
      line.withUnsafeBufferPointer { line in
        guard let from = line.baseAddress, let to = result.baseAddress else { return }
        for n in 0..<count {
          let sources = weights.indices.map { from + n * padded + $0 }
          sources.withUnsafeBufferPointer { sum.add($0, length: length, into: to + n * length) }
        }
      }
    }
  }

  /// The sums under equal weights along a line.
  private func running(_ line: ArraySlice<Double>) -> [Double] {
    let first = line.startIndex
    var sum = DoubleDouble(0)
    // Where only zeros are seen the sum is 0, whatever has passed.
    var seen = 0
    for k in 0..<(weights.count - 1) {
      sum = sum + line[first + k]
      seen += line[first + k] == 0 ? 0 : 1
    }
    return (0..<length).map { c in
      let (next, past) = (line[first + c + weights.count - 1], line[first + c])
      sum = sum + next
      seen += next == 0 ? 0 : 1
      let value = seen == 0 ? 0 : weights[0] * sum.hi
      sum = sum - past
      seen -= past == 0 ? 0 : 1
      if seen == 0 { sum = DoubleDouble(0) }
      return value + 0
    }
  }
}
