import NumericalMethods

extension Correlation {
  /// Goes down the image in strips, which threads share, each with the lines under the kernel at hand.
  ///
  /// - Parameters:
  ///   - length: The numbers in a line.
  ///   - line: Makes a line of a row of the image.
  ///   - output: Makes a row of the result of the lines under the kernel, top first.
  func strips(
    lineLength length: Int,
    line: (_ source: UnsafePointer<Double>, _ line: UnsafeMutablePointer<Double>) -> Void,
    output: (_ lines: [UnsafePointer<Double>], _ row: UnsafeMutablePointer<Double>) -> Void
  ) -> [Double] {
    // Well above the kernel's height: a strip makes `rows` - 1 lines that its neighbour makes too.
    let stripHeight = max(64, 4 * kernel.rows)
    let stripCount = (image.height + stripHeight - 1) / stripHeight
    return [Double](unsafeUninitializedCapacity: image.pixels.count) { result, initialized in
      initialized = image.pixels.count
      image.pixels.withUnsafeBufferPointer { pixels in
        guard let source = pixels.baseAddress, let target = result.baseAddress else { return }
        // Strips read what none writes, and write rows of their own.
        nonisolated(unsafe) let (from, to) = (source, target)
        Parallel.forEachShard(jobs: jobs, count: stripCount) { strip in
          let first = strip * stripHeight
          let rows = first..<min(first + stripHeight, image.height)
          lines(under: rows, of: from, length: length, line: line) { lines, row in
            output(lines, to + row * rowLength)
          }
        }
      }
    }
  }

  /// Keeps the lines under the kernel in a ring while it goes down, or all lines if it is taller than the
  /// image, so that memory does not grow with the kernel.
  private func lines(
    under outputRows: Range<Int>, of pixels: UnsafePointer<Double>, length: Int,
    line: (UnsafePointer<Double>, UnsafeMutablePointer<Double>) -> Void,
    body: (_ lines: [UnsafePointer<Double>], _ row: Int) -> Void
  ) {
    let (rows, height) = (kernel.rows, image.height)
    let isTall = rows > height
    let slots = isTall ? height + 1 : rows
    withUnsafeTemporaryAllocation(of: Double.self, capacity: slots * length) { ring in
      guard let ring = ring.baseAddress else { return }
      var made = isTall ? [Bool](repeating: false, count: slots) : []
      var lines: [UnsafePointer<Double>] = []
      let first = outputRows.lowerBound - top
      for virtual in first..<(outputRows.upperBound - top + rows - 1) {
        let source = edge.index(virtual, count: height)
        let slot = isTall ? source ?? height : (virtual - first) % rows
        let place = ring + slot * length
        if !isTall || !made[slot] {
          if let source {
            line(pixels + source * rowLength, place)
          } else {
            place.update(repeating: 0, count: length)
          }
          if isTall { made[slot] = true }
        }
        if lines.count == rows { lines.removeFirst() }
        lines.append(UnsafePointer(place))
        if lines.count == rows { body(lines, virtual - rows + 1 + top) }
      }
    }
  }
}
