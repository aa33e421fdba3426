import NumericalMethods
import RealModule

extension PiecewiseExponential {
  /// What a formula in `t` is, or nil where it is nothing that has an exact form.
  ///
  /// - Complexity: O(n) in the length of the formula, by the bounds on pieces and terms.
  init?(_ expression: Expression) {
    var stack: [PiecewiseExponential] = []
    for node in expression.nodes {
      var found: PiecewiseExponential?
      switch node.kind {
      case .number(let value):
        found = value.isFinite ? PiecewiseExponential(constant: value) : nil
      case .symbol: found = PiecewiseExponential(.time)
      case .negate: found = stack.removeLast().map { $0.scaled(by: DoubleDouble(-1)) }
      case .binary(let sign):
        let right = stack.removeLast()
        found = stack.removeLast().applying(sign, right)
      case .call(let function, let count):
        let arguments = Array(stack.suffix(count))
        stack.removeLast(count)
        found = Self.calling(function, arguments)
      }
      guard let found else { return nil }
      stack.append(found)
    }
    guard stack.count == 1 else { return nil }
    self = stack[0]
  }

  private func applying(
    _ sign: Expression.Operator, _ other: PiecewiseExponential
  ) -> PiecewiseExponential? {
    switch sign {
    case .add: return combined(with: other) { $0.adding($1) }
    case .subtract: return minus(other)
    case .multiply: return combined(with: other) { $0.multiplied(by: $1) }
    case .divide: return combined(with: other) { $0.divided(by: $1) }
    case .power: return combined(with: other) { $0.raised(toSum: $1) }
    case .less, .lessOrEqual: return minus(other)?.where { $0 < 0 || (sign != .less && $0 == 0) }
    case .greater, .greaterOrEqual:
      return minus(other)?.where { $0 > 0 || (sign != .greater && $0 == 0) }
    case .equal: return minus(other)?.where { $0 == 0 }
    case .notEqual: return minus(other)?.where { $0 != 0 }
    }
  }

  private func minus(_ other: PiecewiseExponential) -> PiecewiseExponential? {
    combined(with: other) { $0.adding($1.scaled(by: -1)) }
  }

  /// 1 where the sign of this is as asked, else 0.
  private func `where`(_ holds: (Int) -> Bool) -> PiecewiseExponential? {
    split { _, sign in ExponentialSum(constant: holds(sign) ? .one : .zero) }
  }

  private static func calling(
    _ function: Function, _ arguments: [PiecewiseExponential]
  ) -> PiecewiseExponential? {
    if let values = constants(arguments) {
      let value = function.value(values)
      return value.isFinite ? PiecewiseExponential(constant: value) : nil
    }
    let x = arguments[0]
    switch function {
    case .exp: return x.map { $0.exponentiated() }
    case .sinh: return x.map { $0.hyperbolic(-1) }
    case .cosh: return x.map { $0.hyperbolic(1) }
    case .sin: return x.map { $0.circular(isSine: true) }
    case .cos: return x.map { $0.circular(isSine: false) }
    case .sqrt: return x.map { $0.raised(toSum: ExponentialSum(constant: DoubleDouble(0.5))) }
    case .step: return x.where { $0 >= 0 }
    case .abs: return x.split { $1 < 0 ? $0.scaled(by: -1) : $0 }
    case .min, .max:
      var best = x
      for other in arguments.dropFirst() {
        guard let next = extreme(best, other, isMaximum: function == .max) else { return nil }
        best = next
      }
      return best
    case .gammaDensity:
      guard let parameters = constants(Array(arguments.dropFirst())) else { return nil }
      return x.gammaDensity(shape: parameters[0], scale: parameters[1])
    case .hrf:
      guard let rise = x.gammaDensity(shape: 6, scale: 1)?.map({ $0.scaled(by: DoubleDouble(6) / 5) }),
        let fall = x.gammaDensity(shape: 16, scale: 1)
      else { return nil }
      return rise.combined(with: fall) { $0.adding($1.scaled(by: DoubleDouble(-1) / 5)) }
    default: return nil
    }
  }

  private static func constants(_ arguments: [PiecewiseExponential]) -> [Double]? {
    var values: [Double] = []
    for argument in arguments {
      guard let value = argument.constant else { return nil }
      values.append(value.hi)
    }
    return values
  }

  private static func extreme(
    _ a: PiecewiseExponential, _ b: PiecewiseExponential, isMaximum: Bool
  ) -> PiecewiseExponential? {
    // max(a, b) = b + max(a − b, 0)
    guard let difference = a.minus(b) else { return nil }
    let kept = difference.split { piece, sign in
      (sign > 0) == isMaximum ? piece : ExponentialSum()
    }
    return kept.flatMap { b.combined(with: $0) { $0.adding($1) } }
  }

  /// The gamma density of straight lines, for a whole shape.
  ///
  ///     x^(k−1) e^(−x/θ) / (θᵏ (k − 1)!)   for x > 0
  private func gammaDensity(shape: Double, scale: Double) -> PiecewiseExponential? {
    guard shape >= 1, shape <= Double(ExponentialSum.maximalPower), scale > 0,
      shape == shape.rounded(.towardZero)
    else { return nil }
    let order = Int(shape)
    var area = DoubleDouble(scale).raised(to: order)
    for k in 1..<max(order, 2) { area = area * Double(k) }
    let front = DoubleDouble.one / area
    return split { x, sign in
      guard sign > 0 else { return ExponentialSum() }
      guard let power = x.raised(to: order - 1),
        let decay = x.scaled(by: DoubleDouble(-1) / scale).exponentiated()
      else { return nil }
      return power.multiplied(by: decay)?.scaled(by: front)
    }
  }
}
