internal import NumericalMethods
internal import RealModule

/// A deconvolution on an even grid, whatever the response, as a matrix that is constant along its diagonals.
///
/// Where the unknown is lines, its first and last number have columns of their own: their lines end there.
final class ToeplitzProblem {
  /// The number of knots.
  let count: Int
  /// What a knot in the middle adds to the places of the grid.
  private let matrix: ToeplitzMatrix
  /// What the first and the last column hold beside that.
  private let ends: [(column: Int, difference: [Double])]
  /// The weight of each place's rows, 0 where none was measured; nil where all are 1.
  private let weights: [Double]?
  /// The data at each place.
  private let data: [Double]
  /// The squares of replicates about their means.
  private let within: Double
  /// The number of rows.
  let rows: Int
  /// Where each row lies.
  let places: [Int]
  /// Numbers that are 0.
  private let held: [Int]
  private let hasBaseline: Bool
  /// 1/step^3: the roughness of unit second differences.
  let roughnessScale: Double
  /// |H|^2 and the penalty's unit, round a circle of this length.
  private let power: [Double]
  private let roughness: [Double]
  let length: Int
  /// The mean weight of a place.
  private let meanWeight: Double
  /// How many steps were taken so far.
  private(set) var steps = 0
  /// The largest part of a right side that a fine solution left.
  private(set) var remainder = 0.0

  /// The problem of a deconvolution; nil where its grid is not even or its prior is not one of second differences.
  ///
  /// - Throws: what sampling throws.
  init?(_ problem: Deconvolution) throws {
    let knots = problem.unknown.knots
    let times = problem.measured.times
    guard problem.prior == .smooth, knots.count >= 16, knots.count <= 16 * times.count,
      let step = ForwardMatrix.sharedStep(problem.unknown, times), let first = times.first
    else { return nil }
    let numbers = times.map { Int((($0 - first) / step).rounded()) }
    guard let high = numbers.max(), numbers.min() == 0, high < 1 << 26 else { return nil }
    let n = knots.count
    // Place i sees of column j what place i + 1 − j sees of column 1.
    let all = (1 - n + 1...high + 1).map { first + Double($0) * step }
    let inner = try ForwardMatrix.values(problem.known.convolved(with: problem.unknown.basis(1)), all)
    matrix = ToeplitzMatrix(inner, rows: high + 1, columns: n)
    guard !matrix.isZero else { return nil }
    let grid = (0...high).map { first + Double($0) * step }
    ends = problem.unknown.shape != .lines
      ? []
      : try [0, n - 1].map { j in
        let own = try ForwardMatrix.values(problem.known.convolved(with: problem.unknown.basis(j)), grid)
        return (j, own.indices.map { own[$0] - inner[$0 - j + n - 1] })
      }
    count = n
    rows = times.count
    places = numbers
    let factors = problem.rowFactors
    var weights = [Double](repeating: 0, count: high + 1)
    var sums = weights
    for (k, place) in numbers.enumerated() {
      weights[place] += factors[k] * factors[k]
      sums[place] += factors[k] * factors[k] * problem.measured.values[k]
    }
    let means = zip(sums, weights).map { $1 > 0 ? $0 / $1 : 0 }
    data = means
    within = numbers.indices.reduce(0) { sum, k in
      let rest = (problem.measured.values[k] - means[numbers[k]]) * factors[k]
      return sum + rest * rest
    }
    meanWeight = weights.reduce(0, +) / Double(weights.count)
    self.weights = weights.allSatisfy { $0 == 1 } ? nil : weights
    isUniform = weights.allSatisfy { $0 == weights[0] } && rows == weights.count
    let top = inner.reduce(0) { max($0, $1.magnitude) }
    let low = inner.firstIndex { $0.magnitude > 1e-12 * top } ?? 0
    let far = inner.lastIndex { $0.magnitude > 1e-12 * top } ?? 0
    reach = low - (n - 1)...far - (n - 1)
    held = (problem.startsAtZero ? [0] : []) + (problem.endsAtZero ? [n - 1] : [])
    hasBaseline = problem.hasBaseline
    roughnessScale = 1 / (step * step * step)
    let length = CirculantMatrix.length(atLeast: n)
    self.length = length
    power = CirculantMatrix.power(inner, length: length)
    roughness = (0...length / 2).map { k in
      let root = 2 * Double.sin(Double.pi * Double(k) / Double(length))
      return root * root * root * root
    }
  }

