internal import NumericalMethods

/// The convolution of two long trains on no common grid, at a few rows alone.
///
///     y(t) = Σ aᵢ bⱼ over the pairs with |t − sᵢ − tⱼ − delay| < 64 ulp(t)
///
/// Of all pairs, which would be many times what both trains hold, only those are looked at that a row may meet.
struct ScatteredPairs {
  private let first: SortedTrain
  private let second: SortedTrain
  private let delay: DoubleDouble
  private let gain: Double

  /// Below so many pairs all of them are listed.
  private static let least = 1e6

  /// Looks whether a term is such a product, and whether so many rows are worth it.
  init?(_ term: Signal.Term, rows: Int) {
    guard term.factors.isEmpty, term.filters.isEmpty, term.loops.isEmpty else { return nil }
    var long: [Train] = []
    var (gain, delay) = (1.0, DoubleDouble(term.delay))
    for train in term.trains {
      guard train.past.isEmpty else { return nil }
      if train.events.count == 1 {
        gain *= train.events[0].weight
        delay = delay + train.moment(0)
      } else {
        long.append(train)
      }
    }
    guard long.count == 2 else { return nil }
    let (n, m) = (Double(long[0].events.count), Double(long[1].events.count))
    guard n * m > Self.least, Double(rows) * (n + m) < n * m else { return nil }
    let (a, b) = (SortedTrain(long[0]), SortedTrain(long[1]))
    let most = TrainCosts.mostPlaces(long[0].events.count, long[1].events.count)
    guard CommonGrid(a, b, places: most) == nil else { return nil }
    (first, second, self.gain, self.delay) = (a, b, gain, delay)
  }

  /// The amount at a row.
  ///
  /// - Complexity: O(n + m).
  func amount(at row: Double) -> Double {
    let slack = 64 * row.ulp
    var sum = CompensatedSum()
    var j = second.times.count
    for i in first.times.indices {
      let rest = delay + DoubleDouble(hi: first.times[i], lo: first.low(i)) - row
      while j > 0, distance(rest, j - 1) > slack { j -= 1 }
      var k = j
      while k > 0, distance(rest, k - 1) > -slack {
        k -= 1
        sum.addProduct(first.weights[i], second.weights[k])
      }
    }
    return gain * sum.value
  }

  /// How much later than the row a pair is, as one double.
  private func distance(_ rest: DoubleDouble, _ k: Int) -> Double { (rest + second.times[k] + second.low(k)).hi }
}
