import NumericalMethods
import Systems

/// What a part of a formula in `s` or `z` stands for.
enum TransformValue: Sendable {
  /// Quotients of polynomials, with dead time.
  case quotients(RationalSum)
  /// Loops that hold dead time.
  case loops(LoopSum)
  /// A power series in `z⁻¹` that is no quotient.
  case series(PowerSeries)
  /// A response known only in time, such as a file of samples.
  case signal(Signal)

  /// A constant.
  static func constant(_ value: Double) -> TransformValue {
    .quotients(RationalSum([RationalFunction(DoubleDouble(value))]))
  }

  /// The quotients; nil for what is none.
  var quotients: RationalSum? {
    if case .quotients(let sum) = self { return sum }
    return nil
  }

  /// The value, if this is a constant.
  var constant: DoubleDouble? { quotients?.constant }

  /// Quotients and loops as loops; nil for others.
  var loopSum: LoopSum? {
    switch self {
    case .quotients(let sum): LoopSum(sum)
    case .loops(let sum): sum
    default: nil
    }
  }

  /// A sum with loops; without them, quotients.
  init(_ sum: LoopSum) { self = sum.loops.isEmpty ? .quotients(sum.plain) : .loops(sum) }
}
