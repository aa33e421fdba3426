internal import NumericalMethods

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
  var result = Superposition(zeroFor: rows)
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return result
  }
  let events = train.events.filter { $0.weight != 0 }.enumerated()
    .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
  let plain = LagSums(
    form: form, reach: form.support.upperBound, events: events, past: train.past, delay: delay,
    rows: rows, corners: form.corners(in: events, from: first, to: last, delay: delay))
  let (sums, note) = try plain.prepared()
  let count = rows.times.count
  // Rows of one thread at a time: more make longer runs, fewer share the work out better.
  let chunk = sums.table == nil ? 256 : min(max(128, count / 32), LagBlock.capacity)
  var magnitudes = [Double](repeating: 0, count: rows.wantsErrors ? count : 0)
  try result.values.withUnsafeMutableBufferPointer { values in
    try magnitudes.withUnsafeMutableBufferPointer { magnitudes in
      try Parallel.forEachShard(jobs: rows.jobs, count: (count + chunk - 1) / chunk) { k in
        let range = (k * chunk)..<min(count, (k + 1) * chunk)
        var block = LagBlock(sums, rows: range)
        try block.run()
        for (n, row) in range.enumerated() {
          values[row] = block.value(n)
          if !magnitudes.isEmpty { magnitudes[row] = block.magnitudes[n] }
        }
      }
    }
  }
  for k in magnitudes.indices {
    result.errors[k] =
      (0x1p-49 + sums.relativeError) * magnitudes[k] + 0x1p-53 * result.values[k].magnitude
  }
  result.methods = [note]
  return result
}

/// What the sums over lags need to know, the same for every row.
struct LagSums: Sendable {
  var form: ClosedForm
  /// The lag beyond which nothing is added.
  var reach: Double
  var events: [Event]
  var past: [SteadyPast]
  var delay: Double
  var rows: Rows
  /// The formula's corners among the lags, ascending.
  var corners: [Double]
  /// What a value of `form` may be off, relative to the sum of magnitudes.
  var relativeError = 0.0
  /// The formula as panels, where rows lie close enough to be read in runs.
  var table: FormTable?
  /// The sum of the magnitudes of the impulses before each, and of all.
  var mass: [Double] = []

  /// Below this many lags a table costs more than it saves.
  private static let few = 3e4

  /// The same sums, less costly where there are many lags, and how they are made.
  ///
  /// - Throws: what cutting the formula into panels throws.
  func prepared() throws -> (LagSums, MethodNote) {
    let lags = Double(events.count) * Double(rows.times.count)
    var sums = self
    var note = MethodNote(
      name: "formula at each lag", reason: "\(form.text) is known by its values alone",
      cost: "at most \(Int(min(lags, 1e18))) evaluations", certainty: .estimate)
    // Who asks for more than panels promise gets the formula itself.
    guard lags > LagSums.few, rows.tolerance.relative >= FormTable.promise,
      let first = rows.times.first, let last = rows.times.last,
      let early = events.first?.time, let late = events.last?.time
    else { return (sums, note) }
    let low = max(form.support.lowerBound, first - late - delay)
    let high = min(form.support.upperBound, last - early - delay)
    guard low < high else { return (sums, note) }
    // Few rows can't be read in runs, whatever the panels are.
    let isDense = high - low >= 32 * (last - first) / Double(rows.times.count)
    if isDense, let table = try FormTable(form, lags: low...high, limit: 2000),
      table.isRead(inRunsBy: rows)
    {
      sums.table = table
      sums.mass = events.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1.weight.magnitude) }
      note.name = "runs of rows through Chebyshev panels"
      note.reason = "\(form.text) would be evaluated more than \(Int(LagSums.few)) times"
      note.cost = "at most \(Int(min(lags, 1e18))) readings of \(table.isDirect.count) panels"
      return (sums, note)
    }
    guard lags > 1e7 else { return (sums, note) }
    var end = high
    if form.support.upperBound == .infinity,
      let reach = try? form.reach(downwards: false, from: form.support.lowerBound)
    {
      sums.reach = reach
      end = min(high, reach)
    }
    if low < end, let table = try form.tabulated(from: low, to: end, limit: 5000) {
      sums.form = table
      sums.relativeError = 1e-13
      note.name = "Chebyshev panels at each lag"
      note.reason = "\(form.text) would be evaluated more than 1e7 times"
      note.cost = "at most \(Int(min(lags, 1e18))) readings of panels"
    }
    return (sums, note)
  }
}

extension FormTable {
  /// Whether a panel holds several rows on average, so that runs are worth it.
  func isRead(inRunsBy rows: Rows) -> Bool {
    guard let first = rows.times.first, let last = rows.times.last, first < last else { return false }
    let apart = (last - first) / Double(rows.times.count)
    return range.upperBound - range.lowerBound >= 4 * apart * Double(isDirect.count)
  }
}

extension ClosedForm {
  /// The corners among all lags of these impulses at rows from `first` to `last`.
  func corners(in events: [Event], from first: Double, to last: Double, delay: Double) -> [Double] {
    guard let early = events.first?.time, let late = events.last?.time else { return [] }
    let low = max(support.lowerBound, first - late - delay)
    let high = min(support.upperBound, last - early - delay)
    guard low <= high else { return [] }
    let pad = 8 * max(first.magnitude, last.magnitude, early.magnitude, late.magnitude).ulp
    return corners((low - pad)...(high + pad))
  }
}