  /// Whether every place holds one row of one weight.
  let isUniform: Bool
  /// From how many steps before its knot to how many after it a number shows.
  let reach: ClosedRange<Int>

  /// The numbers that are neither penalised nor held.
  var free: Int { max(0, 2 - held.count) + (hasBaseline ? 1 : 0) }

  /// The rows less those.
  var degrees: Int { rows - free }

  /// The unknown's output at the places of the grid.
  func output(_ u: [Double], _ baseline: Double) -> [Double] {
    var result = [Double](repeating: 0, count: matrix.rowCount)
    matrix.multiply(u, into: &result)
    for (column, difference) in ends where u[column] != 0 {
      for i in result.indices { result[i] += difference[i] * u[column] }
    }
    if baseline != 0 { for i in result.indices { result[i] += baseline } }
    return result
  }

  /// A' W v for numbers that are not held.
  private func backward(_ v: [Double], into result: inout [Double]) {
    let weighted = weights.map { weights in zip(v, weights).map { $0 * $1 } } ?? v
    matrix.multiplyTransposed(weighted, into: &result)
    for (column, difference) in ends { result[column] += VectorMath.dot(difference, weighted) }
    for k in held { result[k] = 0 }
  }

  /// A' W A + penalty.
  private func solver(_ lambda: Double) -> ConjugateGradients {
    let penalty = lambda * roughnessScale
    let top = power.reduce(0, max) * meanWeight
    let eigenvalues = zip(power, roughness).map { 1 / max(meanWeight * $0 + penalty * $1, 1e-15 * top) }
    let approximate = CirculantMatrix(order: count, length: length, eigenvalues: eigenvalues)
    return ConjugateGradients(
      product: { [self] x, result in
        backward(output(x, 0), into: &result)
        addPenalty(penalty, x, to: &result)
        for k in held { result[k] = 0 }
      },
      precondition: { [self] x, result in
        approximate.multiply(x, into: &result)
        for k in held { result[k] = 0 }
      })
  }

  private func addPenalty(_ penalty: Double, _ x: [Double], to result: inout [Double]) {
    x.withUnsafeBufferPointer { x in
      result.withUnsafeMutableBufferPointer { result in
        for k in 0..<max(0, count - 2) {
          let second = penalty * (x[k] - 2 * x[k + 1] + x[k + 2])
          result[k] += second
          result[k + 1] -= 2 * second
          result[k + 2] += second
        }
      }
    }
  }

  /// A minimiser, and what its likelihood needs.
  struct Solution {
    var values: [Double]
    var baseline: Double
    /// The output at the places.
    var output: [Double]
    /// The least of Σ w (y − fit)^2 + lambda roughness, and the second part of it.
    var misfit: Double
    var penalty: Double
  }

  /// The minimiser for a size of the penalty, from where another ended.
  func solution(_ lambda: Double, from start: [Double]? = nil, tolerance: Double) -> Solution {
    let solver = solver(lambda)
    let penalty = lambda * roughnessScale
    let ones = [Double](repeating: 1, count: data.count)
    let w = weights ?? ones
    func solved(_ right: [Double], from start: [Double]? = nil) -> [Double] {
      var x = start ?? [Double](repeating: 0, count: count)
      let outcome = solver.solve(right, from: &x, tolerance: tolerance)
      steps += outcome.steps
      if tolerance < 1e-7 { remainder = max(remainder, outcome.remainder) }
      return x
    }
    func right(_ v: [Double]) -> [Double] {
      var result = [Double](repeating: 0, count: count)
      backward(v, into: &result)
      return result
    }
    var values = solved(right(data), from: start)
    var baseline = 0.0
    // The constant beside the others: what is left of it where they have taken their part.
    let answer = hasBaseline ? solved(right(ones)) : []
    var own = 0.0
    if hasBaseline {
      for (k, part) in output(answer, 0).enumerated() { own += w[k] * (1 - part) }
    }
    // The rest is solved for once more: a remainder of the data becomes one of the rest.
    let rounds = tolerance < 1e-7 ? (hasBaseline ? 4 : 1) : hasBaseline ? 1 : 0
    for _ in 0..<rounds {
      let rest = zip(data, output(values, baseline)).map { $0 - $1 }
      var gradient = right(rest)
      addPenalty(-penalty, values, to: &gradient)
      for k in held { gradient[k] = 0 }
      let change = solved(gradient)
      var shift = 0.0
      if hasBaseline, own > 0 {
        for (k, part) in output(change, 0).enumerated() { shift += w[k] * (rest[k] - part) }
        shift /= own
      }
      baseline += shift
      for k in values.indices { values[k] += change[k] - (shift == 0 ? 0 : shift * answer[k]) }
    }
    let fit = output(values, baseline)
    var sum = within
    for k in fit.indices {
      let rest = data[k] - fit[k]
      sum += (weights?[k] ?? 1) * rest * rest
    }
    var squares = 0.0
    for k in 0..<max(0, count - 2) {
      let second = values[k] - 2 * values[k + 1] + values[k + 2]
      squares += second * second
    }
    return Solution(
      values: values, baseline: baseline, output: fit, misfit: sum + penalty * squares, penalty: penalty * squares)
  }

