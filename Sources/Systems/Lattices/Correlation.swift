import NumericalMethods

/// The sum that both convolution and correlation are:
/// y[r, c] = Σ weights[i, j] x[r + i - top, c + j - left].
struct Correlation {
  let image: Image
  let kernel: Kernel
  /// The row of the kernel that lies on the pixel itself.
  let top: Int
  /// The column of the kernel that lies on the pixel itself.
  let left: Int
  let edge: Edge
  /// How many threads may share the work; the result does not depend on it.
  let jobs: Int

  /// Above this many weights, transforms take less time than sums one by one.
  private static let directLimit = 600

  /// All pixels.
  ///
  /// - Complexity: O(pixels × (rows + columns)) for a short column times a row, O(pixels) for a long box, O(pixels ×
  ///   weights) for small kernels, else O(n log n) for n padded pixels.
  func pixels() -> [Double] {
    switch kernel.form {
    case .outer(let column, let row):
      return LinePass.isWorth(column) || LinePass.isWorth(row) ? longPasses(column, row) : columnAndRow(column, row)
    case .matrix(let weights):
      let taps = weights.indices.filter { weights[$0] != 0 }
      return taps.count > Self.directLimit ? transformed(weights) : direct(weights, taps)
    }
  }

  /// Every row is summed along itself once, then rows are summed with each other.
  private func columnAndRow(_ column: [Double], _ row: [Double]) -> [Double] {
    let along = WeightedSum(weights: row)
    let across = WeightedSum(weights: column, divisor: kernel.divisor)
    let channels = image.channels
    let width = rowLength
    return strips(lineLength: width) { source, line in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: paddedLength) { padded in
        guard let start = padded.baseAddress else { return }
        pad(source, into: start)
        let taps = row.indices.map { UnsafePointer(start + $0 * channels) }
        taps.withUnsafeBufferPointer { along.add($0, length: width, into: line) }
      }
    } output: { lines, row in
      lines.withUnsafeBufferPointer { across.add($0, length: width, into: row) }
    }
  }

  /// Along all rows, then along all columns, some lines at a time.
  private func longPasses(_ column: [Double], _ row: [Double]) -> [Double] {
    var pixels = image.pixels
    let channels = image.channels
    let rowLength = self.rowLength
    let along = LinePass(row, left: left, edge: edge, length: image.width)
    pass(along, lines: image.height * channels, length: image.width, step: channels, over: &pixels) { line in
      line / channels * rowLength + line % channels
    }
    let across = LinePass(column, left: top, edge: edge, length: image.height)
    pass(across, lines: rowLength, length: image.height, step: rowLength, over: &pixels) { $0 }
    if kernel.divisor != 1 {
      for k in pixels.indices { pixels[k] /= kernel.divisor }
    }
    return pixels
  }

  /// Replaces lines of pixels a step apart by their sums.
  private func pass(
    _ pass: LinePass, lines: Int, length: Int, step: Int, over pixels: inout [Double], start: (Int) -> Int
  ) {
    let atOnce = max(1, min(lines, (1 << 21) / length))
    for first in stride(from: 0, to: lines, by: atOnce) {
      let chunk = first..<min(lines, first + atOnce)
      let starts = chunk.map(start)
      var buffer = [Double](repeating: 0, count: chunk.count * length)
      for k in 0..<length {
        for n in starts.indices { buffer[n * length + k] = pixels[starts[n] + k * step] }
      }
      let sums = pass.sums(of: buffer, jobs: jobs)
      for k in 0..<length {
        for n in starts.indices { pixels[starts[n] + k * step] = sums[n * length + k] }
      }
    }
  }

  /// Every weight once for every pixel.
  private func direct(_ weights: [Double], _ taps: [Int]) -> [Double] {
    let sum = WeightedSum(weights: taps.map { weights[$0] }, divisor: kernel.divisor)
    let channels = image.channels
    return strips(lineLength: paddedLength) { source, line in
      pad(source, into: line)
    } output: { lines, row in
      let sources = taps.map { tap in
        lines[tap / kernel.columns] + tap % kernel.columns * channels
      }
      sources.withUnsafeBufferPointer { sum.add($0, length: rowLength, into: row) }
    }
  }

  /// All weights at once, by one transform.
  ///
  /// Rows of the padded image laid end to end, and those of the kernel spaced likewise, are two sequences
  /// whose one-dimensional convolution holds the two-dimensional one: a padded row is so long that
  /// no sum under the kernel runs on into the next row.
  private func transformed(_ weights: [Double]) -> [Double] {
    let channels = image.channels
    let paddedRows = image.height + kernel.rows - 1
    let taps = (kernel.rows - 1) * paddedLength + (kernel.columns - 1) * channels + 1
    var response = [Double](repeating: 0, count: taps)
    for i in 0..<kernel.rows {
      for j in 0..<kernel.columns {
        response[taps - 1 - i * paddedLength - j * channels] = weights[i * kernel.columns + j]
      }
    }
    let padded = [Double](unsafeUninitializedCapacity: paddedRows * paddedLength) { padded, count in
      count = paddedRows * paddedLength
      image.pixels.withUnsafeBufferPointer { pixels in
        guard let from = pixels.baseAddress, let to = padded.baseAddress else { return }
        for row in 0..<paddedRows {
          let line = to + row * paddedLength
          if let source = edge.index(row - top, count: image.height) {
            pad(from + source * rowLength, into: line)
          } else {
            line.update(repeating: 0, count: paddedLength)
          }
        }
      }
    }
    let sums = DiscreteConvolution.convolve(padded, response, method: .transform, jobs: jobs)
    return (0..<image.height).flatMap { row in
      sums[(taps - 1 + row * paddedLength)...].prefix(rowLength).map { $0 / kernel.divisor }
    }
  }

  /// The numbers in a row of the image.
  var rowLength: Int { image.width * image.channels }
  /// The numbers in a row together with what the kernel sees beside it.
  private var paddedLength: Int { (image.width + kernel.columns - 1) * image.channels }

  /// A row of the image with what lies beside it: `left` pixels before, the others after.
  private func pad(_ row: UnsafePointer<Double>, into padded: UnsafeMutablePointer<Double>) {
    let (width, channels) = (image.width, image.channels)
    (padded + left * channels).update(from: row, count: width * channels)
    for side in [-left..<0, width..<(width + kernel.columns - 1 - left)] {
      for column in side {
        let place = padded + (column + left) * channels
        if let pixel = edge.index(column, count: width) {
          place.update(from: row + pixel * channels, count: channels)
        } else {
          place.update(repeating: 0, count: channels)
        }
      }
    }
  }
}
