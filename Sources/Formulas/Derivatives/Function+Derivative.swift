import RealModule

extension Function {
  /// The derivative of a function of one argument there; `whole` is the function itself.
  func derivative(_ x: Part, whole: Part) -> Part {
    func square(_ a: Part) -> Part { a ^ Part(2) }
    switch self {
    case .exp: return whole
    case .log: return Part(1) / x
    case .log10: return Part(1) / (Part(Double.log(10)) * x)
    case .sqrt: return Part(0.5) / whole
    case .sin: return .call(.cos, x)
    case .cos: return -Part.call(.sin, x)
    case .tan: return Part(1) + square(whole)
    case .asin: return Part(1) / .call(.sqrt, Part(1) - square(x))
    case .acos: return -(Part(1) / .call(.sqrt, Part(1) - square(x)))
    case .atan: return Part(1) / (Part(1) + square(x))
    case .sinh: return .call(.cosh, x)
    case .cosh: return .call(.sinh, x)
    case .tanh: return Part(1) / square(.call(.cosh, x))
    case .abs: return .compare(x, .greater, Part(0)) - .compare(x, .less, Part(0))
    case .gamma: return whole * .call(.digamma, x)
    case .lgamma: return .call(.digamma, x)
    case .erf: return Part(2 / Double.pi.squareRoot()) * .call(.exp, -square(x))
    case .erfc: return Part(-2 / Double.pi.squareRoot()) * .call(.exp, -square(x))
    case .besselj0: return -Part.call(.besselj1, x)
    case .besselk0: return -Part.call(.besselk1, x)
    case .hrf:
      return Part(1.2) * Self.gammaSlope(x, shape: 6) - Part(0.2) * Self.gammaSlope(x, shape: 16)
    case .feedback, .atan2, .min, .max, .floor, .step, .gammaDensity, .weibullDensity, .normalDensity, .lognormalDensity,
      .inverseGaussianDensity, .digamma, .besselj1, .besselk1:
      preconditionFailure("\(self) has a rule of its own, or stands in derivatives alone")
    }
  }

  private static func gammaSlope(_ x: Part, shape: Double) -> Part {
    .call(.gammaDensity, x, Part(shape - 1), Part(1)) - .call(.gammaDensity, x, Part(shape), Part(1))
  }

  /// Whether a density jumps, or is infinite, at the start of its support.
  func jumps(shape: Double?) -> Bool {
    switch self {
    case .gammaDensity, .weibullDensity: shape.map { $0 <= 1 } ?? true
    default: false
    }
  }

  /// The derivatives of a density by its three arguments; `whole` is the density itself.
  ///
  /// Where x is not above 0 nothing of it is looked at: logarithms stand behind a comparison.
  func densityDerivatives(_ whole: Part, _ x: Part, _ a: Part, _ b: Part) -> [() -> Part] {
    let isInside = Part.compare(x, .greater, Part(0))
    func square(_ a: Part) -> Part { a ^ Part(2) }
    switch self {
    case .gammaDensity:
      return [
        { isInside * (whole * ((a - Part(1)) / x - Part(1) / b)) },
        { isInside * (whole * (.call(.log, x / b) - .call(.digamma, a))) },
        { whole * ((x / b - a) / b) },
      ]
    case .weibullDensity:
      let power = (x / b) ^ a
      return [
        { isInside * (whole * ((a - Part(1) - a * power) / x)) },
        { isInside * (whole * (Part(1) / a + .call(.log, x / b) * (Part(1) - power))) },
        { isInside * (whole * (a / b * (power - Part(1)))) },
      ]
    case .normalDensity:
      let z = (x - a) / b
      return [
        { -(whole * (z / b)) }, { whole * (z / b) }, { whole * ((square(z) - Part(1)) / b) },
      ]
    case .lognormalDensity:
      let z = (.call(.log, x) - a) / b
      return [
        { -(isInside * (whole * ((Part(1) + z / b) / x))) },
        { isInside * (whole * (z / b)) },
        { isInside * (whole * ((square(z) - Part(1)) / b)) },
      ]
    case .inverseGaussianDensity:
      return [
        {
          let slope = b / (Part(2) * square(a)) * (Part(1) - square(a / x))
          return -(isInside * (whole * (Part(1.5) / x + slope)))
        },
        { isInside * (whole * (b * (x - a) / (a ^ Part(3)))) },
        { isInside * (whole * (Part(0.5) / b - square((x - a) / a) / (Part(2) * x))) },
      ]
    default: preconditionFailure("\(self) is no density")
    }
  }
}
