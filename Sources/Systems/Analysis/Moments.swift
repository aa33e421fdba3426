/// The area of a signal and its first raw moment.
///
///     area = ∫ x(t) dt = X(0),     first = ∫ t x(t) dt = −X′(0)
public struct Moments: Hashable, Sendable {
  /// The area.
  public var area: Double
  /// The first moment about t = 0; nil where the area is finite and the moment is not.
  public var first: Double?

  /// Makes moments from their values.
  public init(area: Double, first: Double?) {
    self.area = area
    self.first = first
  }

  /// The mean of t, weighted by the signal; nil for an area of 0.
  public var meanTime: Double? {
    guard area != 0, let first, (first / area).isFinite else { return nil }
    return first / area
  }

  /// The moments of a convolution: areas multiply, and the product rule holds for the first.
  ///
  ///     (x * y)₀ = x₀ y₀,   (x * y)₁ = x₁ y₀ + x₀ y₁
  public func convolved(with other: Moments) -> Moments {
    let first = first.flatMap { a in other.first.map { b in a * other.area + area * b } }
    return Moments(area: area * other.area, first: first)
  }

  /// The moments of the signal `delay` later.
  public func delayed(by delay: Double) -> Moments {
    Moments(area: area, first: first.map { $0 + area * delay })
  }

  /// The moments of a sum.
  public static func + (a: Moments, b: Moments) -> Moments {
    Moments(area: a.area + b.area, first: a.first.flatMap { x in b.first.map { x + $0 } })
  }
}
