internal import NumericalMethods

extension LagBlock {
  /// Adds every listed impulse by a table: impulse after impulse, a run of rows in one panel at a time.
  ///
  /// Rows on a corner, and in panels that can't be read, ask the formula. What lies far from an impulse
  /// is added only to rows that it can change.
  mutating func addListed(by table: PanelTable) throws {
    let events = sums.events
    guard let first = rows.first, let last = rows.last else { return }
    let (early, late) = (sums.rows.times[first], sums.rows.times[last])
    let near = table.near
    let pad = 64 * max(early.magnitude, late.magnitude, sums.delay.magnitude, near.upperBound).ulp
    let start = events.times.partition { $0 < early - sums.delay - near.upperBound - pad }
    let end = events.times.partition { $0 <= late - sums.delay - near.lowerBound + pad }
    try sums.rows.times.withUnsafeBufferPointer { times in
      let times = UnsafeBufferPointer(rebasing: times[rows])
      for k in start..<max(start, end) {
        // What lies within the core for all rows has been added.
        if let core = sums.core, early - sums.delay - events.times[k] > core.lowerBound + pad,
          late - sums.delay - events.times[k] < core.upperBound - pad
        {
          continue
        }
        let run = EventRun(events, k, delay: sums.delay, times)
        let rows = run.rows(near, in: 0..<times.count)
        if let core = sums.core {
          let done = run.rows(core, in: rows)
          try add(run, rows.lowerBound..<done.lowerBound, by: table)
          try add(run, done.upperBound..<rows.upperBound, by: table)
        } else {
          try add(run, rows, by: table)
        }
      }
      try flush()
      try addFar(table, times)
    }
  }

  /// Adds an impulse to rows, a run in one panel at a time.
  private mutating func add(_ run: EventRun, _ rows: Range<Int>, by table: PanelTable) throws {
    let edges = table.panels.edges
    var row = rows.lowerBound
    var panel = 0
    while row < rows.upperBound {
      let here = run.lag(row)
      panel = table.panels.panel(of: here.high, near: panel)
      let isOnCorner = (table.isCorner[panel] && here.distance(from: edges[panel]) == 0)
        || (table.isCorner[panel + 1] && here.distance(from: edges[panel + 1]) == 0)
      if table.isDirect[panel] || isOnCorner || !table.range.contains(here.high) {
        if let place = place(of: here) { try add(place, weight: run.weight, row: row) }
        row += 1
        continue
      }
      var next = run.firstRow(in: row + 1..<rows.upperBound, from: edges[panel + 1])
      if table.isCorner[panel + 1] {
        while next > row + 1, run.lag(next - 1).distance(from: edges[panel + 1]) == 0 { next -= 1 }
      }
      if table.panels.sizes[panel] > 0 { add(run, row..<next, panel, of: table) }
      row = next
      panel += 1
    }
  }

  /// Adds a panel's values to a run of rows.
  private mutating func add(_ run: EventRun, _ rows: Range<Int>, _ panel: Int, of table: PanelTable) {
    let range = table.panels.edges[panel]...table.panels.edges[panel + 1]
    let weight = run.weight
    let deviation = table.deviations[panel]
    values.withUnsafeMutableBufferPointer { values in
      let values = UnsafeMutableBufferPointer(rebasing: values[..<rows.count])
      table.panels.coefficients(of: panel).withUnsafeBufferPointer {
        VectorMath.chebyshev(
          $0, over: range, times: UnsafeBufferPointer(rebasing: run.times[rows]),
          origin: DoubleDouble.sum(run.time, run.delay) + run.low, into: values)
      }
      totals.withUnsafeMutableBufferPointer { totals in
        lost.withUnsafeMutableBufferPointer { lost in
          VectorMath.addProducts(
            of: UnsafeBufferPointer(values), by: weight,
            to: UnsafeMutableBufferPointer(rebasing: totals[rows]),
            UnsafeMutableBufferPointer(rebasing: lost[rows]))
        }
      }
      guard needsMagnitudes else { return }
      for k in rows {
        let value = values[k - rows.lowerBound].magnitude
        magnitudes[k] += weight.magnitude * (value + deviation)
      }
    }
  }

  /// Adds what lies far from an impulse to the rows that it can change.
  private mutating func addFar(_ table: PanelTable, _ times: UnsafeBufferPointer<Double>) throws {
    guard table.farValue > 0 else { return }
    let near = table.near
    let events = sums.events
    var isWanted: [Bool] = []
    for n in times.indices {
      func lag(_ event: Double) -> Double { Lag(from: event, to: times[n], delay: sums.delay).high }
      let before = events.times.partition { lag($0) > near.upperBound }
      let until = near.lowerBound == sums.form.support.lowerBound
        ? events.times.count : events.times.partition { lag($0) >= near.lowerBound }
      let mass = sums.mass[before] + (sums.mass[events.times.count] - sums.mass[until])
      isWanted.append(mass * table.farValue > 0x1p-60 * value(n).magnitude)
    }
    var start = 0
    while let first = isWanted[start...].firstIndex(of: true) {
      let end = isWanted[first...].firstIndex(of: false) ?? times.count
      for k in events.times.indices {
        let run = EventRun(events, k, delay: sums.delay, times)
        let inside = run.rows(near, in: first..<end)
        let reached = run.rows(sums.form.support, in: first..<end)
        try add(run, reached.lowerBound..<max(reached.lowerBound, inside.lowerBound), by: table)
        try add(run, min(inside.upperBound, reached.upperBound)..<reached.upperBound, by: table)
      }
      start = end
    }
    try flush()
  }
}

/// An impulse and the rows of a block.
private struct EventRun {
  let time: Double
  let low: Double
  let weight: Double
  let delay: Double
  let times: UnsafeBufferPointer<Double>

  init(_ train: SortedTrain, _ k: Int, delay: Double, _ times: UnsafeBufferPointer<Double>) {
    time = train.times[k]
    low = train.low(k)
    weight = train.weights[k]
    self.delay = delay
    self.times = times
  }

  func lag(_ row: Int) -> Lag { Lag(from: time, low: low, to: times[row], delay: delay) }

  /// The rows whose lags lie in a range, ends within the slack included.
  func rows(_ range: ClosedRange<Double>, in rows: Range<Int>) -> Range<Int> {
    let low = firstRow(in: rows) { $0.distance(from: range.lowerBound) >= 0 }
    return low..<firstRow(in: low..<rows.upperBound) { $0.distance(from: range.upperBound) > 0 }
  }

  /// The first of some rows whose lag, and so every later one's, meets a condition.
  @inline(__always)
  func firstRow(in rows: Range<Int>, where condition: (Lag) -> Bool) -> Int {
    var (low, high) = (rows.lowerBound, rows.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if condition(lag(middle)) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// The first of some rows whose lag is at least that, to rounding.
  func firstRow(in rows: Range<Int>, from least: Double) -> Int {
    let time = least + self.time + delay
    var (low, high) = (rows.lowerBound, rows.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if times[middle] >= time { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
