internal import NumericalMethods
internal import RealModule

/// Adds a train through one real exponential, r e^{pt}: one sweep, one exponential for each impulse
/// and row.
///
///     y(t) = r e^{p(t−T)} (X + Σ_{T ≤ tᵢ ≤ t} aᵢ e^{−p(tᵢ−T)})
///
/// The sum is compensated and its anchor T moves on before |p|(t − T) passes 8, so that neither
/// factor is far from 1; the exponentials are independent of one another, so their rounding does not
/// pile up as that of a recursion on an even grid does, and they are computed many at once. Running
/// sums are stored, and a row looks up the one it needs: no branch depends on how impulses and rows
/// interleave.
///
/// - Complexity: O(events + rows).
package func addAnchored(
  pole: Double, weight: Double, _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows,
  into values: inout [Double]
) {
  let scratch = UnsafeMutablePointer<Double>.allocate(capacity: 2 * AnchoredReal.batch + 1)
  defer { scratch.deallocate() }
  train.times.withUnsafeBufferPointer { times in
    train.weights.withUnsafeBufferPointer { weights in
      rows.times.withUnsafeBufferPointer { rowTimes in
        counts.withUnsafeBufferPointer { counts in
          values.withUnsafeMutableBufferPointer { values in
            var sweep = AnchoredReal(
              pole: pole, weight: weight, delay: delay, train: train, times: times, weights: weights,
              rowTimes: rowTimes, counts: counts, values: values,
              sums: scratch, factors: scratch + AnchoredReal.batch + 1)
            sweep.run()
          }
        }
      }
    }
  }
}

private struct AnchoredReal {
  static let batch = 2048
  let pole, weight, delay: Double
  let train: SortedTrain
  let times, weights, rowTimes: UnsafeBufferPointer<Double>
  let counts: UnsafeBufferPointer<Int>
  let values: UnsafeMutableBufferPointer<Double>
  /// The running sums of a batch of impulses: one more than there are.
  let sums: UnsafeMutablePointer<Double>
  let factors: UnsafeMutablePointer<Double>
  /// The anchor T and the state there; what was added since, and what that sum rounded away.
  var anchor = 0.0
  var carried = 0.0
  var total = 0.0
  var lost = 0.0
  /// The same sums after the gathered impulses.
  var gatheredTotal = 0.0
  var gatheredLost = 0.0
  var i = 0
  var j = 0

  mutating func run() {
    let reach = pole == 0 ? Double.infinity : 8 / pole.magnitude
    while j < counts.count && counts[j] == 0 { j += 1 }
    guard j < counts.count else { return }
    anchor = min(times[0] + delay, rowTimes[j])
    while j < counts.count {
      let next = i < counts[j] ? min(times[i] + delay, rowTimes[j]) : rowTimes[j]
      if next - anchor > reach { moveAnchor(to: next) }
      let gathered = gather(reach)
      addRows(reach, upTo: i + gathered)
      let used = j < counts.count ? min(gathered, counts[j] - i) : gathered
      advance(by: max(0, used), of: gathered)
    }
  }

  private mutating func moveAnchor(to time: Double) {
    let state = carried + (total + lost)
    carried = state == 0 ? 0 : state * Double.exp(pole * (time - anchor))
    (total, lost) = (0, 0)
    anchor = time
  }

  /// Brings a batch of impulses to the anchor and stores their running sums.
  private mutating func gather(_ reach: Double) -> Int {
    var count = 0
    let most = min(times.count - i, AnchoredReal.batch)
    while count < most {
      let elapsed = (times[i + count] - anchor) + delay + train.low(i + count)
      if elapsed > reach { break }
      sums[count + 1] = -pole * elapsed
      count += 1
    }
    if pole == 0 {
      for k in 0..<count { sums[k + 1] = weights[i + k] }
    } else {
      takeExponentials(sums + 1, count)
      for k in 0..<count { sums[k + 1] *= weights[i + k] }
    }
    var (total, lost) = (total, lost)
    sums[0] = carried + (total + lost)
    for k in 0..<count {
      let term = sums[k + 1]
      let sum = total + term
      let back = sum - total
      lost += (total - (sum - back)) + (term - back)
      total = sum
      sums[k + 1] = carried + (sum + lost)
    }
    (gatheredTotal, gatheredLost) = (total, lost)
    return count
  }

  /// Replaces numbers by their exponentials.
  private func takeExponentials(_ numbers: UnsafeMutablePointer<Double>, _ count: Int) {
    VectorMath.exponentials(
      of: UnsafeBufferPointer(start: numbers, count: count),
      into: UnsafeMutableBufferPointer(start: numbers, count: count))
  }

  /// Adds to the rows that need none but the gathered impulses.
  private mutating func addRows(_ reach: Double, upTo last: Int) {
    while j < counts.count {
      var count = 0
      let most = min(counts.count - j, AnchoredReal.batch)
      while count < most && counts[j + count] <= last {
        let elapsed = rowTimes[j + count] - anchor
        if elapsed > reach { break }
        factors[count] = pole * elapsed
        count += 1
      }
      if count == 0 { return }
      if pole == 0 {
        for k in 0..<count { values[j + k] += weight * sums[counts[j + k] - i] }
      } else {
        takeExponentials(factors, count)
        for k in 0..<count {
          values[j + k] += weight * (sums[counts[j + k] - i] * factors[k])
        }
      }
      j += count
    }
  }

  /// Counts gathered impulses as added: all of them but for a row that does not see one within its
  /// slack.
  private mutating func advance(by count: Int, of gathered: Int) {
    if count == gathered {
      (total, lost) = (gatheredTotal, gatheredLost)
    } else {
      total = sums[count] - carried
      lost = 0
    }
    i += count
  }
}
