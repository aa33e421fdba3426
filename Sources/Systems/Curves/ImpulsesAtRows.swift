internal import NumericalMethods

/// Impulses and rows made ready for one response of poles after another: sorted and counted once.
///
/// Its values are those of `Signal.sampled(at:)`, to the last bit.
package struct ImpulsesAtRows: Sendable {
  private let sweep: BlockSweep

  /// Sorts impulses and finds which of them each row has passed.
  ///
  /// - Returns: nil without impulses or rows, and where the rows do not ascend.
  /// - Throws: `SystemsError` as sampling.
  package init?(_ train: Train, delay: Double, at times: OutputTimes, side: Side = .after) throws {
    guard times.ascendingOrder == nil, !train.isEmpty else { return nil }
    let all = times.array
    guard let last = all.last else { return nil }
    var grid: TimeGrid?
    if case .grid(let even) = times { grid = even }
    let product = try Product(Signal.Term(trains: [train], delay: delay), until: last)
    sweep = try BlockSweep(
      product.train, delay: product.delay, rows: Rows(times: all, grid: grid, side: side))
  }

  /// The largest lag that is asked for.
  package var horizon: Double { sweep.horizon }

  /// The output at the rows of a response that is blocks of poles.
  ///
  /// - Throws: `SystemsError` for an endless past through what does not decay.
  /// - Complexity: as `eventsThroughBlocks`.
  package func values(_ blocks: [PoleCluster]) throws -> [Double] {
    var values = [Double](repeating: 0, count: sweep.rows.times.count)
    try sweep.add(blocks, into: &values)
    return values
  }
}
