/// Ascending times: even ones by their start and step, others by a list.
///
/// An even grid's time `n` is `start + n·step` in double-double arithmetic, rounded once, so that a
/// grid typed in decimal has exactly the doubles that its decimals read as (3 · 0.3 is 0.9).
public struct TimeGrid: RandomAccessCollection, Hashable, Sendable {
  /// An even grid: both numbers as a sum of two doubles.
  package struct Even: Hashable, Sendable {
    /// The first time, rounded to a double.
    package var start: Double
    /// What `start` leaves out of the decimal that was meant.
    package var startRest: Double
    /// The step, rounded to a double.
    package var step: Double
    /// What `step` leaves out of the decimal that was meant.
    package var stepRest: Double
    /// How many times there are.
    package var count: Int
  }

  /// How the times are held.
  package enum Storage: Hashable, Sendable {
    /// By start and step.
    case even(Even)
    /// One by one, ascending.
    case listed([Double])
  }

  /// The times.
  package var storage: Storage

  /// Makes the even grid `start, start + step, …` of `count` times.
  ///
  /// `startRest` and `stepRest` are what the doubles `start` and `step` leave out of the decimals
  /// that were meant (0.1 is a double and a rest of −5.55e-18).
  public init(
    start: Double, step: Double, count: Int, startRest: Double = 0, stepRest: Double = 0
  ) {
    precondition(step > 0, "the step of a grid must be above 0")
    precondition(count >= 0, "a grid can't have fewer than no times")
    storage = .even(
      Even(start: start, startRest: startRest, step: step, stepRest: stepRest, count: count))
  }

  /// Makes a grid of listed times, which must ascend.
  ///
  /// - Throws: `SystemsError.timesMustAscend` with the place.
  /// - Complexity: O(n).
  public init(_ times: [Double]) throws(SystemsError) {
    for k in times.indices.dropFirst() where !(times[k] > times[k - 1]) {
      throw SystemsError.timesMustAscend(index: k, time: times[k], previous: times[k - 1])
    }
    storage = .listed(times)
  }

  /// Makes a grid of listed times that are known to ascend.
  package init(ascending times: [Double]) { storage = .listed(times) }

  /// The step of an even grid, nil for listed times.
  public var step: Double? {
    if case .even(let even) = storage { return even.step }
    return nil
  }

  public var startIndex: Int { 0 }

  public var endIndex: Int {
    switch storage {
    case .even(let even): even.count
    case .listed(let times): times.count
    }
  }

  public subscript(n: Int) -> Double {
    switch storage {
    case .listed(let times): return times[n]
    case .even(let even):
      precondition(n >= 0 && n < even.count, "index out of range")
      return even.time(n)
    }
  }
}

extension TimeGrid {
  /// All times.
  ///
  /// - Complexity: O(n), O(1) for listed times.
  package var array: [Double] {
    switch storage {
    case .listed(let times): times
    case .even(let even):
      Array(unsafeUninitializedCapacity: even.count) { buffer, filled in
        for n in 0..<even.count { buffer[n] = even.time(n) }
        filled = even.count
      }
    }
  }
}

extension TimeGrid.Even {
  /// `start + n·step`, rounded once: the product and the sum are carried as two doubles.
  @inline(__always)
  package func time(_ n: Int) -> Double {
    let count = Double(n)
    let product = count * step
    // Veltkamp's splitting: an exact product without a fused multiply-add.
    let a = 134_217_729.0 * count
    let aHigh = a - (a - count)
    let aLow = count - aHigh
    let b = 134_217_729.0 * step
    let bHigh = b - (b - step)
    let bLow = step - bHigh
    let productRest = ((aHigh * bHigh - product) + aHigh * bLow + aLow * bHigh) + aLow * bLow
    let sum = start + product
    let back = sum - start
    let sumRest = (start - (sum - back)) + (product - back)
    let time = sum + (sumRest + (productRest + (count * stepRest + startRest)))
    // What is left of a start and steps that cancel (−1 + 10 · 0.1) is 0.
    return time.magnitude < 0x1p-95 * product.magnitude ? 0 : time
  }
}
