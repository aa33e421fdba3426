internal import NumericalMethods

/// A train made ready for rows: impulses ascending, equal times in the order they came, and what of
/// an endless past is not listed among them.
package struct SortedTrain: Sendable {
  /// The times of the impulses, ascending, without the delay.
  package var times: [Double]
  /// What the times leave out of the moments that are meant; empty where nothing.
  package var lowParts: [Double] = []
  /// Their areas, in the same order.
  package var weights: [Double]
  /// Endless pasts, each ending at or before the first row.
  package var past: [SteadyPast] = []

  /// The most impulses of an endless past that are listed.
  static let mostListed = 2e6

  /// Takes impulses that ascend already.
  package init(times: [Double], weights: [Double], past: [SteadyPast] = []) {
    self.times = times
    self.weights = weights
    self.past = past
  }

  /// Sorts a train; impulses of an endless past that lie among the rows are listed.
  ///
  /// - Parameters:
  ///   - first: the first row.
  ///   - delay: what is added to every impulse's time.
  /// - Throws: `SystemsError.tooLarge` where a past would have to be listed more than 2e6 times.
  /// - Complexity: O(n log n), O(n) for times that ascend already.
  package init(_ train: Train, before first: Double, delay: Double) throws {
    var all = train
    for (k, steady) in train.past.enumerated() {
      let listed = max(0, ((steady.before + delay - first) / steady.period).rounded(.up) + 1)
      guard listed < SortedTrain.mostListed else {
        throw SystemsError.tooLarge(what: "the listed part of a steady past", size: listed)
      }
      try all.list(steady, 1, listed)
      let end = steady.moment(listed)
      all.past[k].before = end.hi
      all.past[k].low = end.lo
    }
    self.init(sorting: all)
  }

  /// Sorts a train; of an endless past all impulses are listed that a waveform on `support` brings
  /// to rows between two times.
  ///
  /// - Throws: `SystemsError.tooLarge` where a past is too dense to be listed.
  /// - Complexity: O(n log n) with the impulses of the past within reach.
  package init(
    _ train: Train, reaching rows: ClosedRange<Double>, delay: Double, support: ClosedRange<Double>
  ) throws {
    var all = train
    all.past = []
    for steady in train.past {
      let earliest = rows.lowerBound - delay - support.upperBound
      let latest = rows.upperBound - delay - support.lowerBound
      let most = ((steady.before - earliest) / steady.period + 1).rounded(.down)
      let least = max(1, ((steady.before - latest) / steady.period - 1).rounded(.down))
      try all.list(steady, least, most)
    }
    self.init(sorting: all)
  }

  /// Sorts the impulses of a train that are not 0; an endless past stays whole.
  ///
  /// - Complexity: O(n log n), O(n) for times that ascend already.
  init(acting train: Train) {
    guard train.events.contains(where: { $0.weight == 0 }) else {
      self.init(sorting: train)
      return
    }
    var acting = train
    acting.events.removeAll { $0.weight == 0 }
    acting.lowParts = train.lowParts.indices.filter { train.events[$0].weight != 0 }
      .map { train.lowParts[$0] }
    self.init(sorting: acting)
  }

  /// Sorts the impulses of a train; an endless past stays whole.
  ///
  /// - Complexity: O(n log n), O(n) for times that ascend already.
  init(_ train: Train) { self.init(sorting: train) }

  private init(sorting train: Train) {
    let events = train.events
    past = train.past
    var ascends = true
    for k in events.indices.dropFirst() where events[k].time < events[k - 1].time {
      ascends = false
      break
    }
    if ascends, !train.lowParts.isEmpty {
      ascends = events.indices.dropFirst().allSatisfy {
        events[$0 - 1].time < events[$0].time || train.lowParts[$0 - 1] <= train.lowParts[$0]
      }
    }
    let count = events.count
    let order = ascends ? nil : events.indices.sorted { a, b in
      let (first, second) = (train.moment(a), train.moment(b))
      return first < second || (first == second && a < b)
    }
    @inline(__always) func event(_ k: Int) -> Event { events[order.map { $0[k] } ?? k] }
    times = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for k in 0..<count { buffer[k] = event(k).time }
      filled = count
    }
    weights = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for k in 0..<count { buffer[k] = event(k).weight }
      filled = count
    }
    if !train.lowParts.isEmpty {
      lowParts = order.map { $0.map { train.lowParts[$0] } } ?? train.lowParts
    }
  }

  /// What the time of an impulse leaves out of the moment that is meant.
  @inline(__always)
  package func low(_ k: Int) -> Double { lowParts.isEmpty ? 0 : lowParts[k] }

  /// The lag of an impulse at a row.
  @inline(__always)
  package func lag(_ k: Int, to time: Double, delay: Double) -> Lag {
    Lag(from: times[k], low: low(k), to: time, delay: delay)
  }

  /// The same with the magnitude of every area.
  package var magnitudes: SortedTrain {
    var copy = self
    copy.weights = weights.map(\.magnitude)
    for k in past.indices { copy.past[k].weight = past[k].weight.magnitude }
    return copy
  }

  /// For each row, how many impulses act on it: those whose lag is above 0, and at 0 by the side.
  ///
  /// - Complexity: O(events + rows).
  package func counts(delay: Double, rows: Rows) -> [Int] {
    var k = 0
    let after = rows.side == .after
    // Farther apart than this the sign of the plain difference decides.
    let most = max(
      rows.times.first?.magnitude ?? 0, rows.times.last?.magnitude ?? 0,
      times.first?.magnitude ?? 0, times.last?.magnitude ?? 0, delay.magnitude)
    let near = 0x1p-47 * most
    return times.withUnsafeBufferPointer { times in
      rows.times.withUnsafeBufferPointer { rowTimes in
        Array(unsafeUninitializedCapacity: rowTimes.count) { result, filled in
          for j in rowTimes.indices {
            let t = rowTimes[j]
            while k < times.count {
              let plain = (t - times[k]) - delay
              if plain < -near { break }
              if plain <= near {
                let distance = lag(k, to: t, delay: delay).distance(from: 0)
                if distance < 0 || (distance == 0 && !after) { break }
              }
              k += 1
            }
            result[j] = k
          }
          filled = rowTimes.count
        }
      }
    }
  }
}

extension SteadyPast {
  /// The moment of the n-th impulse back.
  func moment(_ n: Double) -> DoubleDouble {
    DoubleDouble(before) + low - DoubleDouble.product(n, period)
  }
}

extension Train {
  /// Lists the impulses of a past from one number back to another.
  fileprivate mutating func list(_ steady: SteadyPast, _ least: Double, _ most: Double) throws {
    guard most >= least else { return }
    guard most - least < SortedTrain.mostListed else {
      throw SystemsError.tooLarge(
        what: "a steady past of period \(steady.period) within the response's reach",
        size: most - least)
    }
    if !lowParts.isEmpty || steady.low != 0 {
      lowParts += Array(repeating: 0, count: events.count - lowParts.count)
    }
    for n in Int(least)...Int(most) {
      let moment = steady.moment(Double(n))
      events.append(Event(time: moment.hi, weight: steady.weight))
      if !lowParts.isEmpty || steady.low != 0 { lowParts.append(moment.lo) }
    }
  }
}
