import NumericalMethods
import RealModule

extension Function {
  /// The value for arguments: NaN outside the domain, infinite at a pole.
  func value(_ x: [Double]) -> Double {
    switch self {
    case .atan2: Double.atan2(y: x[0], x: x[1])
    case .feedback: x[0] / (1 + x[0] * (x.count > 1 ? x[1] : 1))
    case .min: x.dropFirst().reduce(x[0]) { Self.smaller($0, $1) }
    case .max: x.dropFirst().reduce(x[0]) { -Self.smaller(-$0, -$1) }
    case .gammaDensity: Densities.gamma(x[0], shape: x[1], scale: x[2])
    case .weibullDensity: Densities.weibull(x[0], shape: x[1], scale: x[2])
    case .normalDensity: Densities.normal(x[0], mean: x[1], deviation: x[2])
    case .lognormalDensity: Densities.lognormal(x[0], mu: x[1], sigma: x[2])
    case .inverseGaussianDensity: Densities.inverseGaussian(x[0], mean: x[1], shape: x[2])
    default: value(x[0])
    }
  }

  /// The smaller of two numbers, NaN if either is.
  @inline(__always)
  static func smaller(_ a: Double, _ b: Double) -> Double {
    a.isNaN || a < b ? a : b
  }

  /// The value of a function of one argument.
  @inline(__always)
  func value(_ x: Double) -> Double {
    switch self {
    case .exp: Double.exp(x)
    case .log: Double.log(x)
    case .log10: Double.log10(x)
    case .sqrt: x.squareRoot()
    case .sin: Double.sin(x)
    case .cos: Double.cos(x)
    case .tan: Double.tan(x)
    case .asin: Double.asin(x)
    case .acos: Double.acos(x)
    case .atan: Double.atan(x)
    case .sinh: Double.sinh(x)
    case .cosh: Double.cosh(x)
    case .tanh: Double.tanh(x)
    case .abs: x.magnitude
    case .floor: x.rounded(.down)
    case .gamma: x == 0 ? .infinity : Double.gamma(x)
    case .lgamma: Double.logGamma(x)
    case .erf: Double.erf(x)
    case .erfc: Double.erfc(x)
    case .besselj0: BesselFunctions.j0(x)
    case .besselk0: BesselFunctions.k0(x)
    case .step: x >= 0 ? 1 : x.isNaN ? x : 0
    case .hrf: Densities.doubleGamma(x)
    case .digamma: GammaFunctions.digamma(x)
    case .besselj1: BesselFunctions.j1(x)
    case .besselk1: BesselFunctions.k1(x)
    case .feedback: x / (1 + x)
    case .min, .max, .atan2, .gammaDensity, .weibullDensity, .normalDensity, .lognormalDensity,
      .inverseGaussianDensity:
      preconditionFailure("a function of several arguments has several")
    }
  }
}
