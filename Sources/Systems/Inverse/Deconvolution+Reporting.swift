internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// An estimate from the numbers of all columns.
  func estimate(_ values: [Double], _ problem: DenseProblem, method: String) -> Estimate {
    let n = unknown.knots.count
    return Estimate(
      values: Array(values.prefix(n)), baseline: hasBaseline ? values[n] : nil,
      fitted: fitted(values, problem), degreesUsed: 0, method: method, choice: "")
  }

  /// The output of the numbers of all columns, as it was measured.
  func fitted(_ values: [Double], _ problem: DenseProblem) -> [Double] {
    zip(problem.matrix * values, problem.factors).map { $0 / $1 }
  }

  /// Σ ((y − fit)/error)^2.
  func weightedResidual(_ estimate: Estimate, _ problem: DenseProblem) -> Double {
    var sum = 0.0
    for i in measured.values.indices {
      let residual = (measured.values[i] - estimate.fitted[i]) * problem.factors[i]
      sum += residual * residual
    }
    return sum
  }

  /// The noise found over the errors that were given.
  func noise(_ estimate: Estimate, _ problem: DenseProblem) -> Double? {
    let left = Double(problem.rows) - estimate.degreesUsed
    return left > 0 ? (weightedResidual(estimate, problem) / left).squareRoot() : nil
  }

  /// The ratio of the largest to the smallest singular value that is not rounding.
  func condition(_ form: RegularizedLeastSquares) -> Double? {
    guard let last = form.squares.last(where: { $0 > form.floor }) else { return nil }
    return (form.largest / last).squareRoot()
  }

  /// The width at half height of each number's averaging kernel: how wide a narrow truth would look there.
  func resolution(
    _ form: RegularizedLeastSquares, _ lambda: Double, _ problem: DenseProblem
  ) throws -> [Double] {
    let kernels = try Matrix.product(try form.smoother(lambda), problem.triangle?.matrix ?? problem.matrix)
    let knots = unknown.knots
    let n = knots.count
    // A kernel is a density: the weight of a knot over the time it stands for.
    let widths = (0..<n).map { j -> Double in
      n == 1 ? 1 : (knots[min(j + 1, n - 1)] - knots[max(j - 1, 0)]) / 2
    }
    return (0..<n).map { i in
      let density = (0..<n).map { kernels[i, $0] / widths[$0] }
      guard let top = density.indices.max(by: { density[$0] < density[$1] }), density[top] > 0 else {
        return knots[n - 1] - knots[0]
      }
      let half = density[top] / 2
      func crossing(_ direction: Int) -> Double {
        var k = top
        while knots.indices.contains(k + direction) {
          if density[k + direction] <= half {
            let share = (density[k] - half) / (density[k] - density[k + direction])
            return (knots[k] + share * (knots[k + direction] - knots[k]) - knots[top]).magnitude
          }
          k += direction
        }
        return (knots[k] - knots[top]).magnitude
      }
      return crossing(-1) + crossing(1)
    }
  }
}
