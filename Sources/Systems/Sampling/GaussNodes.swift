internal import NumericalMethods
internal import RealModule

/// A factor of an integrand, with what a rule must know of it.
struct Integrand: Sendable {
  /// The ends of the panels in each of which it is smooth, ascending.
  var edges: [Double]
  /// The power that makes its start smooth; nil where it is smooth.
  var corePower: Double?
  /// Its degree, where it is a polynomial in each panel; nil where it is resolved by degree 16.
  var degree: Int?
  /// Its values.
  var evaluate: ClosedForm.Evaluation
  /// The largest value outside of a core.
  var peak: Double
  /// What its integral may be off.
  var residual: Double

  init(_ form: ClosedForm, _ panels: ChebyshevPanels) {
    edges = panels.edges
    corePower = panels.corePower
    evaluate = form.evaluate
    peak = panels.peak
    residual = panels.residual
  }

  init(_ pieces: PiecewisePolynomial) {
    edges = Array(pieces.knots)
    degree = pieces.degree
    evaluate = pieces.evaluation
    peak = 0
    residual = 0
  }

  /// The degree of a polynomial that meets it to rounding on a part of a panel.
  ///
  /// A panel of degree 16 resolved to 1e-13 has coefficients that fall by about 6.5 each, by
  /// `6.5 W/w` on a part w of its width W; in a core, a power of the distance from the start falls
  /// by `z + √(z² − 1)`, z being the distance of the middle in half widths, and the smooth rest is
  /// resolved in the core's variable alone.
  func degree(from low: Double, to high: Double, in panel: Int) -> Double {
    if let degree { return Double(degree) }
    let width = edges[panel + 1] - edges[panel]
    var needed = 36.8 / Double.log(6.5 * max(1, width / (high - low)))
    if panel == 0, corePower != nil {
      let z = max(1.01, (low + high - 2 * edges[0]) / (high - low))
      needed = 0.5 * needed + 36.8 / Double.log(z + (z * z - 1).squareRoot())
    }
    return needed
  }
}

/// Places and weights of Gauss's rule over parts of panels.
struct GaussNodes {
  var places: [Double] = []
  var weights: [Double] = []
  /// Whether every part is halved and given more points, for a second opinion.
  var isRefined = false
  /// The spacing of doubles at the time that lags are taken from.
  var quantum = 0.0
  private var offsets: [Double] = []

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
  }

  /// Adds the rule for a factor over a part of its panel.
  ///
  /// A part that begins at a core's start is integrated in the core's variable; further parts of a
  /// core are at most 2.5 times as far from the start at their end as at their beginning.
  ///
  /// - Parameter degree: what the rest of the integrand needs on this part.
  mutating func append(
    from low: Double, to high: Double, of factor: Integrand, in panel: Int, besides degree: Double
  ) {
    guard panel == 0, let power = factor.corePower else {
      return appendPlain(
        from: low, to: high,
        degree: degree + factor.degree(from: low, to: high, in: panel))
    }
    let start = factor.edges[0]
    var at = low
    if at <= start {
      var share = 1.0
      var rest = degree
      while power * rest > 40, share > 1e-9 {
        share *= 0.5
        rest = 36.8 / (36.8 / max(degree, 1) - Double.log(share))
      }
      appendCore(start: start, width: (high - start) * share, power: power)
      if share == 1 { return }
      at = start + (high - start) * share
    }
    while at < high {
      let next = high - start > 2.5 * (at - start) ? start + 2.5 * (at - start) : high
      guard next > at else { break }
      appendPlain(
        from: at, to: next, degree: degree + factor.degree(from: at, to: next, in: 0))
      at = next
    }
  }

  private mutating func appendCore(start: Double, width: Double, power: Double) {
    let cells = isRefined ? 2 : 1
    let rule = GaussLegendre.rule(atLeast: 32)
    for cell in 0..<cells {
      for k in rule.nodes.indices {
        let v = (Double(cell) + 0.5 * (1 + rule.nodes[k])) / Double(cells)
        let slope = Double.pow(v, power - 1)
        places.append(start + width * slope * v)
        weights.append(0.5 * rule.weights[k] * power * width * slope / Double(cells))
      }
    }
  }

  private mutating func appendPlain(from low: Double, to high: Double, degree: Double) {
    let points = Int(min(degree, 1000) / 2) + 2
    if points > 32 || isRefined {
      let middle = low + 0.5 * (high - low)
      guard low < middle, middle < high, points > 8 || isRefined else { return }
      appendRule(from: low, to: middle, points: min(points + 4, 32))
      appendRule(from: middle, to: high, points: min(points + 4, 32))
    } else {
      appendRule(from: low, to: high, points: points)
    }
  }

  private mutating func appendRule(from low: Double, to high: Double, points: Int) {
    let rule = GaussLegendre.rule(atLeast: points)
    let (centre, half) = (0.5 * (low + high), 0.5 * (high - low))
    let spacing = max(quantum, max(low.magnitude, high.magnitude).ulp)
    guard spacing > 1e-15 * half, spacing < 1e-9 * half else {
      for k in rule.nodes.indices {
        places.append(centre + half * rule.nodes[k])
        weights.append(half * rule.weights[k])
      }
      return
    }
    appendRounded(rule, low: low, half: half, spacing: spacing)
  }

  /// Adds a rule whose places are doubles at which the lag of the other factor is a double too.
  ///
  /// A narrow part far from 0 moves each node by a share δ of its half width, which can be far above
  /// rounding. With D the slopes of the polynomial through the nodes, weights `w − (wδ)ᵀ D` make up
  /// for it to first order, and δ² is below rounding.
  private mutating func appendRounded(
    _ rule: GaussLegendre, low: Double, half: Double, spacing: Double
  ) {
    let n = rule.nodes.count
    // Adding this constant and taking it away rounds to multiples of the spacing.
    let rounder = 0x1.8p52 * spacing
    offsets.removeAll(keepingCapacity: true)
    for k in 0..<n {
      let offset = half * (1 + rule.nodes[k])
      let place = ((low + offset) + rounder) - rounder
      places.append(place)
      offsets.append(rule.weights[k] * ((place - low) - offset))
    }
    for j in 0..<n {
      var correction = 0.0
      for k in 0..<n { correction += offsets[k] * rule.slopes[k * n + j] }
      weights.append(half * rule.weights[j] - correction)
    }
  }
}

extension PiecewisePolynomial {
  /// The values inside cells, for quadrature: at a knot that of the cell to the right.
  var evaluation: ClosedForm.Evaluation {
    let knots = Array(self.knots)
    let (coefficients, stride) = (self.coefficients, degree + 1)
    return { times, values in
      var k = 0
      for n in times.indices {
        let time = times[n]
        guard let first = knots.first, let last = knots.last, first <= time, time <= last else {
          values[n] = 0
          continue
        }
        if time < knots[k] || time > knots[k + 1] {
          // The next cell in either direction first: places come in order.
          if k > 0, knots[k - 1] <= time, time < knots[k] {
            k -= 1
          } else if k + 2 < knots.count, knots[k + 1] <= time, time < knots[k + 2] {
            k += 1
          } else {
            k = min(knots.partition { $0 <= time }, knots.count - 1) - 1
          }
        }
        var sum = 0.0
        for j in Swift.stride(from: stride - 1, through: 0, by: -1) {
          sum = sum * (time - knots[k]) + coefficients[k * stride + j]
        }
        values[n] = sum
      }
    }
  }
}
