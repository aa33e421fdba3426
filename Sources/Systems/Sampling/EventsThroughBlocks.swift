internal import ComplexModule

/// Impulses through a sum of rational waveforms, exact up to rounding.
///
///     y(t) = Σᵢ aᵢ h(t − tᵢ − delay),   h = Σ rationals
///
/// Few impulses are summed by the plain definition, many by a sweep with a moving anchor.
///
/// The bound is `u · Σ|aᵢ| (F + 4|z|(t − tᵢ)) h̄(t − tᵢ)`, where h̄ is the blocks' majorant and F counts
/// roundings (`PoleBounds.swift`); where poles were computed from coefficients, the response is computed again with data moved
/// within rounding, and four times the largest change is added.
///
/// - Throws: `SystemsError.undefined` where an endless past meets a response that does not decay.
/// - Complexity: O((events + rows) Σm).
package func eventsThroughBlocks(
  _ train: Train, delay: Double, _ rationals: [Rational], at rows: Rows
) throws -> Superposition {
  guard !rows.times.isEmpty, !train.isEmpty else { return Superposition(zeroFor: rows) }
  let sweep = try BlockSweep(train, delay: delay, rows: rows)
  let blocks = PoleClusters.make(rationals, horizon: sweep.horizon)
  var result = Superposition(zeroFor: rows)
  try sweep.add(blocks, into: &result.values)
  if rows.wantsErrors {
    try sweep.addBound(blocks, into: &result.errors)
    try addSpread(of: rationals, from: result.values, to: &result.errors) { moved in
      var other = [Double](repeating: 0, count: rows.times.count)
      try sweep.add(PoleClusters.make(moved, horizon: sweep.horizon), into: &other)
      return other
    }
  }
  try checkDetermined(rationals, result, sweep)
  result.methods = [sweep.note(blocks)]
  return result
}

/// Refuses rows of a state space that the rounding of its arithmetic alone decides.
///
/// The largest row and some others are computed again with the order of the arithmetic changed; where four times the
/// largest difference is above the largest value, no digit of any row means anything.
///
/// - Throws: `SystemsError.toleranceNotMet`.
private func checkDetermined(_ rationals: [Rational], _ result: Superposition, _ whole: BlockSweep) throws {
  guard rationals.contains(where: { ($0.realization?.order ?? .max) <= 256 }),
    let top = result.values.indices.max(by: { result.values[$0].magnitude < result.values[$1].magnitude })
  else { return }
  let count = result.values.count
  let places = Set((0..<8).map { $0 * count / 8 } + [top, count - 1]).sorted()
  let sweep = whole.at(places)
  var spread = [Double](repeating: 0, count: places.count)
  try addSpread(of: rationals, from: places.map { result.values[$0] }, to: &spread) { moved in
    var other = [Double](repeating: 0, count: places.count)
    try sweep.add(PoleClusters.make(moved, horizon: whole.horizon), into: &other)
    return other
  }
  let (most, peak) = (spread.max() ?? 0, result.values[top].magnitude)
  guard most <= peak || most < 0x1p-1000 else {
    throw SystemsError.toleranceNotMet(reached: most / peak, asked: 1, method: "a state space whose rows are all rounding")
  }
}

/// A train, rows and the order of both: what every block's sweep needs.
struct BlockSweep: Sendable {
  var train: SortedTrain
  let delay: Double
  let horizon: Double
  private(set) var counts: [Int]
  private(set) var rows: Rows

  /// Sorts impulses and finds which of them each row has passed.
  ///
  /// - Precondition: there are rows.
  /// - Throws: `SystemsError.tooLarge` for a past that is too dense to be listed.
  init(_ train: Train, delay: Double, rows: Rows) throws {
    let (first, last) = (rows.times[0], rows.times[rows.times.count - 1])
    let sorted = try SortedTrain(train, before: first, delay: delay)
    let start = min(sorted.times.first ?? first, first)
    self.train = sorted
    self.delay = delay
    self.rows = rows
    horizon = max(last - start - delay, (last - start) / 1000)
    counts = sorted.counts(delay: delay, rows: rows)
  }

  /// The same impulses at some of the rows.
  func at(_ places: [Int]) -> BlockSweep {
    var copy = self
    copy.rows.times = places.map { rows.times[$0] }
    copy.rows.grid = nil
    copy.counts = train.counts(delay: delay, rows: copy.rows)
    return copy
  }

  /// Whether the plain definition is the cheaper way for a block.
  func isDirect(_ block: PoleCluster) -> Bool {
    let methods = Method.block(
      size: block.size, isOnePole: block.isOnePole, impulses: train.times.count,
      rows: rows.times.count)
    return Method.choose(methods, rows.algorithm).algorithm == .direct
  }

  /// Adds the response of every block.
  func add(_ blocks: [PoleCluster], into values: inout [Double]) throws {
    for block in blocks {
      if isDirect(block) {
        addByDefinition(block, train, delay: delay, counts: counts, rows: rows, into: &values)
      } else if block.size == 1 && block.isReal {
        addAnchored(
          pole: block.nodes[0].real, weight: block.row[0].real, train, delay: delay,
          counts: counts, rows: rows, into: &values)
      } else {
        addAnchored(
          block, train, delay: delay, horizon: horizon, counts: counts, rows: rows, into: &values)
      }
      for past in train.past {
        try addPast(past, of: block, delay: delay, rows: rows, into: &values)
      }
    }
  }

  /// What was done, in words.
  func note(_ blocks: [PoleCluster]) -> MethodNote {
    let sizes = blocks.map { "\($0.size)" }.joined(separator: ", ")
    let direct = blocks.allSatisfy(isDirect)
    return MethodNote(
      name: direct ? "sum of exponentials at each impulse's age" : "state carried from impulse to impulse",
      reason: "the response is a sum of exponentials, its poles in \(blocks.count) "
        + (blocks.count == 1 ? "group" : "groups") + " (of \(sizes))",
      cost: direct
        ? "\(train.times.count) impulses × \(rows.times.count) rows"
        : "\(train.times.count) impulses + \(rows.times.count) rows, for each group",
      certainty: .bound)
  }
}
