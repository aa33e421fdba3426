internal import NumericalMethods
internal import RealModule

extension SecondTerm {
  /// `Σ w g(t − tᵢ − delay)`.
  func defined(_ factor: Waveform, at rows: [Double], side: Side) throws -> [Double]? {
    guard rows.count * events.count <= 200 * Self.most else { return nil }
    return try rows.map { row in
      var sum = CompensatedSum()
      for event in events {
        let lag = Lag(from: event.time, to: row, delay: delay)
        switch factor {
        case .pieces(let pieces): sum.add(event.weight * pieces.plainValue(at: lag, side: side))
        case .closedForm(let form):
          let value = lag.high + lag.low
          let start = form.support.lowerBound
          let distance = start.isFinite ? lag.distance(from: start) : 1
          if distance < 0 || (distance == 0 && side == .before) { continue }
          let end = form.support.upperBound
          let isAtEnd = end.isFinite && lag.distance(from: end) == 0
          let place = distance == 0 ? start : isAtEnd ? end : value
          sum.add(event.weight * (try form.value(at: place)))
        case .rational: break
        }
      }
      return sum.value
    }
  }

  /// `Σ w ∫ a(s) b(t − tᵢ − delay − s) ds`, by QAGP with the knots and corners of both as breaks.
  func quadrature(_ a: Waveform, _ b: Waveform, at rows: [Double]) throws -> [Double]? {
    guard rows.count * events.count <= Self.most, let last = rows.last, let first = events.first
    else { return nil }
    let horizon = last - first.time - delay
    guard let breaksOfA = a.plainBreaks(until: horizon - b.extent.lowerBound),
      let breaksOfB = b.plainBreaks(until: horizon - a.extent.lowerBound),
      rows.count * events.count * (breaksOfA.count + breaksOfB.count) <= 100 * Self.most
    else { return nil }
    let rule = Quadrature(limit: 2000)
    return try rows.map { row in
      var sum = CompensatedSum()
      for event in events {
        let lag = row - event.time - delay
        let low = max(a.extent.lowerBound, lag - b.extent.upperBound)
        let high = min(a.extent.upperBound, lag - b.extent.lowerBound)
        guard low < high else { continue }
        let (isCut, isCutAbove) = (a.isRoughAtStart && low == a.extent.lowerBound, b.isRoughAtStart && lag - high == b.extent.lowerBound)
        let middle = isCut && isCutAbove ? 0.5 * (low + high) : isCutAbove ? low : high
        // From its rough start on each factor is integrated in a root of its own lag.
        if low < middle {
          sum.add(event.weight * (try rule.integral(
            from: low, to: middle, isRough: isCut, breakpoints: breaksOfA + breaksOfB.map { lag - $0 }
          ) { s in try a.plainValue(at: s) * b.plainValue(at: lag - s) }))
        }
        if middle < high {
          sum.add(event.weight * (try rule.integral(
            from: lag - high, to: lag - middle, isRough: true, breakpoints: breaksOfB + breaksOfA.map { lag - $0 }
          ) { s in try b.plainValue(at: s) * a.plainValue(at: lag - s) }))
        }
      }
      return sum.value
    }
  }
}

extension Quadrature {
  /// The integral by QAGP, where the lower end is rough in `v`, `s = lower + v⁸`.
  fileprivate func integral(
    from lower: Double, to upper: Double, isRough: Bool, breakpoints: [Double], of function: (Double) throws -> Double
  ) throws -> Double {
    guard isRough else {
      return try integral(
        from: lower, to: upper, breakpoints: breakpoints, absolute: 1e-300, relative: 1e-12, of: function
      ).value
    }
    return try integral(
      from: 0, to: Double.pow(upper - lower, 0.125),
      breakpoints: breakpoints.filter { $0 > lower }.map { Double.pow($0 - lower, 0.125) }, absolute: 1e-300,
      relative: 1e-12
    ) { v in
      let slope = Double.pow(v, 7)
      return slope == 0 ? 0 : try function(lower + slope * v) * 8 * slope
    }.value
  }
}

extension Waveform {
  /// The value at a lag, 0 outside.
  func plainValue(at lag: Double) throws -> Double {
    switch self {
    case .pieces(let pieces): pieces.plainValue(at: lag)
    case .closedForm(let form): try form.value(at: lag)
    case .rational: 0
    }
  }

  /// Whether it starts with a power that no polynomial meets.
  fileprivate var isRoughAtStart: Bool {
    if case .closedForm(let form) = self { return form.startExponent != nil }
    return false
  }

  /// Knots, corners and narrow places; nil where they are too many.
  fileprivate func plainBreaks(until horizon: Double) -> [Double]? {
    switch self {
    case .pieces(let pieces): return pieces.knots.count <= 2_000 ? pieces.knots.array : nil
    case .rational: return nil
    case .closedForm(let form):
      let low = form.support.lowerBound.isFinite ? form.support.lowerBound : -1e6
      guard low < horizon else { return nil }
      let corners = form.corners(low...min(horizon, form.support.upperBound))
      let narrow = form.features.flatMap { feature in
        [-8.0, -2, -1, 0, 1, 2, 8].map { feature.centre + $0 * feature.width }
      }
      return corners.count <= 2_000 ? corners + narrow : nil
    }
  }
}

extension PiecewisePolynomial {
  /// The value inside of a cell, 0 outside.
  func plainValue(at lag: Double) -> Double {
    guard lag >= knots[0], lag < knots[cells] else { return 0 }
    return value(in: knotsUpTo(lag) - 1, at: lag)
  }

  /// The value at a lag, with the conventions of jumps.
  func plainValue(at lag: Lag, side: Side) -> Double {
    let value = lag.high + lag.low
    let next = knotsUpTo(value)
    for k in [next, next - 1] where k >= 0 && k <= cells {
      guard lag.distance(from: knots[k], rest: lowParts.isEmpty ? 0 : lowParts[k]) == 0 else { continue }
      if k == cells { return isClosed || side == .before ? lastValue : 0 }
      if k == 0, side == .before { return 0 }
      return self.value(in: side == .after ? k : k - 1, at: knots[k])
    }
    return next == 0 || next > cells ? 0 : self.value(in: next - 1, at: value)
  }

  /// How many knots are not above a lag.
  private func knotsUpTo(_ lag: Double) -> Int {
    var (low, high) = (0, knots.count)
    while low < high {
      let middle = (low + high) / 2
      if knots[middle] <= lag { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private func value(in cell: Int, at lag: Double) -> Double {
    let x = lag - knots[cell]
    var value = 0.0
    for j in stride(from: degree, through: 0, by: -1) {
      value = value * x + coefficients[cell * (degree + 1) + j]
    }
    return value
  }
}
