internal import NumericalMethods

/// Cells of even pieces about the ideal knots, powers scaled by the step: `c[k][j] δʲ`.
struct GridCells {
  private var powers: [[Double]]
  /// `Σⱼ |c[k][j]| δʲ` of each cell and its neighbours.
  private(set) var sizes: [Double]

  init(_ pieces: PiecewisePolynomial, _ knots: TimeGrid.Even) {
    let width = pieces.degree + 1
    powers = Array(
      repeating: [Double](repeating: 0, count: pieces.cells), count: width)
    sizes = [Double](repeating: 0, count: pieces.cells)
    let start = DoubleDouble(hi: knots.start, lo: knots.startRest)
    let step = DoubleDouble(hi: knots.step, lo: knots.stepRest)
    var local = [Double](repeating: 0, count: width)
    for k in 0..<pieces.cells {
      for j in 0..<width { local[j] = pieces.coefficients[k * width + j] }
      // The coefficients are about the knot's double; what it leaves out of the ideal knot.
      let shift = (start + step * Double(k) - knots.time(k)).hi
      if shift != 0 {
        for a in 0..<width {
          for j in stride(from: width - 2, through: a, by: -1) { local[j] += shift * local[j + 1] }
        }
      }
      var scale = 1.0
      for j in 0..<width {
        powers[j][k] = local[j] * scale
        sizes[k] += powers[j][k].magnitude
        scale *= knots.step
      }
    }
    guard pieces.degree > 1 else { return }
    let own = sizes
    for k in own.indices {
      sizes[k] = own[max(0, k - 4)...min(own.count - 1, k + 4)].max() ?? 0
    }
  }

  func scaled(_ power: Int) -> [Double] { powers[power] }

  func peak(_ power: Int) -> Double { powers[power].reduce(0) { max($0, $1.magnitude) } }
}

/// Rows to which convolutions are added.
struct GridSum {
  private(set) var count: Int
  var values: [Double] = []
  var errors: [Double] = []
  /// What the transforms are expected to be off, by the calibrated constant.
  private(set) var expectedError = 0.0
  var convolutions = 0
  private let wantsErrors: Bool
  private let jobs: Int

  init(count: Int, wantsErrors: Bool, jobs: Int) {
    self.count = count
    self.wantsErrors = wantsErrors
    self.jobs = jobs
    values = []
  }

  /// Adds `Σ weights[m − first] · factors[n − m]` to row n.
  mutating func add(_ weights: [Double], from first: Int, through factors: [Double]) {
    var output: [Double]
    var bounds: [Double] = []
    var blockLength = 1
    if wantsErrors {
      let bounded = DiscreteConvolution.convolveWithBound(weights, factors, jobs: jobs)
      output = bounded.values
      bounds = bounded.bounds
      blockLength = bounded.blockLength
    } else {
      output = DiscreteConvolution.convolve(weights, factors, jobs: jobs)
    }
    func bound(_ index: Int) -> Double {
      bounds.isEmpty ? 0 : bounds[min(index / blockLength, bounds.count - 1)]
    }
    convolutions += 1
    let length = Double(weights.count + factors.count)
    // 0.16 was the largest measured.
    expectedError +=
      0.16 * 0x1p-53 * Double(length.exponent + 1)
      * (VectorMath.dot(weights, weights) * VectorMath.dot(factors, factors)).squareRoot()
    if values.isEmpty, first == 0 {
      if wantsErrors { errors = (0..<count).map { $0 < output.count ? bound($0) : 0 } }
      if output.count > count { output.removeLast(output.count - count) }
      values = output
      fill()
      return
    }
    fill()
    for n in max(0, first)..<max(0, first, min(count, first + output.count)) {
      values[n] += output[n - first]
      if wantsErrors { errors[n] += bound(n - first) + 0x1p-53 * values[n].magnitude }
    }
  }

  /// Adds `gain · u · Σ sizes · factors` to the errors: the rounding of weights and coefficients.
  ///
  /// A row to which nothing contributes is exactly 0, and has no error.
  mutating func addRounding(
    _ parts: [(sizes: [Double], factors: [Double])], from first: Int, gain: Double
  ) {
    fill()
    var rounding = [Double](repeating: 0, count: count)
    for part in parts where !part.sizes.isEmpty {
      let bounded = DiscreteConvolution.convolveWithBound(part.sizes, part.factors, jobs: jobs)
      for n in max(0, first)..<max(0, first, min(count, first + bounded.values.count)) {
        let value = bounded.values[n - first]
        if value != 0 { rounding[n] += value + bounded.bound(at: n - first) }
      }
    }
    for n in 0..<count {
      if rounding[n] == 0, values[n] == 0 {
        errors[n] = 0
      } else {
        errors[n] += 0x1p-53 * gain * rounding[n]
      }
    }
  }

  /// Makes the rows that nothing was added to yet.
  mutating func fill() {
    if values.count < count {
      values.append(contentsOf: repeatElement(0, count: count - values.count))
    }
    if wantsErrors, errors.count < count {
      errors.append(contentsOf: repeatElement(0, count: count - errors.count))
    }
  }
}
