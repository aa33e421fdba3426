internal import NumericalMethods

/// What is said of many numbers: their quantiles, mean and standard deviation.
///
///     var statistics = OrderStatistics([3, 1, 2, 4])
///     statistics.quantile(0.5)        // 2.5
public struct OrderStatistics: Sendable {
  private let ascending: [Double]

  /// Sorts the numbers.
  ///
  /// - Precondition: there is at least one, and none is NaN.
  /// - Complexity: O(n log n).
  public init(_ values: [Double]) {
    precondition(!values.isEmpty, "a quantile needs a number")
    ascending = values.sorted()
  }

  /// The quantile of a probability from 0 to 1, straight between the two nearest numbers.
  ///
  ///     x(1 + (n − 1) p), with x(k) the k-th smallest: type 7 of Hyndman and Fan (1996), as R, NumPy and
  ///     Excel have it
  public func quantile(_ p: Double) -> Double {
    precondition(p >= 0 && p <= 1, "a probability is from 0 to 1")
    let place = Double(ascending.count - 1) * p
    let below = min(Int(place), ascending.count - 1)
    let above = min(below + 1, ascending.count - 1)
    let part = place - Double(below)
    if part == 0 || ascending[below] == ascending[above] { return ascending[below] }
    return ascending[below] + part * (ascending[above] - ascending[below])
  }

  /// The mean, summed with compensation.
  public var mean: Double {
    ascending.reduce(into: CompensatedSum()) { $0.add($1) }.value / Double(ascending.count)
  }

  /// The standard deviation, with n − 1 below the line: NaN of a single number.
  public var standardDeviation: Double {
    let mean = mean
    let sum = ascending.reduce(into: CompensatedSum()) { $0.add(($1 - mean) * ($1 - mean)) }.value
    return (sum / Double(ascending.count - 1)).squareRoot()
  }
}
