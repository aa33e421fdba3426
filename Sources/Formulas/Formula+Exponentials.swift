package import Systems

extension Formula {
  /// The powers times exponentials that this function of time is the sum of, from 0 on; nil where it is none, or
  /// something begins or ends in it.
  ///
  /// - Complexity: O(n) in the number of operations.
  package var exponentials: [ExponentialPieces.Term]? {
    guard variable == .time, let found = PiecewiseExponential(expression), found.knots.isEmpty, found.pieces[0].isFinite
    else { return nil }
    return found.pieces[0].grouped
  }
}
