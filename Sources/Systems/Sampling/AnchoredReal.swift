internal import NumericalMethods
internal import RealModule

/// Adds a train through one real exponential, r e^{pt}: one sweep, one exponential for each impulse
/// and row.
///
///     y(t) = r e^{p(t−T)} (X + Σ_{T ≤ tᵢ ≤ t} aᵢ e^{−p(tᵢ−T)})
///
/// The sum is compensated and its anchor T moves on before |p|(t − T) passes 8, so that neither
/// factor is far from 1; the exponentials are independent of one another, so their rounding does not
/// pile up as that of a recursion on an even grid does, and they are computed many at once.
///
/// - Complexity: O(events + rows).
package func addAnchored(
  pole: Double, weight: Double, _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows,
  into values: inout [Double]
) {
  let batch = 2048
  let reach = pole == 0 ? Double.infinity : 8 / pole.magnitude
  let events = train.times.count
  var scratch = [Double](repeating: 0, count: 2 * batch)
  train.times.withUnsafeBufferPointer { times in
  train.weights.withUnsafeBufferPointer { weights in
  rows.times.withUnsafeBufferPointer { rowTimes in
  counts.withUnsafeBufferPointer { counts in
  values.withUnsafeMutableBufferPointer { values in
  scratch.withUnsafeMutableBufferPointer { scratch in
    let moved = UnsafeMutableBufferPointer(rebasing: scratch[0..<batch])
    let factors = UnsafeMutableBufferPointer(rebasing: scratch[batch...])
    var anchor = -Double.infinity
    var carried = 0.0
    var sum = CompensatedSum()
    var (i, iStart, iEnd) = (0, 0, 0)
    var (jStart, jEnd) = (0, 0)

    func moveAnchor(to time: Double) {
      let state = carried + sum.value
      carried = state == 0 ? 0 : state * Double.exp(pole * (time - anchor))
      sum = CompensatedSum()
      anchor = time
      (iStart, iEnd) = (i, i)
    }

    for j in rowTimes.indices {
      let count = counts[j]
      while i < count {
        if i == iEnd {
          let time = (times[i] - anchor) + delay
          if !(time <= reach) {
            moveAnchor(to: times[i] + delay)
            jEnd = j
          }
          iStart = i
          iEnd = i
          let most = min(events, i + batch)
          while iEnd < most {
            let elapsed = (times[iEnd] - anchor) + delay
            if elapsed > reach { break }
            moved[iEnd - iStart] = -pole * elapsed
            iEnd += 1
          }
          if pole != 0 { exponentials(UnsafeMutableBufferPointer(rebasing: moved[0..<iEnd - iStart])) }
          for k in 0..<(iEnd - iStart) {
            moved[k] = pole == 0 ? weights[iStart + k] : weights[iStart + k] * moved[k]
          }
        }
        let upTo = min(count, iEnd)
        while i < upTo {
          sum.add(moved[i - iStart])
          i += 1
        }
      }
      if count == 0 { continue }
      if j >= jEnd || rowTimes[j] - anchor > reach {
        if rowTimes[j] - anchor > reach { moveAnchor(to: rowTimes[j]) }
        jStart = j
        jEnd = j
        let most = min(rowTimes.count, j + batch)
        while jEnd < most && rowTimes[jEnd] - anchor <= reach {
          factors[jEnd - jStart] = pole * (rowTimes[jEnd] - anchor)
          jEnd += 1
        }
        if pole != 0 { exponentials(UnsafeMutableBufferPointer(rebasing: factors[0..<jEnd - jStart])) }
      }
      let state = carried + sum.value
      values[j] += pole == 0 ? weight * state : weight * (state * factors[j - jStart])
    }
  }}}}}}
}
