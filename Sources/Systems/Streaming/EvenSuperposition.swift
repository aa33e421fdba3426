internal import NumericalMethods

/// Impulses on an even grid through even pieces of one step, as they come: rows are yielded as they
/// become final.
///
///     y[m] = Σₙ w[n] p(τ_{m − n})
///
/// By overlap-save in the blocks of `Signal.sampled`, so that the values are the same, and in memory
/// that only the response bounds.
public struct EvenSuperposition: ~Copyable {
  private let train: EvenTrain
  private let rowCount: Int
  /// The row of the first value that can differ from 0, and how many such values there are.
  private let lead: Int
  private let places: ClosedRange<Int>
  private var convolution: OverlapSave
  private var yielded = 0
  private var next: Int

  /// Prepares rows, which must hold all that comes of the train.
  ///
  /// - Parameters:
  ///   - train: what all impulses are known to lie on.
  ///   - response: even pieces.
  ///   - rows: an even grid of the response's step.
  ///   - side: which value a row exactly at a jump shows.
  ///   - jobs: how many threads may work.
  /// - Returns: nil where the grids differ, rows would be cut off, or another method is better.
  public init?(
    _ train: EvenTrain, through response: Signal, rows: TimeGrid, side: Side, jobs: Int
  ) {
    guard let pieces = response.evenPieces, case .even(let knots) = pieces.knots.storage,
      case .even(let grid) = rows.storage, let places = train.nonzero, grid.count > 0,
      let row = GridIndex(of: knots, on: grid)?.exact(
        train.first, largest: max(rows[0].magnitude, rows[grid.count - 1].magnitude)),
      row >= 0, row < Double(grid.count)
    else { return nil }
    let values = pieces.knotValues(side)
    guard let from = values.firstIndex(where: { $0 != 0 }),
      let to = values.lastIndex(where: { $0 != 0 })
    else { return nil }
    let methods = Method.pieces(
      pieces, impulses: train.count, rows: (grid.count, rows[grid.count - 1] - rows[0]),
      phases: (1, 1, knots.step))
    let lead = Int(row) + places.lowerBound + from
    guard methods.allSatisfy({ $0.algorithm == .transform || $0.isTooLong }),
      Method.choose(methods, .automatic).algorithm == .transform,
      lead + places.count + (to - from) <= grid.count,
      let convolution = OverlapSave(
        response: Array(values[from...to]), signalCount: places.count, jobs: jobs)
    else { return nil }
    self.train = train
    self.places = places
    self.lead = lead
    self.convolution = convolution
    rowCount = grid.count
    next = places.lowerBound
  }

  /// Takes the next impulses of the train; yields the rows that have become final, in order.
  public mutating func append(
    _ events: UnsafeBufferPointer<Event>, yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    // In runs without a gap: chunks that stay in the cache.
    let chunk = 8192
    var weights = [Double](repeating: 0, count: chunk)
    var k = 0
    while k < events.count {
      let n = train.index(events[k].time)
      var length = min(chunk, events.count - k)
      if train.index(events[k + length - 1].time) != n + length - 1 {
        length = 1
        while k + length < events.count, length < chunk,
          train.index(events[k + length].time) == n + length
        { length += 1 }
      }
      for i in 0..<length { weights[i] = events[k + i].weight }
      try weights.withUnsafeBufferPointer {
        try append(UnsafeBufferPointer(rebasing: $0[..<length]), at: n, yield: yield)
      }
      k += length
    }
  }

  /// Takes the next impulses of the train, given by the place of the first, from 0, and the weights of all
  /// from there on without a gap; yields the rows that have become final, in order.
  public mutating func append(
    _ weights: UnsafeBufferPointer<Double>, at first: Int,
    yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    if yielded == 0, lead > 0 { try fill(to: lead, yield) }
    // Weights beyond the first and the last that is not 0 are left out.
    let start = max(first, places.lowerBound)
    let end = min(first + weights.count, places.upperBound + 1)
    guard start < end else { return }
    if next < start {
      let zeros = [Double](repeating: 0, count: min(start - next, 8192))
      while next < start {
        let count = min(start - next, zeros.count)
        try zeros.withUnsafeBufferPointer {
          try append(UnsafeBufferPointer(rebasing: $0[..<count]), yield)
        }
        next += count
      }
    }
    try append(UnsafeBufferPointer(rebasing: weights[start - first..<end - first]), yield)
    next = end
  }

  /// Ends the train: yields the rows that were waiting.
  public mutating func finish(yield: (UnsafeBufferPointer<Double>) throws -> Void) throws {
    var done = yielded
    try convolution.finish { values in
      done += values.count
      try yield(values)
    }
    yielded = done
    try fill(to: rowCount, yield)
  }

  private mutating func append(
    _ weights: UnsafeBufferPointer<Double>, _ yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    var done = yielded
    try convolution.append(weights) { values in
      done += values.count
      try yield(values)
    }
    yielded = done
  }

  /// Yields rows that nothing reaches.
  private mutating func fill(
    to end: Int, _ yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    let zeros = [Double](repeating: 0, count: min(end - yielded, 1 << 16))
    while yielded < end {
      let count = min(end - yielded, zeros.count)
      try zeros.withUnsafeBufferPointer { try yield(UnsafeBufferPointer(rebasing: $0[..<count])) }
      yielded += count
    }
  }
}
