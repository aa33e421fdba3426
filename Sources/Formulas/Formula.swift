public import Systems

/// A formula, read and checked: a function of time, a transfer function or a discrete filter.
///
/// Its variable says which: `t` a function of time, `s` a transfer function, `z` a discrete filter;
/// without a variable it is a constant in time.
public struct Formula: Sendable {
  /// What a formula is a function of.
  public enum Variable: String, Hashable, Sendable {
    /// Nothing: a constant.
    case none
    /// Time, `t`.
    case time
    /// The variable of the Laplace transform, `s`.
    case s
    /// The variable of the z-transform, `z`.
    case z
  }

  /// The text, without the leading `=`.
  public let text: String
  /// What it is a function of.
  public let variable: Variable

  /// Reads a formula, without its leading `=`.
  ///
  /// - Parameter bindings: what names stand for; see `objection(toBinding:)`.
  /// - Throws: `FormulaError` with the place of the mistake.
  /// - Complexity: O(n) in the length of the text.
  public init(_ text: String, bindings: [String: Double] = [:]) throws(FormulaError) {
    fatalError("not yet")
  }

  /// The function of time: zero for t < 0 unless `twoSided`.
  ///
  /// - Throws: `FormulaError` where the variable is `s` or `z`.
  public func signal(twoSided: Bool = false) throws(FormulaError) -> Signal {
    fatalError("not yet")
  }

  /// The system whose impulse response (in `t`) or transfer function (in `s` or `z`) this is.
  ///
  /// - Parameter period: the period of a filter in `z`, needed there.
  /// - Throws: `FormulaError` for an improper or a non-causal one.
  public func system(
    period: Double? = nil, twoSided: Bool = false
  ) throws(FormulaError) -> System {
    fatalError("not yet")
  }

  /// Why a name can't be bound, or nil if it can: it is taken, or it is no name.
  public static func objection(toBinding name: String) -> String? {
    fatalError("not yet")
  }
}
