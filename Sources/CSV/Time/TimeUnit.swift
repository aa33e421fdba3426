/// The unit in which dates are counted as times.
public enum TimeUnit: String, CaseIterable, Hashable, Sendable {
  case day, hour, minute, second

  /// The length in seconds.
  public var seconds: Int64 {
    switch self {
    case .day: 86_400
    case .hour: 3_600
    case .minute: 60
    case .second: 1
    }
  }
}
