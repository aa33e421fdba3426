/// A result's first column, the times of its rows.
public enum TimeColumn: Sendable {
  /// Times as numbers.
  case numbers([Double])
  /// Even decimal times; printed as the nearest doubles are, and much faster.
  case grid(DecimalGrid)
  /// Dates.
  case dates([Instant], Instant.Format)

  /// The number of rows.
  public var count: Int {
    switch self {
    case .numbers(let times): times.count
    case .grid(let grid): grid.count
    case .dates(let dates, _): dates.count
    }
  }

  /// The text of a row's time, for messages.
  public func text(_ row: Int) -> String {
    switch self {
    case .numbers(let times): NumberText.text(times[row])
    case .grid(let grid): NumberText.text(grid[row])
    case .dates(let dates, let format): dates[row].text(format)
    }
  }
}
