import CSV
import Systems

/// The times of the rows: an even grid in decimal, or a list in any order.
enum RowTimes {
  case grid(OutputGrid, count: Int)
  case listed([Double])

  /// The number of rows.
  var count: Int {
    switch self {
    case .grid(_, let count): count
    case .listed(let times): times.count
    }
  }

  /// The rows from `first` on, at most `most` of them.
  func block(from first: Int, most: Int) -> RowTimes {
    let length = min(most, count - first)
    switch self {
    case .grid(let grid, _):
      var part = grid
      part.from = grid.from + first * grid.step
      return .grid(part, count: length)
    case .listed(let times): return .listed(Array(times[first..<first + length]))
    }
  }

  /// The times as the library takes them.
  var times: OutputTimes {
    switch self {
    case .listed(let times): .listed(times)
    case .grid(let grid, let count):
      .grid(
        TimeGrid(
          start: grid.from.double, step: grid.step.double, count: count,
          startRest: grid.from.rest, stepRest: grid.step.rest))
    }
  }

  /// The earliest and the latest row's time, nil without rows.
  var ends: ClosedRange<Double>? {
    switch self {
    case .grid(let grid, _): last.map { grid.from.double...$0 }
    case .listed(let times): times.min().flatMap { first in times.max().map { first...$0 } }
    }
  }

  /// The last row's time, nil without rows.
  var last: Double? {
    switch self {
    case .listed(let times): times.last
    case .grid(let grid, let count): count > 0 ? (grid.from + (count - 1) * grid.step).double : nil
    }
  }

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
