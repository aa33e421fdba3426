import NumericalMethods

/// The window that comparisons, steps and densities as factors leave of a formula.
enum Gates {
  /// Outside it the formula is 0; `start` bounds it from below.
  static func window(
    _ expression: Expression, parts: [Quadratic?], from start: Double
  ) -> ClosedRange<Double> {
    var lower = start
    var upper = Double.infinity
    var factors = [expression.nodes.count - 1]
    while let k = factors.popLast() {
      let operands = expression.operands(of: k)
      switch expression.nodes[k].kind {
      case .negate: factors.append(operands[0])
      case .binary(.multiply): factors += operands
      case .binary(.divide): factors.append(operands[0])
      case .binary(let sign) where sign == .less || sign == .lessOrEqual:
        keep(parts[operands[1]], parts[operands[0]], &lower, &upper)
      case .binary(let sign) where sign == .greater || sign == .greaterOrEqual:
        keep(parts[operands[0]], parts[operands[1]], &lower, &upper)
      case .call(let function, _):
        switch function {
        case .step, .gammaDensity, .weibullDensity, .lognormalDensity, .inverseGaussianDensity,
          .hrf:
          keep(parts[operands[0]], Quadratic(0), &lower, &upper)
        default: break
        }
      default: break
      }
    }
    return lower < upper ? lower...upper : lower...lower
  }

  /// Keeps only where one part is above another.
  private static func keep(
    _ above: Quadratic?, _ below: Quadratic?, _ lower: inout Double, _ upper: inout Double
  ) {
    guard let above, let below else { return }
    let line = above + below * DoubleDouble(-1)
    guard line.isLine, line.root.isFinite else { return }
    if line.factors[1].hi > 0 { lower = max(lower, line.root) } else { upper = min(upper, line.root) }
  }
}
