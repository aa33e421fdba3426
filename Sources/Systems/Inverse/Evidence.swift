internal import NumericalMethods
internal import RealModule

/// How the size of a penalty is chosen.
public enum Regularization: Hashable, Sendable {
  /// By restricted maximum likelihood.
  case automatic
  /// By generalised cross-validation.
  case crossValidation
  /// By the corner of the curve of residual against roughness.
  case curveCorner
  /// The largest whose residual the errors explain.
  case discrepancy
  /// This size.
  case fixed(Double)
  /// Plain least squares.
  case none
}

/// What the data say of the size of a penalty.
struct Evidence {
  let form: RegularizedLeastSquares
  /// The variance of a row where it is known: 1 where rows are divided by their errors.
  let knownVariance: Double?

  /// The sizes that make a difference: from where all data are followed to where the free part is all.
  private var range: ClosedRange<Double> {
    let top = max(form.largest, .leastNormalMagnitude)
    return Double.log(top * 1e-18)...Double.log(top * 1e3)
  }

  /// The criterion, to be made small.
  func criterion(_ rule: Regularization, _ logarithm: Double) -> Double {
    let lambda = Double.exp(logarithm)
    switch rule {
    case .crossValidation:
      let left = Double(form.degrees + form.free) - form.degreesUsed(lambda)
      return left > 1e-9 ? form.residual(lambda) / (left * left) : .infinity
    case .discrepancy:
      let target = Double(form.degrees + form.free) * (knownVariance ?? 1)
      let ratio = form.residual(lambda) / target
      return ratio > 0 ? Double.log(ratio).magnitude : .infinity
    case .curveCorner: return -curvature(logarithm)
    default: return form.restricted(lambda, knownVariance: knownVariance)
    }
  }

  /// The best size by a rule: on a grid, then between its neighbours.
  func best(_ rule: Regularization) -> Double {
    let count = 120
    let step = (range.upperBound - range.lowerBound) / Double(count)
    let grid = (0...count).map { range.lowerBound + step * Double($0) }
    let values = grid.map { criterion(rule, $0) }
    var best = 0
    // Of equal ones the smoother.
    for k in values.indices where values[k] <= values[best] { best = k }
    guard best > 0, best < count else { return Double.exp(grid[best]) }
    let place = Bracket.minimum(from: grid[best - 1], to: grid[best + 1]) { criterion(rule, $0) }
    return Double.exp(place.place)
  }

  /// The curvature of (log residual, log roughness).
  private func curvature(_ logarithm: Double) -> Double {
    let h = 0.05
    let points = [-h, 0, h].map { shift -> (Double, Double) in
      let lambda = Double.exp(logarithm + shift)
      return (
        Double.log(max(form.residual(lambda), .leastNormalMagnitude)) / 2,
        Double.log(max(form.roughness(lambda), .leastNormalMagnitude)) / 2
      )
    }
    let (dx, dy) = ((points[2].0 - points[0].0) / (2 * h), (points[2].1 - points[0].1) / (2 * h))
    let ddx = (points[2].0 - 2 * points[1].0 + points[0].0) / (h * h)
    let ddy = (points[2].1 - 2 * points[1].1 + points[0].1) / (h * h)
    let speed = dx * dx + dy * dy
    return speed > 1e-12 ? (dx * ddy - ddx * dy) / (speed * speed.squareRoot()) : 0
  }

  /// sigma^2 at a size.
  func variance(_ lambda: Double) -> Double {
    knownVariance ?? form.misfit(lambda) / Double(max(form.degrees, 1))
  }

  /// The variance of log lambda, from the curvature of the likelihood; nil where it has no minimum.
  func spread(_ lambda: Double) -> Double? {
    let h = 0.1
    let value = { form.restricted(lambda * Double.exp($0), knownVariance: knownVariance) }
    let second = (value(h) - 2 * value(0) + value(-h)) / (h * h)
    return second > 1e-3 ? 2 / second : nil
  }

  /// Sizes whose likelihood counts, each with -2 log of it.
  func plausible(around lambda: Double, count: Int) -> [(lambda: Double, value: Double)] {
    let best = form.restricted(lambda, knownVariance: knownVariance)
    func end(_ direction: Double) -> Double {
      var place = Double.log(lambda)
      while range.contains(place),
        form.restricted(Double.exp(place), knownVariance: knownVariance) - best < 15
      {
        place += direction * 0.5
        // Beyond here the answer no longer changes, and the likelihood with it.
        let used = form.degreesUsed(Double.exp(place)) - Double(form.free)
        if direction > 0, used < 0.05 { break }
        if direction < 0, Double(form.degrees) - used < 0.05 { break }
      }
      return place
    }
    let (low, high) = (end(-1), end(1))
    return (0..<count).map { k in
      let place = low + (high - low) * (Double(k) + 0.5) / Double(count)
      let lambda = Double.exp(place)
      return (lambda, form.restricted(lambda, knownVariance: knownVariance) + -2 * Double.log(high - low))
    }
  }
}
