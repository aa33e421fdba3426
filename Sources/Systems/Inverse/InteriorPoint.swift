internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// The minimiser of a band problem with no negative value, by Mehrotra's predictor and corrector.
///
/// Source: S. Mehrotra, "On the implementation of a primal-dual interior point method" (1992).
struct InteriorPoint {
  /// The values, none negative.
  var values: [Double]
  /// w without its first value, and the numbers of the borders.
  var band: [Double] = []
  var border: [Double] = []
  /// The number of factors.
  var iterations = 0
  /// The mean product of value and multiplier, over the largest value's and gradient's.
  var gap = Double.infinity

  /// Solves the problem for a size of the penalty.
  init(_ problem: BandedProblem, lambda: Double, start: [Double]) throws {
    let n = problem.count
    let top = max(start.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    let size = max(problem.pull.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    let first = problem.hasFirst ? 0 : 1
    let hasBaseline = problem.borders.count > (problem.hasFirst ? 1 : 0)
    let work = Workspace(count: n, arrays: 9)
    let (r, z, w, gradient) = (work[0], work[1], work[2], work[3])
    let (theta, pull, dr, dz, residual) = (work[4], work[5], work[6], work[7], work[8])
    for k in 0..<n {
      r[k] = k < first ? 0 : max(start[k], 0.05 * top)
      z[k] = 0.05 * size
    }
    var baseline = 0.0
    var least = Double.infinity
    for _ in 0..<80 {
      iterations += 1
      problem.unwind(r, into: w)
      border = (problem.hasFirst ? [w[0]] : []) + (hasBaseline ? [baseline] : [])
      // The gradient of the quadratic, by w and by the borders; residual serves the penalty first.
      problem.putPenaltyGradient(of: w, lambda, into: gradient, residual)
      problem.putResiduals(of: w, border, into: residual)
      var borderGradient = problem.borders.map { column in
        var sum = 0.0
        for k in 0..<n { sum += column[k] * residual[k] }
        return sum
      }
      if problem.hasFirst { borderGradient[0] += gradient[0] }
      problem.addBackward(residual, to: gradient)
      var mean = 0.0
      for k in first..<n { mean += r[k] * z[k] }
      mean /= Double(n - first)
      gap = mean / (top * size)
      // With nothing left to win, what no longer falls is rounding.
      let stationarity = gap < 1e-13 ? problem.stationarity(gradient, z) : .infinity
      if stationarity < 1e-9 * size || stationarity > 0.5 * least && least < .infinity { break }
      least = stationarity
      for k in 0..<n { theta[k] = k < first ? 0 : z[k] / r[k] }
      guard let solver = try? BoundedStep(problem, lambda, theta) else { break }
      // H dw + D' theta D dw = −gradient + D' pull: pull is the product wanted of value and multiplier, over the value.
      func step() -> Double {
        let change = solver.solve(gradient, borderGradient, pull, into: residual)
        problem.putValues(of: residual, into: dr)
        for k in 0..<n { dz[k] = k < first ? 0 : pull[k] - z[k] - theta[k] * dr[k] }
        return hasBaseline ? change[change.count - 1] : 0
      }
      func longest(_ x: UnsafeMutablePointer<Double>, _ d: UnsafeMutablePointer<Double>) -> Double {
        var way = 1.0
        for k in first..<n where d[k] < 0 { way = min(way, -x[k] / d[k]) }
        return way
      }
      pull.update(repeating: 0, count: n)
      _ = step()
      let (p, q) = (longest(r, dr), longest(z, dz))
      var after = 0.0
      for k in first..<n { after += (r[k] + p * dr[k]) * (z[k] + q * dz[k]) }
      after /= Double(n - first)
      let centring = (after / mean) * (after / mean) * (after / mean)
      for k in first..<n { pull[k] = (centring * mean - dr[k] * dz[k]) / r[k] }
      let moved = step()
      let (way, dual) = (0.995 * longest(r, dr), 0.995 * longest(z, dz))
      for k in first..<n {
        r[k] += way * dr[k]
        z[k] += dual * dz[k]
      }
      baseline += way * moved
    }
    problem.unwind(r, into: w)
    band = Array(UnsafeBufferPointer(start: w + 1, count: n - 1))
    // What the bound holds is 0 itself.
    for k in first..<n where r[k] / top < z[k] / size * 1e-2 && r[k] < 1e-6 * top { r[k] = 0 }
    values = Array(UnsafeBufferPointer(start: r, count: n))
  }
}

/// Arrays of one length, given back together.
private final class Workspace {
  private let base: UnsafeMutablePointer<Double>
  private let count: Int

  init(count: Int, arrays: Int) {
    self.count = count
    base = .allocate(capacity: count * arrays)
    base.initialize(repeating: 0, count: count * arrays)
  }

  deinit { base.deallocate() }

  subscript(array: Int) -> UnsafeMutablePointer<Double> { base + array * count }
}

/// One factor of the normal equations with weights on the values, for both steps of an iteration.
private final class BoundedStep {
  private let problem: BandedProblem
  private let factor: BandedFactor
  /// L^-1 of the borders' columns.
  private var columns: [[Double]]
  private let inverse: Matrix

  init(_ problem: BandedProblem, _ lambda: Double, _ theta: UnsafeMutablePointer<Double>) throws {
    self.problem = problem
    let theta = UnsafeBufferPointer(start: theta, count: problem.count)
    let made = try problem.factor(lambda, theta: theta)
    columns = problem.borderColumns(lambda, theta: theta)
    for a in columns.indices {
      columns[a].withUnsafeMutableBufferPointer { if let x = $0.baseAddress { made.forward(x) } }
    }
    var square = problem.borderSquare(lambda, theta: theta)
    for a in columns.indices {
      for b in columns.indices { square[a, b] -= made.product(columns[a], columns[b]) }
    }
    factor = made
    inverse = columns.isEmpty ? square : try CholeskyFactor(square).solve(.identity(columns.count))
  }

  /// The change of the borders, and all of w's.
  func solve(
    _ gradient: UnsafeMutablePointer<Double>, _ borderGradient: [Double], _ pull: UnsafeMutablePointer<Double>,
    into w: UnsafeMutablePointer<Double>
  ) -> [Double] {
    problem.putPulled(pull, into: w)
    var rest = borderGradient.map { -$0 }
    if problem.hasFirst { rest[0] += w[0] }
    let n = problem.count
    for k in 1..<n { w[k] -= gradient[k] }
    let band = w + 1
    factor.forward(band)
    for (a, column) in columns.enumerated() { rest[a] -= factor.product(column, band) }
    let border = rest.isEmpty ? [] : inverse * rest
    for (column, value) in zip(columns, border) {
      for k in 0..<n - 1 { band[k] -= value * column[k] }
    }
    factor.backward(band)
    w[0] = problem.hasFirst ? border[0] : 0
    return border
  }
}

extension BandedProblem {
  /// w = D^-1 r.
  fileprivate func unwind(_ r: UnsafeMutablePointer<Double>, into w: UnsafeMutablePointer<Double>) {
    let taps = denominator.count
    denominator.withUnsafeBufferPointer { denominator in
      for k in 0..<count {
        var sum = r[k]
        for i in 1..<max(1, min(taps, k + 1)) { sum -= denominator[i] * w[k - i] }
        w[k] = sum
      }
    }
  }

  /// r = D w.
  fileprivate func putValues(of w: UnsafeMutablePointer<Double>, into r: UnsafeMutablePointer<Double>) {
    let taps = denominator.count
    denominator.withUnsafeBufferPointer { denominator in
      for k in 0..<count {
        var sum = w[k]
        for i in 1..<max(1, min(taps, k + 1)) { sum += denominator[i] * w[k - i] }
        r[k] = sum
      }
    }
  }

  /// D' of a number for each value.
  fileprivate func putPulled(_ v: UnsafeMutablePointer<Double>, into result: UnsafeMutablePointer<Double>) {
    let taps = denominator.count
    denominator.withUnsafeBufferPointer { denominator in
      for k in 0..<count {
        var sum = 0.0
        for i in 0..<min(taps, count - k) { sum += denominator[i] * v[k + i] }
        result[k] = sum
      }
    }
  }

  /// The weighted residuals of all of w and the borders' numbers.
  fileprivate func putResiduals(
    of w: UnsafeMutablePointer<Double>, _ border: [Double], into result: UnsafeMutablePointer<Double>
  ) {
    let taps = numerator.count
    let shift = shift
    result.update(repeating: 0, count: count)
    for (column, value) in zip(borders, border) where value != 0 {
      for k in 0..<count { result[k] += value * column[k] }
    }
    numerator.withUnsafeBufferPointer { numerator in
      for k in min(shift + 1, count)..<count {
        var sum = 0.0
        for i in 0..<min(taps, k - shift) { sum += numerator[i] * w[k - shift - i] }
        result[k] += sum
      }
    }
    for k in 0..<count { result[k] = weights[k] * (result[k] - data[k]) }
  }

  /// Adds N' v to what belongs to all of w but its first.
  fileprivate func addBackward(_ v: UnsafeMutablePointer<Double>, to result: UnsafeMutablePointer<Double>) {
    let taps = numerator.count
    numerator.withUnsafeBufferPointer { numerator in
      for k in 1..<max(count - shift, 1) {
        var sum = 0.0
        for i in 0..<min(taps, count - k - shift) { sum += numerator[i] * v[k + shift + i] }
        result[k] += sum
      }
    }
  }

  /// The gradient of the penalty by all of w.
  fileprivate func putPenaltyGradient(
    of w: UnsafeMutablePointer<Double>, _ lambda: Double, into result: UnsafeMutablePointer<Double>,
    _ second: UnsafeMutablePointer<Double>
  ) {
    let taps = rough.count
    let penalty = lambda * roughnessScale
    rough.withUnsafeBufferPointer { rough in
      for e in 0..<count {
        var sum = 0.0
        for i in 0..<min(taps, e + 1) { sum += rough[i] * w[e - i] }
        second[e] = e < 2 ? 0 : penalty * sum
      }
      for k in 0..<count {
        var sum = 0.0
        for i in 0..<min(taps, count - k) { sum += rough[i] * second[k + i] }
        result[k] = sum
      }
    }
  }

  /// The largest of gradient − D' multipliers, of all of w but its first.
  fileprivate func stationarity(_ gradient: UnsafeMutablePointer<Double>, _ multipliers: UnsafeMutablePointer<Double>) -> Double {
    let taps = denominator.count
    var largest = 0.0
    denominator.withUnsafeBufferPointer { denominator in
      for k in 1..<count {
        var sum = gradient[k]
        for i in 0..<min(taps, count - k) { sum -= denominator[i] * multipliers[k + i] }
        largest = max(largest, sum.magnitude)
      }
    }
    return largest
  }
}
