internal import NumericalMethods

/// Gathers lags of several rows, evaluates a formula at them together, and adds what comes out.
struct LagBlock {
  static let capacity = 1024

  let sums: LagSums
  let rows: Range<Int>
  /// The sum of each row, and what its additions have rounded away.
  var totals: [Double]
  var lost: [Double]
  /// The sum of magnitudes of each row.
  var magnitudes: [Double]
  /// Whether those are looked at.
  let needsMagnitudes: Bool

  private var lags: [Double] = []
  private var weights: [Double] = []
  private var owners: [Int] = []
  var values = [Double](repeating: 0, count: LagBlock.capacity)

  /// - Parameter base: what the rows hold already.
  init(_ sums: LagSums, rows: Range<Int>, from base: Slice<UnsafeMutableBufferPointer<Double>>) {
    self.sums = sums
    self.rows = rows
    totals = Array(base)
    lost = Array(repeating: 0, count: rows.count)
    needsMagnitudes = sums.rows.wantsErrors || !sums.events.past.isEmpty
    magnitudes = lost
    lags.reserveCapacity(LagBlock.capacity)
    weights.reserveCapacity(LagBlock.capacity)
    owners.reserveCapacity(LagBlock.capacity)
  }

  /// The sum of a row, rounded once.
  func value(_ row: Int) -> Double {
    lost[row].isFinite ? totals[row] + lost[row] : totals[row]
  }

  /// Adds every listed impulse, then the endless pasts, of every row.
  mutating func run() throws {
    if let table = sums.table { try addListed(by: table) } else { try addListed() }
    for steady in sums.events.past {
      for (n, row) in rows.enumerated() {
        try addPast(steady, time: sums.rows.times[row], row: n)
      }
    }
  }

  private mutating func addListed() throws {
    let events = sums.events
    let support = sums.form.support
    for (n, row) in rows.enumerated() {
      let time = sums.rows.times[row]
      let pad = 16 * (time.magnitude + sums.delay.magnitude).ulp
      let latest = time - sums.delay - support.lowerBound
      for k in firstNear(time)..<events.times.count {
        let event = events.times[k]
        if event > latest + pad + 16 * event.magnitude.ulp { break }
        let lag = events.lag(k, to: time, delay: sums.delay)
        if let place = place(of: lag) { try add(place, weight: events.weights[k], row: n) }
      }
    }
    try flush()
    guard sums.farValue > 0 else { return }
    // What lies beyond the decay is added only to rows that it can change.
    for (n, row) in rows.enumerated() {
      let time = sums.rows.times[row]
      let start = firstNear(time)
      guard sums.mass[start] * sums.farValue > 0x1p-60 * value(n).magnitude else { continue }
      for k in 0..<start {
        let lag = events.lag(k, to: time, delay: sums.delay)
        if let place = place(of: lag) { try add(place, weight: events.weights[k], row: n) }
      }
    }
    try flush()
  }

  /// The first impulse that is within the reach of a row.
  private func firstNear(_ time: Double) -> Int {
    let pad = 16 * (time.magnitude + sums.delay.magnitude).ulp
    let earliest = time - sums.delay - sums.reach
    return sums.events.times.partition { $0 < earliest - pad - 16 * earliest.magnitude.ulp }
  }

  /// Where the formula is to be read for a lag; nil outside of its support.
  func place(of lag: Lag) -> Double? {
    let support = sums.form.support
    let fromStart = lag.distance(from: support.lowerBound)
    if fromStart < 0 { return nil }
    if fromStart == 0 {
      let isLeftOut = sums.rows.side == .before && support.lowerBound == 0
      return isLeftOut ? nil : support.lowerBound
    }
    let fromEnd = lag.distance(from: support.upperBound)
    if fromEnd > 0 { return nil }
    if fromEnd == 0 { return support.upperBound }
    if !sums.corners.isEmpty {
      let next = sums.corners.partition { $0 < lag.high }
      for k in [next - 1, next] where sums.corners.indices.contains(k) {
        if lag.distance(from: sums.corners[k]) == 0 { return sums.corners[k] }
      }
    }
    return lag.high
  }

  mutating func add(_ place: Double, weight: Double, row: Int) throws {
    lags.append(place)
    weights.append(weight)
    owners.append(row)
    if lags.count == LagBlock.capacity { try flush() }
  }

  /// Evaluates what has been gathered and adds it to its rows.
  mutating func flush() throws {
    guard !lags.isEmpty else { return }
    try lags.withUnsafeBufferPointer { lags in
      try values.withUnsafeMutableBufferPointer { values in
        try sums.form.evaluate(lags, UnsafeMutableBufferPointer(rebasing: values[..<lags.count]))
      }
    }
    for k in lags.indices {
      let product = weights[k] * values[k]
      guard product.isFinite else { throw failure(at: k, value: values[k]) }
      let sum = DoubleDouble.sum(totals[owners[k]], product)
      totals[owners[k]] = sum.hi
      lost[owners[k]] += sum.lo
      magnitudes[owners[k]] += product.magnitude
    }
    if sums.rows.wantsErrors {
      addSensitivity()
      try addOwnErrors()
    }
    lags.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    owners.removeAll(keepingCapacity: true)
  }

