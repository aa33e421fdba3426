internal import NumericalMethods
internal import RealModule

/// A part of an integral, and what is known of its error.
struct GaussPart {
  /// Where its places end.
  var end: Int
  /// Whether its ends are set by the other factor, so that they are rounded.
  var isLowRounded: Bool
  var isHighRounded: Bool
  /// What the integrand is off on it, relative to its own size.
  var roughness: Double
  /// The spacing of doubles at the time that lags are taken from.
  var quantum: Double
  /// What the rule may be off: it is exact beside the largest values of both panels, which a part need not reach.
  var truncation = 0.0
}

/// Places and weights of Gauss's rule over parts of panels.
struct GaussNodes {
  var places: [Double] = []
  var weights: [Double] = []
  /// How often every part is halved, and given more points, for a second opinion.
  var halvings = 0
  /// The parts that the places belong to.
  var parts: [GaussPart] = []
  /// The spacing of doubles at the time that lags are taken from.
  var quantum = 0.0
  private var offsets: [Double] = []

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    weights.removeAll(keepingCapacity: true)
    parts.removeAll(keepingCapacity: true)
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
    let cells = 1 << halvings
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
    if points > 32 || halvings > 0 {
      let parts = max(2, 1 << halvings)
      var at = low
      for k in 1...parts {
        let next = k == parts ? high : low + (high - low) * (Double(k) / Double(parts))
        guard at < next else { continue }
        appendRule(from: at, to: next, points: min(points + 4, 32))
        at = next
      }
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
