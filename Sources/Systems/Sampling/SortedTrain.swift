/// A train made ready for rows: impulses ascending, and an endless past that ends before the rows.
package struct SortedTrain: Sendable {
  /// The times of the impulses, ascending, without the delay.
  package var times: [Double]
  /// Their areas, in the same order.
  package var weights: [Double]
  /// Endless pasts, each ending at or before the first row.
  package var past: [SteadyPast]

  /// Sorts a train; impulses of an endless past that lie among the rows are listed.
  ///
  /// - Parameters:
  ///   - first: the first row.
  ///   - delay: what is added to every impulse's time.
  /// - Throws: `SystemsError.tooLarge` where a past would have to be listed more than 2e6 times.
  /// - Complexity: O(n log n), O(n) for times that ascend already.
  package init(_ train: Train, before first: Double, delay: Double) throws {
    var events = train.events
    past = []
    for steady in train.past {
      var rest = steady
      let listed = max(0, ((steady.before + delay - first) / steady.period).rounded(.up) + 1)
      guard listed < 2e6 else {
        throw SystemsError.tooLarge(what: "the listed part of a steady past", size: listed)
      }
      for n in stride(from: 1, through: Int(listed), by: 1) {
        events.append(
          Event(time: steady.before - Double(n) * steady.period, weight: steady.weight))
      }
      rest.before = steady.before - listed * steady.period
      past.append(rest)
    }
    var ascends = true
    for k in events.indices.dropFirst() where events[k].time < events[k - 1].time {
      ascends = false
      break
    }
    if !ascends {
      let order = events.indices.sorted { (events[$0].time, $0) < (events[$1].time, $1) }
      events = order.map { events[$0] }
    }
    let count = events.count
    times = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for k in 0..<count { buffer[k] = events[k].time }
      filled = count
    }
    weights = Array(unsafeUninitializedCapacity: count) { buffer, filled in
      for k in 0..<count { buffer[k] = events[k].weight }
      filled = count
    }
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
                let distance = Lag(from: times[k], to: t, delay: delay).distance(from: 0)
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
