package import Systems

/// The times of the rows: an even grid in decimal, or a list in any order.
package enum RowTimes {
  case grid(OutputGrid, count: Int)
  case listed([Double])

  /// The number of rows.
  package var count: Int {
    switch self {
    case .grid(_, let count): count
    case .listed(let times): times.count
    }
  }

  /// The rows from `first` on, at most `most` of them.
  package func block(from first: Int, most: Int) -> RowTimes {
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
  package var times: OutputTimes {
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
  package var ends: ClosedRange<Double>? {
    switch self {
    case .grid(let grid, _): last.map { grid.from.double...$0 }
    case .listed(let times): times.min().flatMap { first in times.max().map { first...$0 } }
    }
  }

  /// The last row's time, nil without rows.
  package var last: Double? {
    switch self {
    case .listed(let times): times.last
    case .grid(let grid, let count): count > 0 ? (grid.from + (count - 1) * grid.step).double : nil
    }
  }
}
