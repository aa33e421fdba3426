import NumericalMethods

/// A function of time on the whole line that is a sum of powers times exponentials between knots.
///
/// What it is exactly at a knot is left to the formula itself.
struct PiecewiseExponential: Sendable {
  /// How many knots are worth it.
  static let maximalCount = 256

  /// The knots, ascending.
  var knots: [Double] = []
  /// The functions before the first knot, between two, and after the last.
  var pieces: [ExponentialSum]

  init(_ sum: ExponentialSum) { pieces = [sum] }

  init(constant: Double) { self.init(ExponentialSum(constant: DoubleDouble(constant))) }

  /// The value if it is one constant.
  var constant: DoubleDouble? { knots.isEmpty ? pieces[0].constant : nil }

  /// Applies a rule to every piece; nil where the rule or a value fails.
  func map(_ rule: (ExponentialSum) -> ExponentialSum?) -> PiecewiseExponential? {
    var result = self
    for k in pieces.indices {
      guard let piece = rule(pieces[k]), piece.isFinite else { return nil }
      result.pieces[k] = piece
    }
    return result
  }

  /// Applies a rule to the pieces of both, over the knots of both.
  func combined(
    with other: PiecewiseExponential, _ rule: (ExponentialSum, ExponentialSum) -> ExponentialSum?
  ) -> PiecewiseExponential? {
    if other.knots.isEmpty { return map { rule($0, other.pieces[0]) } }
    if knots.isEmpty { return other.map { rule(pieces[0], $0) } }
    let all = Array(Set(knots + other.knots)).sorted()
    guard all.count <= Self.maximalCount else { return nil }
    let first = refined(over: all)
    let second = other.refined(over: all)
    var result = first
    for k in first.pieces.indices {
      guard let piece = rule(first.pieces[k], second.pieces[k]), piece.isFinite else { return nil }
      result.pieces[k] = piece
    }
    return result.merged()
  }

  /// The same function with more knots.
  private func refined(over all: [Double]) -> PiecewiseExponential {
    var result = self
    result.knots = all
    var piece = 0
    result.pieces = [pieces[0]]
    for knot in all {
      if piece < knots.count, knots[piece] == knot { piece += 1 }
      result.pieces.append(pieces[piece])
    }
    return result
  }

  /// Applies one rule where a straight line is above 0, another where it is below, a third where it
  /// is 0 throughout; nil where this is not made of straight lines.
  ///
  /// - Parameter rule: given the piece and the sign of it.
  func split(_ rule: (ExponentialSum, Int) -> ExponentialSum?) -> PiecewiseExponential? {
    var result = PiecewiseExponential(ExponentialSum())
    result.pieces = []
    for k in pieces.indices {
      let lower = k == 0 ? -Double.infinity : knots[k - 1]
      let upper = k == knots.count ? Double.infinity : knots[k]
      guard let (slope, intercept) = pieces[k].affine else { return nil }
      var signs = [Self.sign(intercept)]
      var root: Double?
      if !slope.isZero {
        let zero = (-intercept / slope).hi
        guard zero.isFinite else { return nil }
        let rises = slope.hi > 0
        if zero <= lower {
          signs = [rises ? 1 : -1]
        } else if zero >= upper {
          signs = [rises ? -1 : 1]
        } else {
          signs = rises ? [-1, 1] : [1, -1]
          root = zero
        }
      }
      for (j, sign) in signs.enumerated() {
        guard let piece = rule(pieces[k], sign), piece.isFinite else { return nil }
        result.pieces.append(piece)
        if j == 0, let root { result.knots.append(root) }
      }
      if k < knots.count { result.knots.append(knots[k]) }
    }
    return result.knots.count <= Self.maximalCount ? result.merged() : nil
  }

  private static func sign(_ value: DoubleDouble) -> Int {
    value.isZero ? 0 : value.hi > 0 ? 1 : -1
  }

  /// Without knots between equal pieces, but for a knot at which a formula may have a single value.
  private func merged() -> PiecewiseExponential { self }
}
