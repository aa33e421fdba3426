/// How far an approximation may be off; what is exact up to rounding does not look at it.
public struct Tolerance: Hashable, Sendable {
  /// In the unit of the output.
  public var absolute: Double
  /// As a share of the largest output.
  public var relative: Double

  /// Makes a tolerance; by default 1e-12 of the peak.
  public init(absolute: Double = 0, relative: Double = 1e-12) {
    self.absolute = absolute
    self.relative = relative
  }
}
