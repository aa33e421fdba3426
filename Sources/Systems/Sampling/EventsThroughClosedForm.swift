internal import NumericalMethods
internal import RealModule

/// A train through a formula: its value at each lag, added with compensation.
///
///     y(t) = Σ wᵢ h(t − tᵢ − delay)
///
/// A lag within its slack of a corner, or of an end of the support, is on it. At a start of the
/// support that is 0, `before` leaves the impulse out. An endless past is added until what is left
/// is below 1e-18 of what has been added. Where there are many lags the formula is replaced by
/// Chebyshev panels that are checked against it.
///
/// - Throws: `SystemsError.notFinite` with the row's time, `toleranceNotMet` where the sum over an
///   endless past does not converge, and what the formula throws.
/// - Complexity: O(n log n) for n impulses, then one evaluation, or one reading of a panel, for each
///   lag inside the support.
package func eventsThroughClosedForm(
  _ train: Train, delay: Double, _ form: ClosedForm, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  let events = SortedTrain(acting: train)
  let plain = LagSums(
    form: form, reach: form.support.upperBound, events: events, delay: delay, rows: rows,
    corners: form.corners(in: events, from: first, to: last, delay: delay))
  var (sums, note) = try plain.prepared()
  guard let gridded = sums.gridded() else {
    var result = try sums.summed()
    result.methods = [note]
    return result
  }
  sums.core = gridded.core
  var result = try sums.summed(onto: gridded.sum)
  let poor = gridded.poorRows(of: result)
  if !poor.isEmpty {
    sums.core = nil
    sums.rows.times = poor.map { rows.times[$0] }
    sums.rows.grid = nil
    let again = try sums.summed()
    for (k, row) in poor.enumerated() {
      result.values[row] = again.values[k]
      if rows.wantsErrors { result.errors[row] = again.errors[k] }
    }
  }
  note.name = "formula read off cells of the rows' grid, by FFT"
  note.cost = "\(events.times.count) impulses, \(rows.times.count) rows, \(gridded.cells) cells of degree \(gridded.degree)"
  result.methods = [note]
  return result
}

/// What the sums over lags need to know, the same for every row.
struct LagSums: Sendable {
  var form: ClosedForm
  /// The lag beyond which the formula has decayed, or its end.
  var reach: Double
  var events: SortedTrain
  var delay: Double
  var rows: Rows
  /// The formula's corners among the lags, ascending.
  var corners: [Double]
  /// The formula as panels, where rows lie close enough to be read in runs.
  var table: PanelTable?
  /// The lags, both ends included, that have been added already.
  var core: ClosedRange<Double>?
  /// The sum of the magnitudes of the impulses before each, and of all.
  var mass: [Double] = []

  /// More than any value beyond `reach`; 0 where nothing is beyond.
  var farValue = 0.0

  /// The same sums, less costly where there are many lags, and how they are made.
  ///
  /// - Throws: what cutting the formula into panels throws.
  func prepared() throws -> (LagSums, MethodNote) {
    let lags = Double(events.times.count) * Double(rows.times.count)
    var sums = self
    var note = MethodNote(
      name: "formula at each impulse's age", reason: "\(form.text) is known by its values alone",
      cost: "at most \(Int(min(lags, 1e18))) evaluations", certainty: .estimate)
    guard let first = rows.times.first, let last = rows.times.last else { return (sums, note) }
    if Method.isDecayWorth(lookingForBefore: lags) || !events.past.isEmpty { try sums.lookForDecay() }
    let methods = Method.formula(lags: lags, runs: Double(events.times.count) * PanelTable.usual)
    // Who asks for more than panels promise gets the formula itself.
    let asked = rows.algorithm == .transform ? .panels : rows.algorithm
    guard Method.choose(methods, asked).algorithm == .panels,
      rows.tolerance.relative >= PanelTable.promise,
      let early = events.times.first, let late = events.times.last
    else { return (sums, note) }
    let low = max(form.support.lowerBound, first - late - delay)
    let high = min(form.support.upperBound, last - early - delay)
    guard low < high,
      let table = try PanelTable(form, lags: low...high, limit: Method.panels(worthFor: lags))
    else { return (sums, note) }
    sums.table = table
    sums.weighImpulses()
    note.name = "formula read off Chebyshev polynomials"
    note.reason = "\(form.text) would be evaluated many times"
    note.cost = "at most \(Int(min(lags, 1e18))) readings of \(table.isDirect.count) panels"
    return (sums, note)
  }

