internal import NumericalMethods
internal import RealModule

/// The way through the states of a problem for one size of the penalty, and back.
struct StateSpaceSolution {
  /// The least of Σ ((y − fit)/error)^2 + lambda roughness.
  private(set) var misfit = 0.0
  /// log det of the covariance of the rows, and of what tells the columns beside the states.
  private(set) var logDeterminant = 0.0
  /// The numbers at the knots.
  private(set) var values: [Double] = []
  /// The variance of each over sigma^2; empty where not asked for.
  private(set) var variances: [Double] = []
  /// The baseline.
  private(set) var baseline = 0.0

  /// −2 log of the restricted likelihood.
  func restricted(_ problem: StateSpaceProblem, knownVariance: Double?) -> Double {
    if let knownVariance { return misfit / knownVariance + logDeterminant }
    return Double(problem.degrees) * Double.log(max(misfit, .leastNormalMagnitude)) + logDeterminant
  }

  /// Goes the way, and with `smooths` back.
  ///
  /// - Throws: `SystemsError.undefined` where the rows don't tell what has no prior.
  /// - Complexity: O(rows + knots), times the cube of the states.
  init(_ problem: StateSpaceProblem, _ lambda: Double, smooths: Bool = false, wantsVariances: Bool = false) throws {
    let n = problem.order
    let p = problem.free
    let columns = p + 1
    let stops = problem.stops.count
    // Of each stop: for rows the parts v, P c and F; for knots the state's u in each column, and row u of P.
    let stride = columns + n + 1
    let kept = UnsafeMutablePointer<Double>.allocate(capacity: smooths ? stops * stride : 1)
    defer { kept.deallocate() }
    let work = UnsafeMutablePointer<Double>.allocate(capacity: 4 * n * n + 4 * n * columns + columns * columns)
    defer { work.deallocate() }
    work.initialize(repeating: 0, count: 4 * n * n + 4 * n * columns + columns * columns)
    let (covariance, half) = (work, work + n * n)
    let states = work + 2 * n * n
    let moved = states + n * columns
    let triangle = moved + n * columns
    let gain = triangle + columns * columns
    let parts = UnsafeMutablePointer<Double>.allocate(capacity: columns)
    defer { parts.deallocate() }
    var product = 1.0
    let u = n - 2
    let (startsAtZero, hasBaseline) = (problem.startsAtZero, problem.hasBaseline)
    problem.withParts { all, matrices, shown, data, rowVariances in
      for t in 0..<stops {
        let stop = all[t]
        let f = matrices + stop.way * n * n
        // a = F a, P = F P F'.
        for i in 0..<n {
          for c in 0..<columns {
            var sum = 0.0
            for j in 0..<n { sum += f[i * n + j] * states[j * columns + c] }
            moved[i * columns + c] = sum
          }
          for j in 0..<n {
            var sum = 0.0
            for k in 0..<n { sum += f[i * n + k] * covariance[k * n + j] }
            half[i * n + j] = sum
          }
        }
        for k in 0..<n * columns { states[k] = moved[k] }
        for i in 0..<n {
          for j in 0...i {
            var sum = 0.0
            for k in 0..<n { sum += half[i * n + k] * f[j * n + k] }
            covariance[i * n + j] = sum
            covariance[j * n + i] = sum
          }
        }
        switch stop.kind {
        case .end: break
        case .knot:
          if stop.index == 0 {
            // The columns begin: the first value where it is free, the first slope.
            var c = 0
            if !startsAtZero {
              states[u * columns + c] = 1
              c += 1
              // An impulse acts at once, as in the matrices that arrive at a knot.
              for i in 0..<n - 2 { states[i * columns] += f[i * n + u] }
            }
            states[(n - 1) * columns + c] = 1
          }
          if smooths {
            let own = kept + t * stride
            for c in 0..<columns { own[c] = states[u * columns + c] }
            for j in 0..<n { own[columns + j] = covariance[u * n + j] }
          }
          covariance[n * n - 1] += stop.jump / lambda
        case .row:
          var spread = rowVariances[stop.index]
          for i in 0..<n {
            var sum = 0.0
            for j in 0..<n { sum += covariance[i * n + j] * shown[j] }
            gain[i] = sum
          }
          for i in 0..<n { spread += shown[i] * gain[i] }
          for c in 0..<columns {
            var sum = c == p ? data[stop.index] : 0
            for i in 0..<n { sum -= shown[i] * states[i * columns + c] }
            if hasBaseline, c == p - 1 { sum -= 1 }
            parts[c] = sum
          }
          if smooths {
            let own = kept + t * stride
            for c in 0..<columns { own[c] = parts[c] }
            for j in 0..<n { own[columns + j] = gain[j] }
            own[columns + n] = spread
          }
          for i in 0..<n {
            let share = gain[i] / spread
            for c in 0..<columns { states[i * columns + c] += share * parts[c] }
            for j in 0..<n { covariance[i * n + j] -= share * gain[j] }
          }
          // One logarithm for many: the product's size is kept apart.
          product *= spread
          if product > 1e200 || product < 1e-200 {
            logDeterminant += Double.log(product)
            product = 1
          }
          // The row joins the regression on the columns by rotations.
          let scale = 1 / spread.squareRoot()
          for c in 0..<columns { parts[c] *= c == p ? scale : -scale }
          for c in 0..<columns where parts[c] != 0 {
            let pivot = triangle[c * columns + c]
            let length = (pivot * pivot + parts[c] * parts[c]).squareRoot()
            let (cosine, sine) = (pivot / length, parts[c] / length)
            for k in c..<columns {
              let (a, b) = (triangle[c * columns + k], parts[k])
              triangle[c * columns + k] = cosine * a + sine * b
              parts[k] = cosine * b - sine * a
            }
          }
        }
      }
    }
    logDeterminant += Double.log(product)
    misfit = triangle[p * columns + p] * triangle[p * columns + p]
    var largest = 0.0
    for c in 0..<p { largest = max(largest, triangle[c * columns + c].magnitude) }
    for c in 0..<p {
      guard triangle[c * columns + c].magnitude > 1e-14 * largest else {
        throw SystemsError.undefined(
          "the rows must tell a straight line\(problem.hasBaseline ? " and a baseline" : "") of the unknown, and don't: "
            + "\(problem.data.count) rows")
      }
      logDeterminant += 2 * Double.log(triangle[c * columns + c].magnitude)
    }
    guard smooths else { return }
    // The columns' numbers, and the inverse of their triangle.
    var weights = [Double](repeating: 0, count: p)
    var inverse = [Double](repeating: 0, count: p * p)
    for c in (0..<p).reversed() {
      var sum = triangle[c * columns + p]
      for k in c + 1..<max(p, c + 1) { sum -= triangle[c * columns + k] * weights[k] }
      weights[c] = sum / triangle[c * columns + c]
      inverse[c * p + c] = 1 / triangle[c * columns + c]
      for k in c + 1..<max(p, c + 1) {
        var entry = 0.0
        for j in c + 1...k { entry -= triangle[c * columns + j] * inverse[j * p + k] }
        inverse[c * p + k] = entry / triangle[c * columns + c]
      }
    }
    baseline = problem.hasBaseline ? weights[p - 1] : 0
    back(problem, kept, stride, weights, inverse, wantsVariances)
  }

