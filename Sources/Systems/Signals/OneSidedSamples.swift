/// Samples whose value may differ from left and right: a jump is one time with two values.
struct OneSidedSamples {
  var times: [Double] = []
  var left: [Double]
  var right: [Double]

  /// Reads two equal times as the left and the right value of a jump, where that is allowed.
  init(_ stamps: [Double], _ values: [Double], allowingJumps: Bool) throws(SystemsError) {
    left = values
    right = values
    var ascends = true
    for k in stamps.indices.dropFirst() where !(stamps[k] > stamps[k - 1]) { ascends = false }
    if ascends {
      times = stamps
      return
    }
    left = []
    right = []
    for k in stamps.indices {
      if k > 0, !(stamps[k] > stamps[k - 1]) {
        let isThird = k > 1 && stamps[k - 2] == stamps[k]
        guard allowingJumps, stamps[k] == stamps[k - 1], !isThird else {
          throw SystemsError.timesMustAscend(index: k, time: stamps[k], previous: stamps[k - 1])
        }
        right[right.count - 1] = values[k]
      } else {
        times.append(stamps[k])
        left.append(values[k])
        right.append(values[k])
      }
    }
  }

  /// The runs of samples between jumps; neighbours share the sample of the jump.
  var smoothRuns: [ClosedRange<Int>] {
    var runs: [ClosedRange<Int>] = []
    var start = 0
    for k in 1..<times.count where k == times.count - 1 || left[k] != right[k] {
      runs.append(start...k)
      start = k
    }
    return runs
  }

  /// The value of sample k as the run that starts at `start` sees it.
  private func value(_ k: Int, _ start: Int) -> Double { k == start ? right[k] : left[k] }

  /// Steffen's monotone cubics of a run: four coefficients for each cell.
  func steffenCubics(_ run: ClosedRange<Int>) -> [Double] {
    let a = run.lowerBound
    let n = run.count
    let widths = (0..<n - 1).map { times[a + $0 + 1] - times[a + $0] }
    let rises = (0..<n - 1).map {
      (value(a + $0 + 1, a) - value(a + $0, a)) / widths[$0]
    }
    var slopes = [Double](repeating: 0, count: n)
    slopes[0] = rises[0]
    slopes[n - 1] = rises[n - 2]
    for k in 1..<max(1, n - 1) 
    where rises[k - 1].sign == rises[k].sign && rises[k - 1] != 0 && rises[k] != 0 {
      let mean =
        (rises[k - 1] * widths[k] + rises[k] * widths[k - 1]) / (widths[k - 1] + widths[k])
      let least = min(rises[k - 1].magnitude, rises[k].magnitude, mean.magnitude / 2)
      slopes[k] = rises[k] > 0 ? 2 * least : -2 * least
    }
    var coefficients: [Double] = []
    coefficients.reserveCapacity(4 * (n - 1))
    for k in 0..<n - 1 {
      let rise = rises[k]
      let width = widths[k]
      coefficients.append(value(a + k, a))
      coefficients.append(slopes[k])
      coefficients.append((3 * rise - 2 * slopes[k] - slopes[k + 1]) / width)
      coefficients.append((slopes[k] + slopes[k + 1] - 2 * rise) / (width * width))
    }
    return coefficients
  }

  /// The natural cubic spline of a run: four coefficients for each cell.
  ///
  ///     h₋ m₋ + 2 (h₋ + h) m + h m₊ = 3 (r − r₋),  m = p″/2 at the samples, 0 at both ends
  func naturalCubics(_ run: ClosedRange<Int>) -> [Double] {
    let a = run.lowerBound
    let n = run.count
    let widths = (0..<n - 1).map { times[a + $0 + 1] - times[a + $0] }
    let rises = (0..<n - 1).map {
      (value(a + $0 + 1, a) - value(a + $0, a)) / widths[$0]
    }
    var curvatures = [Double](repeating: 0, count: n)
    var ratios = [Double](repeating: 0, count: n)
    for k in 1..<max(1, n - 1) {
      let pivot = 2 * (widths[k - 1] + widths[k]) - widths[k - 1] * ratios[k - 1]
      ratios[k] = widths[k] / pivot
      curvatures[k] =
        (3 * (rises[k] - rises[k - 1]) - widths[k - 1] * curvatures[k - 1]) / pivot
    }
    for k in stride(from: n - 2, to: 0, by: -1) {
      curvatures[k] -= ratios[k] * curvatures[k + 1]
    }
    var coefficients: [Double] = []
    coefficients.reserveCapacity(4 * (n - 1))
    for k in 0..<n - 1 {
      let width = widths[k]
      coefficients.append(value(a + k, a))
      coefficients.append(
        rises[k] - width * (2 * curvatures[k] + curvatures[k + 1]) / 3)
      coefficients.append(curvatures[k])
      coefficients.append((curvatures[k + 1] - curvatures[k]) / (3 * width))
    }
    return coefficients
  }
}
