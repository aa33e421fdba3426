internal import NumericalMethods
internal import RealModule

/// The minimiser of a band problem with no negative value, by Mehrotra's predictor and corrector.
///
/// Source: S. Mehrotra, "On the implementation of a primal-dual interior point method" (1992).
struct InteriorPoint {
  /// The values, none negative.
  var values: [Double]
  /// w without its first value, and the numbers of the borders.
  var band: [Double]
  var border: [Double]
  /// The number of factors.
  var iterations = 0
  /// The mean product of value and multiplier, over the largest value's and gradient's.
  var gap = Double.infinity

  /// Solves the problem for a size of the penalty.
  init(_ problem: BandedProblem, lambda: Double, start: [Double]) throws {
    let n = problem.count
    let top = max(start.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    values = start.map { max($0, 0.05 * top) }
    if !problem.hasFirst { values[0] = 0 }
    let weighted = zip(problem.data, problem.weights).map { $0 * $1 }
    let size = max(
      problem.backward(weighted).reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    let first = problem.hasFirst ? 0 : 1
    var multipliers = [Double](repeating: 0.05 * size, count: n)
    var baseline = 0.0
    let hasBaseline = problem.borders.count > (problem.hasFirst ? 1 : 0)
    (band, border) = (values, [])
    func unwound(_ values: [Double]) -> [Double] {
      // w = D^-1 r.
      var w = values
      for k in w.indices {
        for i in 1..<max(1, min(problem.denominator.count, k + 1)) { w[k] -= problem.denominator[i] * w[k - i] }
      }
      return w
    }
    for _ in 0..<80 {
      iterations += 1
      let w = unwound(values)
      band = Array(w.dropFirst())
      border = (problem.hasFirst ? [w[0]] : []) + (hasBaseline ? [baseline] : [])
      // The gradient of the quadratic, by w and by the borders.
      let fit = problem.fit(band, border)
      let residual = (0..<n).map { problem.weights[$0] * (fit[$0] - problem.data[$0]) }
      var gradient = problem.backward(residual)
      var borderGradient = problem.borders.map { zip($0, residual).reduce(0) { $0 + $1.0 * $1.1 } }
      let (bandPenalty, firstPenalty) = problem.penaltyGradient(w, lambda)
      for k in gradient.indices { gradient[k] += bandPenalty[k] }
      if problem.hasFirst { borderGradient[0] += firstPenalty }
      var mean = 0.0
      for k in first..<n { mean += values[k] * multipliers[k] }
      mean /= Double(n - first)
      gap = mean / (top * size)
      let stationarity = problem.stationarity(gradient, borderGradient, multipliers)
      if gap < 1e-13, stationarity < 1e-9 * size { break }
      let theta = (0..<n).map { $0 < first ? 0 : multipliers[$0] / values[$0] }
      guard let solver = try? BoundedStep(problem, lambda, theta) else { break }
      func step(_ target: [Double]) -> (dr: [Double], dz: [Double], db: Double) {
        // H dw + D' theta D dw = −gradient + D'(target / r): target is the product wanted of value and multiplier.
        let pull = (0..<n).map { $0 < first ? 0 : target[$0] / values[$0] }
        let change = solver.solve(gradient, borderGradient, pull)
        let dr = problem.values((problem.hasFirst ? [change.border[0]] : [0]) + change.band)
        let dz = (0..<n).map { $0 < first ? 0 : pull[$0] - multipliers[$0] - theta[$0] * dr[$0] }
        return (dr, dz, hasBaseline ? change.border[change.border.count - 1] : 0)
      }
      func longest(_ x: [Double], _ d: [Double]) -> Double {
        var way = 1.0
        for k in first..<n where d[k] < 0 { way = min(way, -x[k] / d[k]) }
        return way
      }
      let affine = step([Double](repeating: 0, count: n))
      let (p, q) = (longest(values, affine.dr), longest(multipliers, affine.dz))
      var after = 0.0
      for k in first..<n { after += (values[k] + p * affine.dr[k]) * (multipliers[k] + q * affine.dz[k]) }
      after /= Double(n - first)
      let centring = (after / mean) * (after / mean) * (after / mean)
      let target = (0..<n).map { centring * mean - affine.dr[$0] * affine.dz[$0] }
      let move = step(target)
      let (way, dual) = (0.995 * longest(values, move.dr), 0.995 * longest(multipliers, move.dz))
      for k in first..<n {
        values[k] += way * move.dr[k]
        multipliers[k] += dual * move.dz[k]
      }
      baseline += way * move.db
    }
    // What the bound holds is 0 itself.
    for k in first..<n where values[k] / top < multipliers[k] / size * 1e-2 && values[k] < 1e-6 * top {
      values[k] = 0
    }
  }
}

/// One factor of the normal equations with weights on the values, for both steps of an iteration.
private final class BoundedStep {
  private let problem: BandedProblem
  private let factor: BandedFactor
  private let answers: [[Double]]
  private let inverse: Matrix

  init(_ problem: BandedProblem, _ lambda: Double, _ theta: [Double]) throws {
    self.problem = problem
    let made = try problem.factor(lambda, theta: theta)
    let columns = problem.borderColumns(lambda, theta: theta)
    var square = problem.borderSquare(lambda, theta: theta)
    var answers: [[Double]] = []
    for (a, column) in columns.enumerated() {
      var answer = column
      _ = answer.withUnsafeMutableBufferPointer { $0.baseAddress.map { made.solve($0) } ?? 0 }
      for b in columns.indices {
        square[a, b] -= zip(answer, columns[b]).reduce(0) { $0 + $1.0 * $1.1 }
      }
      answers.append(answer)
    }
    self.answers = answers
    factor = made
    inverse = columns.isEmpty ? square : try CholeskyFactor(square).solve(.identity(columns.count))
  }

  /// The change of w and of the borders.
  func solve(
    _ gradient: [Double], _ borderGradient: [Double], _ pull: [Double]
  ) -> (band: [Double], border: [Double]) {
    let spread = problem.pulled(pull)
    var band = (0..<gradient.count).map { -gradient[$0] + spread[$0 + 1] }
    let right = band
    _ = band.withUnsafeMutableBufferPointer { $0.baseAddress.map { factor.solve($0) } ?? 0 }
    var rest = borderGradient.map { -$0 }
    if problem.hasFirst { rest[0] += spread[0] }
    for (a, answer) in answers.enumerated() {
      rest[a] -= zip(answer, right).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let border = rest.isEmpty ? [] : inverse * rest
    for (answer, value) in zip(answers, border) {
      for k in band.indices { band[k] -= value * answer[k] }
    }
    return (band, border)
  }
}

extension BandedProblem {
  /// D' of a weight on each value.
  func pulled(_ v: [Double]) -> [Double] {
    (0..<count).map { k in
      var sum = 0.0
      for i in denominator.indices where k + i < count { sum += denominator[i] * v[k + i] }
      return sum
    }
  }

  /// The gradient of the penalty by w: of the band, and of the first value.
  func penaltyGradient(_ w: [Double], _ lambda: Double) -> (band: [Double], first: Double) {
    var second = [Double](repeating: 0, count: count)
    for e in 2..<max(2, count) {
      var sum = 0.0
      for i in rough.indices where e - i >= 0 { sum += rough[i] * w[e - i] }
      second[e] = lambda * roughnessScale * sum
    }
    let whole = (0..<count).map { k -> Double in
      var sum = 0.0
      for i in rough.indices where k + i >= 2 && k + i < count { sum += rough[i] * second[k + i] }
      return sum
    }
    return (Array(whole.dropFirst()), whole[0])
  }

  /// The largest of gradient − D' multipliers.
  func stationarity(_ gradient: [Double], _ borders: [Double], _ multipliers: [Double]) -> Double {
    var held = multipliers
    if !hasFirst { held[0] = 0 }
    let pulled = pulled(held)
    var largest = 0.0
    for k in gradient.indices { largest = max(largest, (gradient[k] - pulled[k + 1]).magnitude) }
    return largest
  }
}
