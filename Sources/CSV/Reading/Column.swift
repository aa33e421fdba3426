/// The fields of one column, top to bottom.
public enum Column: Hashable, Sendable {
  case numbers([Double])
  case dates([Instant])
  case text([String])

  /// The number of fields.
  public var count: Int {
    switch self {
    case .numbers(let values): values.count
    case .dates(let values): values.count
    case .text(let values): values.count
    }
  }

  /// The numbers; empty for a column of another kind.
  public var numbers: [Double] {
    if case .numbers(let values) = self { values } else { [] }
  }

  /// The dates, or nil for a column of another kind.
  public var dates: [Instant]? {
    if case .dates(let values) = self { values } else { nil }
  }

  /// The texts; empty for a column of another kind.
  public var text: [String] {
    if case .text(let values) = self { values } else { [] }
  }

  /// The numbers, or the dates as times in a unit since an epoch; empty for text.
  ///
  /// - Complexity: O(n) for dates.
  public func times(since epoch: Instant, in unit: TimeUnit) -> [Double] {
    switch self {
    case .numbers(let values): values
    case .dates(let values): values.map { $0.time(since: epoch, in: unit) }
    case .text: []
    }
  }
}
