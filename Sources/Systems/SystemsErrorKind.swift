/// The classes of problems that a program tells apart by its exit status, the raw value.
public enum SystemsErrorKind: Int32, Hashable, Sendable {
  /// More is asked for than can be held.
  case tooLarge = 64
  /// Numbers, or a system, are not what they must be.
  case data = 65
  /// A tolerance could not be met.
  case tolerance = 70
}

extension SystemsError {
  /// The class of the problem.
  public var kind: SystemsErrorKind {
    switch self {
    case .timesMustAscend, .tooFew, .notFinite, .offGrid, .improper, .undefined, .notRational: .data
    case .toleranceNotMet, .tooRough: .tolerance
    case .tooLarge: .tooLarge
    }
  }
}
