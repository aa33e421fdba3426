/// Even times counted in decimal: `start + n·step`, n from 0, all over one power of ten.
public struct DecimalGrid: Hashable, Sendable {
  /// The first time, times 10^scale.
  public let start: Int64
  /// The step, times 10^scale.
  public let step: Int64
  /// The power of ten, from 0 to 18.
  public let scale: Int
  /// The number of times.
  public let count: Int

  /// Makes a grid; nil where a time would have more than 15 digits, so that it could not be printed
  /// as its nearest double is.
  public init?(start: DecimalNumber, step: DecimalNumber, count: Int) {
    precondition(count >= 0, "a grid can't have fewer than no times")
    let scale = max(start.scale, step.scale)
    guard let first = Self.scaled(start, to: scale), let stride = Self.scaled(step, to: scale)
    else {
      return nil
    }
    let (span, hasOverflow) = stride.multipliedReportingOverflow(by: Int64(count))
    let (last, exceeds) = first.addingReportingOverflow(span)
    let limit: Int64 = 1_000_000_000_000_000
    guard !hasOverflow, !exceeds, abs(first) < limit, last > -limit, last < limit else {
      return nil
    }
    self.start = first
    self.step = stride
    self.scale = scale
    self.count = count
  }

  /// The time with index `n`, rounded once.
  public subscript(n: Int) -> Double {
    DecimalNumber(significand: start + step * Int64(n), scale: scale).value
  }

  private static func scaled(_ number: DecimalNumber, to scale: Int) -> Int64? {
    var value = number.significand
    for _ in number.scale..<max(scale, number.scale) {
      let (product, hasOverflow) = value.multipliedReportingOverflow(by: 10)
      if hasOverflow { return nil }
      value = product
    }
    return value
  }
}
