/// What is looked for: an input, or an impulse response, with one number for each knot.
public struct Unknown: Sendable {
  /// What lies between two knots.
  public enum Shape: Hashable, Sendable {
    /// Straight lines; 0 outside of the first and the last knot.
    case lines
    /// Each value to the next knot, the last one for the last spacing.
    case held
    /// Nothing: an impulse at each knot.
    case impulses
  }

  /// The knots, ascending.
  public var knots: [Double]
  /// What lies between them.
  public var shape: Shape

  /// Makes an unknown.
  ///
  /// - Throws: `SystemsError` where knots don't ascend, or are too few for the shape.
  public init(knots: [Double], shape: Shape) throws(SystemsError) {
    for k in knots.indices.dropFirst() where !(knots[k] > knots[k - 1]) {
      throw .timesMustAscend(index: k, time: knots[k], previous: knots[k - 1])
    }
    let needed = shape == .impulses ? 1 : 2
    guard knots.count >= needed else {
      throw .tooFew(what: "an unknown between knots", found: knots.count, needed: needed)
    }
    self.knots = knots
    self.shape = shape
  }

  /// The signal whose number is 1 at one knot and 0 at all others.
  func basis(_ j: Int) -> Signal {
    switch shape {
    case .impulses: return .events([Event(time: knots[j])])
    case .held: return Signal(.pieces(.box(from: knots[j], to: end(of: j), height: 1)))
    case .lines:
      var corners: [Double] = []
      var coefficients: [Double] = []
      if j > 0 {
        corners.append(knots[j - 1])
        coefficients += [0, 1 / (knots[j] - knots[j - 1])]
      }
      corners.append(knots[j])
      if j + 1 < knots.count {
        corners.append(knots[j + 1])
        coefficients += [1, -1 / (knots[j + 1] - knots[j])]
      }
      return Signal(
        .pieces(
          PiecewisePolynomial(
            knots: TimeGrid(ascending: corners), coefficients: coefficients, degree: 1,
            isClosed: j + 1 == knots.count, lastValue: j + 1 == knots.count ? 1 : 0)))
    }
  }

  /// The signal with these numbers.
  public func signal(_ values: [Double]) -> Signal {
    precondition(values.count == knots.count)
    switch shape {
    case .impulses:
      return .events(zip(knots, values).map { Event(time: $0, weight: $1) })
    case .held:
      return Signal(
        .pieces(
          PiecewisePolynomial(
            knots: TimeGrid(ascending: knots + [end(of: knots.count - 1)]), coefficients: values,
            degree: 0, isClosed: false)))
    case .lines:
      var coefficients: [Double] = []
      for k in 0..<knots.count - 1 {
        coefficients += [values[k], (values[k + 1] - values[k]) / (knots[k + 1] - knots[k])]
      }
      return Signal(
        .pieces(
          PiecewisePolynomial(
            knots: TimeGrid(ascending: knots), coefficients: coefficients, degree: 1,
            isClosed: true, lastValue: values.last)))
    }
  }

  /// Until when a held value lasts.
  private func end(of j: Int) -> Double {
    j + 1 < knots.count ? knots[j + 1] : knots[j] + (knots[j] - knots[max(j - 1, 0)])
  }

  /// The integral up to each knot; of impulses the sum so far, the knot's own included.
  public func totals(_ values: [Double]) -> [Double] {
    var sum = 0.0
    return values.indices.map { k in
      switch shape {
      case .impulses: sum += values[k]
      case .held: if k > 0 { sum += values[k - 1] * (knots[k] - knots[k - 1]) }
      case .lines:
        if k > 0 { sum += (values[k] + values[k - 1]) / 2 * (knots[k] - knots[k - 1]) }
      }
      return sum
    }
  }
}
