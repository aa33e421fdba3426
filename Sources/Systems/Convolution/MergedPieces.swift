internal import NumericalMethods

/// The convolution of any two pieces, by exact integrals over each overlap of two cells.
///
/// Within an overlap the product is a polynomial, and Gauss's rule of enough points is exact. The
/// places of the overlaps are differences in double-double: wide pulses and late times lose nothing.
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
/// - Complexity: O(m e (k + n)) for m rows, e events and k, n cells.
package func mergedPieces(
  _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  var result = Superposition(zeroFor: rows)
  guard let first = rows.times.first, let last = rows.times.last else { return result }
  let from = a.support.lowerBound + b.support.lowerBound
  let to = a.support.upperBound + b.support.upperBound
  let events = try SortedTrain(
    train, reaching: first...last, delay: delay, support: from...to)
  let pair = OverlappingCells(a, b)
  let chunk = 32
  let count = rows.times.count
  result.values.withUnsafeMutableBufferPointer { values in
    result.errors.withUnsafeMutableBufferPointer { errors in
      Parallel.forEachShard(jobs: rows.jobs, count: (count + chunk - 1) / chunk) { shard in
        for n in shard * chunk..<min((shard + 1) * chunk, count) {
          var sum = CompensatedSum()
          var size = 0.0
          for (k, weight) in events.weights.enumerated() where weight != 0 {
            let lag = events.lag(k, to: rows.times[n], delay: delay)
            pair.integrate(lag, weight, &sum, &size)
          }
          values[n] = sum.value
          if rows.wantsErrors {
            errors[n] = 0x1p-53 * (1.001 * sum.value.magnitude + pair.roundingGain * size)
          }
        }
      }
    }
  }
  result.methods = [
    MethodNote(
      name: "integral over each overlap of two samples' intervals", reason: "the two share no grid",
      cost: "\(count) rows, \(events.times.count) events, \(a.cells) and \(b.cells) cells",
      certainty: .bound)
  ]
  return result
}

/// Two lists of cells, to be laid over one another.
private struct OverlappingCells {
  let a: CellList
  let b: CellList
  let nodes: [Double]
  let weights: [Double]

  init(_ a: PiecewisePolynomial, _ b: PiecewisePolynomial) {
    self.a = CellList(a)
    self.b = CellList(b)
    let rule = GaussLegendre(points: (a.degree + b.degree) / 2 + 1)
    nodes = rule.nodes.map { (1 + $0) / 2 }
    weights = rule.weights.map { $0 / 2 }
  }

  var roundingGain: Double { a.degree + b.degree <= 2 ? 40 : 160 }

  /// Adds `weight · ∫ a(u) b(lag − u) du`.
  func integrate(_ lag: Lag, _ weight: Double, _ sum: inout CompensatedSum, _ size: inout Double) {
    let whole = DoubleDouble(hi: lag.high, lo: lag.low)
    /// How far the lag is past the sum of knot i of a and knot j of b.
    @inline(__always) func past(_ i: Int, _ j: Int) -> DoubleDouble {
      (whole - a.knots[i]) - b.knots[j]
    }
    guard past(0, 0).hi > lag.slack, past(a.cells, b.cells).hi < -lag.slack else { return }
    // Cell i of a meets cell j of b where its corner (i, j) is passed and (i + 1, j + 1) is not.
    var low = 0
    var high = a.cells - 1
    while low < high {
      let middle = (low + high) / 2
      if past(middle + 1, b.cells).hi < 0 { high = middle } else { low = middle + 1 }
    }
    var i = low
    // The last cell of b whose start is passed from knot i of a.
    var j = 0
    var above = b.cells
    while above - j > 1 {
      let middle = (j + above) / 2
      if past(i, middle).hi > 0 { j = middle } else { above = middle }
    }
    while i < a.cells, j >= 0 {
      let start = past(i, j)
      if start.hi > 0 {
        overlap(i, j, start, past(i + 1, j), past(i, j + 1), weight, &sum, &size)
      } else {
        j -= 1
        continue
      }
      // Go on to whichever cell ends first: a's at its knot i + 1, b's at its knot j.
      if past(i + 1, j).hi < 0 { j -= 1 } else { i += 1 }
    }
  }

  /// Adds the integral over the overlap of two cells.
  private func overlap(
    _ i: Int, _ j: Int, _ start: DoubleDouble, _ nextA: DoubleDouble, _ nextB: DoubleDouble,
    _ weight: Double, _ sum: inout CompensatedSum, _ size: inout Double
  ) {
    // In the narrower cell's own time, so that a wide one costs it no digits.
    let inA = a.widths[i] <= b.widths[j]
    let from = max(0, inA ? nextB.hi : nextA.hi)
    let to = min(inA ? a.widths[i] : b.widths[j], start.hi)
    let length = to - from
    guard length > 0 else { return }
    for q in nodes.indices {
      let own = from + length * nodes[q]
      let other = max(0, start.hi - own)
      let factor = weight * length * weights[q]
      let left = a.value(i, inA ? own : other)
      let right = b.value(j, inA ? other : own)
      sum.add(factor * left.value * right.value)
      size += factor.magnitude * left.size * right.size
    }
  }
}

/// The cells of pieces, with their knots in double-double.
private struct CellList {
  let knots: [DoubleDouble]
  let widths: [Double]
  let coefficients: [Double]
  let degree: Int

  var cells: Int { widths.count }

  init(_ pieces: PiecewisePolynomial) {
    let lowParts = pieces.lowParts
    let all = pieces.knots.enumerated().map {
      DoubleDouble.sum($0.element, lowParts.isEmpty ? 0 : lowParts[$0.offset])
    }
    knots = all
    widths = (0..<pieces.cells).map { (all[$0 + 1] - all[$0]).hi }
    coefficients = pieces.coefficients
    degree = pieces.degree
  }

  /// The value in a cell, and the size of what it is the sum of.
  @inline(__always)
  func value(_ cell: Int, _ s: Double) -> (value: Double, size: Double) {
    let base = cell * (degree + 1)
    var value = coefficients[base + degree]
    var size = value.magnitude
    for j in (0..<degree).reversed() {
      value = value * s + coefficients[base + j]
      size = size * s + coefficients[base + j].magnitude
    }
    return (value, size)
  }
}