  /// The way back: what later rows say of each knot.
  private mutating func back(
    _ problem: StateSpaceProblem, _ kept: UnsafeMutablePointer<Double>, _ stride: Int, _ weights: [Double],
    _ inverse: [Double], _ wantsVariances: Bool
  ) {
    let n = problem.order
    let p = problem.free
    let columns = p + 1
    values = [Double](repeating: 0, count: problem.count)
    if wantsVariances { variances = values }
    var r = [Double](repeating: 0, count: n * columns)
    var moved = r
    var square = [Double](repeating: 0, count: n * n)
    var half = square
    var own = [Double](repeating: 0, count: columns)
    problem.withParts { all, matrices, shown, _, _ in
      for t in (0..<all.count).reversed() {
        let stop = all[t]
        let at = kept + t * stride
        switch stop.kind {
        case .end: break
        case .knot:
          let k = stop.index
          for c in 0..<columns {
            var sum = at[c]
            for j in 0..<n { sum += at[columns + j] * r[j * columns + c] }
            own[c] = sum
          }
          var value = own[p]
          for c in 0..<p { value += weights[c] * own[c] }
          values[k] = value
          if wantsVariances {
            var variance = at[columns + n - 2]
            for i in 0..<n {
              for j in 0..<n { variance -= at[columns + i] * square[i * n + j] * at[columns + j] }
            }
            // own' (X'X)^-1 own, with X'X = R'R.
            for c in 0..<p {
              var sum = 0.0
              for j in 0...c { sum += own[j] * inverse[j * p + c] }
              variance += sum * sum
            }
            variances[k] = variance
          }
        case .row:
          let spread = at[columns + n]
          // r = c v/F + (1 − K c')' r, N = c c'/F + (1 − K c')' N (1 − K c').
          for c in 0..<columns {
            var sum = at[c]
            for j in 0..<n { sum -= at[columns + j] * r[j * columns + c] }
            let share = sum / spread
            for i in 0..<n where shown[i] != 0 { r[i * columns + c] += shown[i] * share }
          }
          if wantsVariances {
            // With w = N K and q = K' N K: N − c w' − w c' + (q + 1/F) c c'.
            var q = 1 / spread
            for i in 0..<n {
              var sum = 0.0
              for j in 0..<n { sum += square[i * n + j] * at[columns + j] }
              half[i] = sum / spread
            }
            for i in 0..<n { q += half[i] * at[columns + i] / spread }
            for i in 0..<n {
              for j in 0..<n {
                square[i * n + j] += q * shown[i] * shown[j] - shown[i] * half[j] - half[i] * shown[j]
              }
            }
          }
        }
        // Over the way that led here.
        let f = matrices + stop.way * n * n
        for i in 0..<n {
          for c in 0..<columns {
            var sum = 0.0
            for j in 0..<n { sum += f[j * n + i] * r[j * columns + c] }
            moved[i * columns + c] = sum
          }
        }
        swap(&r, &moved)
        guard wantsVariances else { continue }
        for i in 0..<n {
          for j in 0..<n {
            var sum = 0.0
            for k in 0..<n { sum += square[i * n + k] * f[k * n + j] }
            half[i * n + j] = sum
          }
        }
        for i in 0..<n {
          for j in 0...i {
            var sum = 0.0
            for k in 0..<n { sum += f[k * n + i] * half[k * n + j] }
            square[i * n + j] = sum
            square[j * n + i] = sum
          }
        }
      }
    }
  }
}

extension StateSpaceProblem {
  /// The lists of the problem as pointers, for loops over all of them.
  func withParts(
    _ body: (
      _ stops: UnsafeBufferPointer<Stop>, _ matrices: UnsafePointer<Double>, _ shown: UnsafePointer<Double>,
      _ data: UnsafePointer<Double>, _ variances: UnsafePointer<Double>
    ) -> Void
  ) {
    stops.withUnsafeBufferPointer { stops in
      matrices.withUnsafeBufferPointer { matrices in
        shown.withUnsafeBufferPointer { shown in
          data.withUnsafeBufferPointer { data in
            variances.withUnsafeBufferPointer { variances in
              guard let m = matrices.baseAddress, let s = shown.baseAddress, let d = data.baseAddress,
                let v = variances.baseAddress
              else { return }
              body(stops, m, s, d, v)
            }
          }
        }
      }
    }
  }
}
