import CSV
import Runs
import Systems

extension RowTimes {
  /// The first column as it is printed.
  func column(_ axis: TimeAxis) -> TimeColumn {
    if axis.origin != nil { return axis.column(times.array) }
    if case .grid(let grid, let count) = self, let from = grid.from.scaled,
      let step = grid.step.scaled, let even = DecimalGrid(start: from, step: step, count: count)
    {
      return .grid(even)
    }
    return .numbers(times.array)
  }
}

extension Decimal {
  /// The same number over a power of ten, nil where it doesn't fit.
  fileprivate var scaled: DecimalNumber? {
    guard divisor == 1, exponent <= 18, exponent >= -18 else { return nil }
    var digits = mantissa
    for _ in 0..<max(0, exponent) {
      guard digits.magnitude < 1 << 62 else { return nil }
      digits *= 10
    }
    guard let significand = Int64(exactly: digits) else { return nil }
    return DecimalNumber(significand: significand, scale: max(0, -exponent))
  }
}
