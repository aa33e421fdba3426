/// The times that are asked for: an even or listed grid, or any list, in any order, times doubled.
public enum OutputTimes: Hashable, Sendable {
  /// Ascending times.
  case grid(TimeGrid)
  /// Times in any order; a doubled time is a doubled row.
  case listed([Double])

  /// The number of rows.
  public var count: Int {
    switch self {
    case .grid(let grid): grid.count
    case .listed(let times): times.count
    }
  }

  /// All times, in the order of the rows.
  ///
  /// - Complexity: O(n).
  public var array: [Double] {
    switch self {
    case .grid(let grid): grid.array
    case .listed(let times): times
    }
  }
}
