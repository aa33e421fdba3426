import Formulas
import Systems

/// What a name without a guess is taken for.
typealias FitKind = FitParameter.Kind

extension FitParameter.Kind {
  /// The kind of a power of time; nil where it is not known, or another than a rate, a time or a number.
  init?(_ found: (power: Double, isLogarithm: Bool)?) {
    guard let found else { return nil }
    switch (found.power, found.isLogarithm) {
    case (-1, false): self = .rate
    case (1, false): self = .time
    case (0, false): self = .plain
    case (-1, true): self = .logarithmOfRate
    case (1, true): self = .logarithmOfTime
    case (_, true): self = .logarithm
    default: return nil
    }
  }
}
