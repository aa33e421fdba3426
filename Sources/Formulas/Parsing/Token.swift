/// A word of a formula's text.
struct Token: Sendable {
  enum Kind: Hashable, Sendable {
    case number(Double)
    case name(String)
    case binary(Expression.Operator)
    case leftParenthesis
    case rightParenthesis
    case comma
    /// A single `=`.
    case equals
    case semicolon
    /// Derivatives, as many as there are `'`.
    case primes(Int)
    case end
  }

  var kind: Kind
  /// The bytes that it takes.
  var range: Range<Int>
}
