internal import NumericalMethods

/// Searches that leave out only what bounds on curvature exclude.
extension OutputCurve {
  /// An interval of a cell, and what the curve does at both ends.
  private struct Span {
    var cell: Int
    var low: Point
    var high: Point

    var width: Double { high.s - low.s }
    /// How far the curve may be from the straight line between both ends.
    var bulge: Double { low.mostCurvature * width * width / 8 }
    /// Whether the slope keeps its sign.
    var isMonotone: Bool {
      let drift = low.mostCurvature * width
      return low.slope.magnitude > drift || high.slope.magnitude > drift
    }
  }

  private func span(_ cell: Int, _ from: Double, _ to: Double) -> Span {
    Span(cell: cell, low: point(cell, from, over: to - from), high: point(cell, to, over: 0))
  }

  /// Both halves, the later one first; nil where there is nothing between.
  private func halves(_ span: Span) -> (Span, Span)? {
    let middle = span.low.s + span.width / 2
    let resolution = 0x1p-48 * max(span.high.s, (knots[span.cell] + span.high.s).magnitude)
    guard span.width > resolution, middle > span.low.s, middle < span.high.s else { return nil }
    return (
      self.span(span.cell, middle, span.high.s), self.span(span.cell, span.low.s, middle)
    )
  }

  /// The largest value, and when it is first reached: of the smallest, with the sign turned.
  ///
  /// - Parameter sign: 1 for the largest, −1 for the smallest.
  /// - Throws: nothing for a finite curve.
  package func extreme(_ sign: Double) throws -> (time: Double, value: Double) {
    var best = (time: knots[0], value: sign * value(0, 0))
    var spans: [Span] = []
    for cell in 0..<cells where cell == 0 || most(cell, sign) > best.value {
      let width = width(cell)
      guard width > 0 else {
        take(sign * value(cell, 0), at: knots[cell], &best)
        continue
      }
      let whole = span(cell, 0, width)
      take(sign * whole.low.value, at: knots[cell], &best)
      spans.append(whole)
      while let span = spans.popLast() {
        take(sign * span.high.value, at: knots[span.cell] + span.high.s, &best)
        let rounding = 4 * Double.ulpOfOne * span.low.size
        guard max(sign * span.low.value, sign * span.high.value) + span.bulge > best.value + rounding,
          !span.isMonotone
        else { continue }
        let drift = span.low.mostJerk * span.width
        if sign * span.low.slope > 0, sign * span.high.slope < 0,
          sign * span.low.curvature + drift < 0 || sign * span.high.curvature + drift < 0
        {
          let s = try turning(span)
          take(sign * value(span.cell, s), at: knots[span.cell] + s, &best)
        } else if let (later, earlier) = halves(span) {
          spans.append(later)
          spans.append(earlier)
        }
      }
    }
    return (best.time, best.value == 0 ? 0 : sign * best.value)
  }

  /// Takes a value that is larger than all before by more than rounding.
  private func take(_ value: Double, at time: Double, _ best: inout (time: Double, value: Double)) {
    if value > best.value + 4 * best.value.magnitude.ulp { best = (time, value) }
  }

  /// Where the slope is 0, between places where it has two signs.
  private func turning(_ span: Span) throws -> Double {
    try Bracket.root(from: span.low.s, to: span.high.s) { point(span.cell, $0, over: 0).slope }
  }

  /// How long the curve is above a level.
  ///
  /// - Throws: nothing for a finite curve.
  package func duration(above level: Double) throws -> Double {
    var total = CompensatedSum()
    var spans: [Span] = []
    for cell in 0..<cells {
      let width = width(cell)
      guard width > 0 else { continue }
      spans.append(span(cell, 0, width))
      while let span = spans.popLast() {
        let (low, high) = (span.low.value - level, span.high.value - level)
        if max(low, high) + span.bulge <= 0 { continue }
        guard min(low, high) - span.bulge <= 0 else {
          total.add(span.width)
          continue
        }
        if !span.isMonotone, let (later, earlier) = halves(span) {
          spans.append(later)
          spans.append(earlier)
        } else if low > 0, high > 0 {
          total.add(span.width)
        } else if low > 0 || high > 0 {
          let s = try Bracket.root(from: span.low.s, to: span.high.s) { point(span.cell, $0, over: 0).value - level }
          total.add(low > 0 ? s - span.low.s : span.high.s - s)
        }
      }
    }
    return total.value
  }

  /// The integral from one time of the curve to another.
  package func area(from: Double, to: Double) -> Double {
    var sum = CompensatedSum()
    for cell in 0..<cells {
      let (start, stop) = (max(from, knots[cell]), min(to, knots[cell] + width(cell)))
      guard stop > start else { continue }
      let before = start > knots[cell] ? area(cell, start - knots[cell]) : 0
      sum.add(area(cell, stop - knots[cell]) - before)
    }
    return sum.value
  }

  /// When a share of the whole area has passed; nil where there is none.
  ///
  /// - Throws: nothing for a finite curve.
  package func time(ofShare share: Double) throws -> Double? {
    let areas = (0..<cells).map { area($0, width($0)) }
    let total = areas.reduce(into: CompensatedSum()) { $0.add($1) }.value
    guard total != 0 else { return nil }
    var left = share * total
    for cell in 0..<cells {
      if total > 0 ? areas[cell] >= left : areas[cell] <= left {
        return try knots[cell] + Bracket.root(from: 0, to: width(cell)) { area(cell, $0) - left }
      }
      left -= areas[cell]
    }
    return end
  }

  /// The part of the curve between two times.
  ///
  /// What begins at its end does not count in it.
  package func part(from: Double, to: Double) -> OutputCurve {
    var copy = self
    copy.cut(from: from, to: to)
    return copy
  }
}
