import NumericalMethods
import RealModule
import Systems

/// Where a formula is narrow.
enum Features {
  /// The middles and widths of all parts that a nonlinear function is taken of, and of densities.
  static func of(_ expression: Expression, parts: [Quadratic?]) -> [ClosedForm.Feature] {
    var found: Set<ClosedForm.Feature> = []
    func note(_ centre: Double, _ width: Double) {
      guard centre.isFinite, width.isFinite, width > 0, found.count < 256 else { return }
      found.insert(ClosedForm.Feature(centre: centre, width: width))
    }
    for (k, node) in expression.nodes.enumerated() {
      let operands = expression.operands(of: k)
      switch node.kind {
      case .call(let function, _) where function.isDensity || function == .hrf:
        guard let line = parts[operands[0]], line.isLine else { continue }
        let parameters = operands.dropFirst().compactMap { parts[$0] }
          .filter(\.isConstant).map(\.factors[0].hi)
        guard parameters.count == operands.count - 1 else { continue }
        let (slope, intercept) = (line.factors[1].hi, line.factors[0].hi)
        for (centre, width) in density(function, parameters) {
          note((centre - intercept) / slope, width / slope.magnitude)
        }
      case .call(let function, _):
        switch function {
        case .abs, .step, .min, .max, .floor: continue
        default:
          for operand in operands {
            if let feature = parts[operand]?.feature { note(feature.centre, feature.width) }
          }
        }
      case .binary(.power):
        for operand in operands where parts[k] == nil {
          if let feature = parts[operand]?.feature { note(feature.centre, feature.width) }
        }
      case .binary(.divide) where parts[k] == nil:
        if let feature = parts[operands[1]]?.feature { note(feature.centre, feature.width) }
      default: break
      }
    }
    return found.sorted { ($0.centre, $0.width) < ($1.centre, $1.width) }
  }

  /// The peak and the mean of a density, with its standard deviation or what comes near it.
  private static func density(_ function: Function, _ p: [Double]) -> [(Double, Double)] {
    switch function {
    case .normalDensity: return [(p[0], p[1])]
    case .gammaDensity:
      return [(max(0, p[0] - 1) * p[1], p[0].squareRoot() * p[1])]
    case .weibullDensity:
      let peak = p[0] > 1 ? p[1] * Double.pow((p[0] - 1) / p[0], 1 / p[0]) : 0
      return [(peak, p[1] / max(p[0], 1))]
    case .lognormalDensity:
      let peak = Double.exp(p[0] - p[1] * p[1])
      return [(peak, peak * min(p[1], 1)), (Double.exp(p[0]), Double.exp(p[0]) * p[1])]
    case .inverseGaussianDensity:
      let ratio = 1.5 * p[0] / p[1]
      let peak = p[0] / ((1 + ratio * ratio).squareRoot() + ratio)
      let deviation = (p[0] / p[1]).squareRoot() * p[0]
      return [(peak, min(peak, deviation)), (p[0], deviation)]
    default: return [(5, 2.5)]
    }
  }
}