  /// The degrees of freedom that a minimiser uses: those of the circle.
  func degreesUsed(_ lambda: Double) -> Double {
    let penalty = lambda * roughnessScale
    var kept = zip(power, roughness).map { p, r in
      let told = meanWeight * p
      return told > 0 ? told / (told + penalty * r) : 0
    }
    // A constant and a slope are free; round a circle they are one number.
    kept[0] = 0
    return Double(count) * CirculantMatrix.mean(kept, length: length) + Double(free)
  }

  /// The variance of a number far from both ends, over sigma^2.
  func middleVariance(_ lambda: Double) -> Double {
    let penalty = lambda * roughnessScale
    let top = power.reduce(0, max) * meanWeight
    return CirculantMatrix.mean(
      zip(power, roughness).map { 1 / max(meanWeight * $0 + penalty * $1, 1e-15 * top) }, length: length)
  }

  /// The variance of one number over sigma^2, by a solution of its own.
  func variance(_ lambda: Double, at k: Int) -> Double {
    var right = [Double](repeating: 0, count: count)
    right[k] = 1
    var x = [Double](repeating: 0, count: count)
    steps += solver(lambda).solve(right, from: &x, tolerance: 1e-3).steps
    return x[k]
  }

  /// log lambda at which a search begins, by the likelihood of the frequencies of tapered data.
  ///
  /// Source: P. Whittle, "Estimation and information in stationary time series" (1953).
  func beginning(knownVariance: Double?) -> Double {
    let n = data.count
    let circle = CirculantMatrix.length(atLeast: n)
    // A response of a long input begins and ends with it; the part of the data that an unknown input gives is like any other, and
    // the ends are faded.
    let isFaded = 2 * (reach.upperBound - reach.lowerBound) < count
    var mean = 0.0
    if isFaded { for value in data { mean += value / Double(n) } }
    var sum = 0.0
    let tapered = data.indices.map { k -> Double in
      let root = isFaded ? Double.sin(Double.pi * (Double(k) + 0.5) / Double(n)) : 1
      sum += root * root * root * root
      return (data[k] - mean) * root * root
    }
    let share = isFaded ? 1 : Double(count) / Double(n)
    let seen = CirculantMatrix.power(tapered, length: circle).map { $0 / sum * meanWeight }
    var best = (value: Double.infinity, place: 0.0)
    let center = Double.log(power.reduce(0, max) * meanWeight / roughnessScale)
    for step in -30...60 {
      let place = center + Double(step)
      let penalty = Double.exp(place) * roughnessScale
      var (ratio, logs, used) = (0.0, 0.0, 0.0)
      for k in 3..<seen.count {
        // The circles of the data and of the unknown differ in length.
        let j = min(power.count - 1, Int((Double(k) / Double(circle) * Double(length)).rounded()))
        let size = 1 + share * meanWeight * power[j] / (penalty * max(roughness[j], .leastNormalMagnitude))
        ratio += seen[k] / size
        logs += Double.log(size)
        used += 1
      }
      let value = knownVariance.map { ratio / $0 + logs } ?? used * Double.log(max(ratio, .leastNormalMagnitude)) + logs
      if value < best.value { best = (value, place) }
    }
    return best.place
  }
}
