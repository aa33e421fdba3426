internal import NumericalMethods

/// Impulses on an even grid through even pieces of one step, rows asked for while impulses still come.
///
///     y[m] = Σₙ w[n] p(τ_{m − n})
///
/// Every row costs the same however few are asked for at a time, and has the same bytes.
public struct LiveSuperposition: ~Copyable {
  private var convolution: LiveConvolution
  private let place: GridIndex
  /// The row of the first value that the first impulse can give; below 0 where rows begin later.
  private let lead: Int
  /// Weights that have come and are not used yet, from place `base` on.
  private var weights: [Double] = []
  private var base = 0
  private var latest = 0
  private var rowCount = 0

  /// The most places that are held: between an impulse and the one before it, or the first row.
  private static let widest = 1 << 20

  /// Prepares rows.
  ///
  /// - Parameters:
  ///   - first: the time of the first impulse.
  ///   - response: even pieces.
  ///   - rows: an even grid of the response's step; its count does not matter.
  ///   - side: which value a row exactly at a jump shows.
  /// - Returns: nil where the grids differ, or rows begin very much later than the impulses.
  public init?(first: Double, through response: Signal, rows: TimeGrid, side: Side) {
    guard let pieces = response.evenPieces, case .even(let knots) = pieces.knots.storage,
      case .even(let grid) = rows.storage, let start = DoubleDouble(first.description),
      let row = GridIndex(of: knots, on: grid)?.exact(
        first, largest: max(first.magnitude, grid.start.magnitude, knots.start.magnitude)),
      row > -Double(Self.widest)
    else { return nil }
    lead = Int(row)
    place = GridIndex(origin: -start, step: DoubleDouble(hi: knots.step, lo: knots.stepRest))
    convolution = LiveConvolution(response: pieces.knotValues(side))
  }

  /// Takes the next impulse, not earlier than the one before; false where it misses the grid or is very
  /// far from the one before, after which nothing more is to be taken.
  public mutating func take(_ event: Event) -> Bool {
    guard let n = place.exact(event.time, largest: event.time.magnitude), n >= Double(latest),
      Int(n) - base < Self.widest
    else { return false }
    latest = Int(n)
    while weights.count <= latest - base { weights.append(0) }
    weights[latest - base] += event.weight
    return true
  }

  /// The next rows, up to one that no impulse to come can reach.
  public mutating func values(upTo end: Int) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(end - rowCount)
    // Rows before everything.
    while rowCount < min(end, lead) {
      values.append(0)
      rowCount += 1
    }
    // Rows begin later than what comes of the first impulses: those values are passed over.
    var skipped = max(0, rowCount - lead - base)
    let wanted = end - lead - base
    guard wanted > 0 else { return values }
    while weights.count < wanted { weights.append(0) }
    weights.withUnsafeBufferPointer { weights in
      convolution.append(UnsafeBufferPointer(rebasing: weights[..<wanted])) { outputs in
        let passed = min(skipped, outputs.count)
        values.append(contentsOf: outputs[passed...])
        skipped -= passed
      }
    }
    weights.removeFirst(wanted)
    base += wanted
    rowCount = end
    return values
  }
}