  /// The sums of all rows.
  ///
  /// - Parameter base: what the rows hold already.
  func summed(onto base: Superposition? = nil) throws -> Superposition {
    var result = base ?? Superposition(zeroFor: rows)
    let count = rows.times.count
    // Rows of one thread at a time: more make longer runs, fewer share the work out better.
    let chunk = table == nil ? 256 : min(max(128, count / 32), LagBlock.capacity)
    var magnitudes = [Double](repeating: 0, count: rows.wantsErrors ? count : 0)
    try result.values.withUnsafeMutableBufferPointer { values in
      try magnitudes.withUnsafeMutableBufferPointer { magnitudes in
        try Parallel.forEachShard(jobs: rows.jobs, count: (count + chunk - 1) / chunk) { k in
          let range = (k * chunk)..<min(count, (k + 1) * chunk)
          var block = LagBlock(self, rows: range, from: values[range])
          try block.run()
          for (n, row) in range.enumerated() {
            values[row] = block.value(n)
            if !magnitudes.isEmpty { magnitudes[row] = block.magnitudes[n] }
          }
        }
      }
    }
    for k in magnitudes.indices {
      result.errors[k] += 0x1p-49 * magnitudes[k] + 0x1p-53 * result.values[k].magnitude
    }
    return result
  }

  /// What the core of the panels brings to rows of an even grid, by transforms, where that costs less than to read
  /// the panels at each lag.
  func gridded() -> GriddedSums? {
    guard let table, events.past.isEmpty, let first = rows.times.first, let last = rows.times.last, first < last
    else { return nil }
    var given: TimeGrid.Even?
    if case .even(let even)? = rows.grid?.storage { given = even }
    guard let grid = given ?? TimeGrid.evenGrid(of: rows.times) else { return nil }
    let methods = Method.gridded(
      reach: table.near.upperBound - table.near.lowerBound, step: grid.step, impulses: events.times.count,
      rows: (rows.times.count, last - first))
    let asked = rows.algorithm == .panels ? .automatic : rows.algorithm
    guard Method.choose(methods, asked).algorithm == .transform, let form = GriddedForm(table, on: grid) else {
      return nil
    }
    var after = rows
    // Inside the core both sides are the same.
    after.side = .after
    guard let made = GridTransform(events, delay: delay, form.pieces, at: after)?.computed() else { return nil }
    return GriddedSums(sum: made.result, expected: made.expected, pieces: form.pieces)
  }

  /// Finds the lag beyond which the formula has decayed, where it has no end of its own.
  private mutating func lookForDecay() throws {
    guard form.support.upperBound == .infinity,
      let end = try? form.reach(downwards: false, from: form.support.lowerBound)
    else { return }
    reach = end
    let far = try form.values(at: (0..<96).map { end + end.magnitude * Double.exp2(Double($0) / 4 - 12) })
    farValue = far.allSatisfy(\.isFinite) ? 16 * far.reduce(0) { max($0, $1.magnitude) } : .infinity
    weighImpulses()
  }

  private mutating func weighImpulses() {
    if mass.isEmpty {
      mass = events.weights.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.magnitude) }
    }
  }
}

/// What transforms added to rows.
struct GriddedSums {
  var sum: Superposition
  /// What each value is expected to be off.
  var expected: Double
  var core: ClosedRange<Double>
  var cells: Int
  var degree: Int

  fileprivate init(sum: Superposition, expected: Double, pieces: PiecewisePolynomial) {
    (self.sum, self.expected) = (sum, expected)
    (core, cells, degree) = (pieces.support, pieces.cells, pieces.degree)
  }

  /// The rows at which a transform's error, which is the same for all, leaves less than 2e-12 of the value.
  func poorRows(of result: Superposition) -> [Int] {
    result.values.indices.filter { expected > 2e-12 * result.values[$0].magnitude }
  }
}

extension ClosedForm {
  /// The corners among all lags of these impulses at rows from `first` to `last`.
  func corners(in events: SortedTrain, from first: Double, to last: Double, delay: Double) -> [Double] {
    guard let early = events.times.first, let late = events.times.last else { return [] }
    let low = max(support.lowerBound, first - late - delay)
    let high = min(support.upperBound, last - early - delay)
    guard low <= high else { return [] }
    let pad = 8 * max(first.magnitude, last.magnitude, early.magnitude, late.magnitude).ulp
    // Beyond the largest double there is no next one.
    return corners(pad.isFinite ? (low - pad)...(high + pad) : low...high)
  }
}