  /// Adds what the rounding of a formula's own arguments may change: a formula of condition c, such
  /// as e^{−100}, is no better than c roundings.
  ///
  ///     u |lag · h′(lag)|, by a difference; where that is above 1e4 |h|, as beside a jump and at a zero, by the smaller
  ///     of those to either side, because a jump is on one side alone
  private mutating func addSensitivity() {
    guard var changes = changes(of: 0x1p-20, at: lags, values) else { return }
    let steep = changes.indices.filter { changes[$0] > 1e4 * values[$0].magnitude }
    if !steep.isEmpty {
      let back = self.changes(of: -0x1p-20, at: steep.map { lags[$0] }, steep.map { values[$0] })
      for (n, k) in steep.enumerated() {
        changes[k] = min(changes[k], back?[n] ?? 1e4 * values[k].magnitude)
      }
    }
    for k in lags.indices where changes[k].isFinite {
      magnitudes[owners[k]] += weights[k].magnitude * changes[k] / 2
    }
  }

  /// What a relative change of the places makes of the values, divided by it; nil beyond an end that the formula does
  /// not reach over.
  private func changes(of step: Double, at places: [Double], _ values: [Double]) -> [Double]? {
    guard let others = try? sums.form.values(at: places.map { $0 * (1 + step) }) else { return nil }
    return zip(others, values).map { ($0 - $1).magnitude / step.magnitude }
  }

  /// Adds what the formula's values may be off, as the magnitudes that are as uncertain.
  private mutating func addOwnErrors() throws {
    guard let errors = sums.form.errors else { return }
    var off = [Double](repeating: 0, count: lags.count)
    try lags.withUnsafeBufferPointer { lags in
      try off.withUnsafeMutableBufferPointer { try errors(lags, $0) }
    }
    for k in lags.indices { magnitudes[owners[k]] += weights[k].magnitude * off[k] * 0x1p49 }
  }

  private func failure(at k: Int, value: Double) -> SystemsError {
    let time = sums.rows.times[rows.lowerBound + owners[k]]
    if lags[k] == sums.form.support.lowerBound, !value.isNaN {
      return .notFinite(time: time, why: "the response is infinite at an impulse")
    }
    return .notFinite(time: time, why: "\(sums.form.text) is \(value) at a lag of \(lags[k])")
  }

  /// Adds an endless past to one row, in blocks that double, until the rest is negligible.
  ///
  /// The rest after a block is estimated as that of a geometric series over doubling blocks, which
  /// bounds exponential decay and meets algebraic decay.
  private mutating func addPast(_ steady: SteadyPast, time: Double, row: Int) throws {
    let form = sums.form
    let base = Lag(from: steady.before, low: steady.low, to: time, delay: sums.delay)
    let settled = form.features.map { $0.centre + 10 * $0.width }.max() ?? form.support.lowerBound
    var n = 1.0
    if form.support.lowerBound.isFinite {
      n = max(1, ((form.support.lowerBound - base.high) / steady.period).rounded(.down) - 1)
    }
    var length = 64
    var previous: Double?
    var added = 0
    while true {
      let sumBefore = magnitudes[row]
      var hasEnded = false
      var lag = base
      for _ in 0..<length {
        let shift = DoubleDouble.product(n, steady.period)
        let sum = DoubleDouble.sum(base.high, shift.hi)
        // Beyond the doubles nothing is left.
        guard sum.hi.isFinite else {
          hasEnded = true
          break
        }
        lag.high = sum.hi + (sum.lo + (shift.lo + base.low))
        lag.low = (sum.hi - lag.high) + (sum.lo + (shift.lo + base.low))
        lag.slack = 4 * max(time.magnitude, (steady.before - shift.hi).magnitude).ulp
        if lag.distance(from: form.support.upperBound) > 0 {
          hasEnded = true
          break
        }
        if let place = place(of: lag) { try add(place, weight: steady.weight, row: row) }
        n += 1
      }
      try flush()
      if hasEnded { return }
      added += length
      let block = magnitudes[row] - sumBefore
      let ratio = previous.map { block / $0 } ?? 1
      // Beyond its decay nothing more is found where nothing was.
      if block == 0, sums.reach.isFinite, lag.high > sums.reach { return }
      let rest = block == 0 ? 0 : ratio < 0.95 ? block * ratio / (1 - ratio) : .infinity
      if lag.high > settled, rest <= 1e-18 * magnitudes[row], magnitudes[row] > 0 || added > 65536 {
        return
      }
      guard added < 1 << 22 else {
        throw SystemsError.toleranceNotMet(
          reached: rest / magnitudes[row], asked: 1e-18,
          method: "the sum over a steady past of \(form.text) at t = \(SystemsError.text(time))")
      }
      previous = block == 0 ? nil : block
      length = min(2 * length, 1 << 20)
    }
  }
}
