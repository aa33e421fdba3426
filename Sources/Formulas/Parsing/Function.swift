/// A function that formulas know, by its name in the text.
enum Function: String, CaseIterable, Sendable {
  case exp, log, log10, sqrt
  case sin, cos, tan, asin, acos, atan, atan2
  case sinh, cosh, tanh
  case abs, min, max, floor
  case gamma, lgamma, erf, erfc, besselj0, besselk0
  case step
  case feedback
  case gammaDensity = "gamma_pdf"
  case weibullDensity = "weibull_pdf"
  case normalDensity = "normal_pdf"
  case lognormalDensity = "lognormal_pdf"
  case inverseGaussianDensity = "inverse_gaussian_pdf"
  case hrf
  // What derivatives hold beside; no text can name them.
  case digamma, besselj1, besselk1

  /// The function of a name in a text.
  init?(written name: String) {
    guard let function = Function(rawValue: name), Function.written.contains(function) else { return nil }
    self = function
  }

  /// The functions that a text can name.
  static let written = allCases.filter { $0 != .digamma && $0 != .besselj1 && $0 != .besselk1 }

  /// How it is called, for messages.
  var usage: String {
    switch self {
    case .atan2: "atan2(y, x)"
    case .feedback: "feedback(G, H)"
    case .min, .max: "\(rawValue)(a, b, ...)"
    case .gammaDensity, .weibullDensity: "\(rawValue)(x, shape, scale)"
    case .normalDensity: "normal_pdf(x, mean, sd)"
    case .lognormalDensity: "lognormal_pdf(x, mu, sigma)"
    case .inverseGaussianDensity: "inverse_gaussian_pdf(x, mean, shape)"
    default: "\(rawValue)(x)"
    }
  }

  /// Whether it is written with so many arguments.
  func takes(_ count: Int) -> Bool {
    self == .feedback ? count == 1 || count == 2 : arity.map { $0 == count } ?? (count >= 2)
  }

  /// How many arguments it takes; nil is two or more.
  var arity: Int? {
    switch self {
    case .min, .max: nil
    case .atan2: 2
    case .gammaDensity, .weibullDensity, .normalDensity, .lognormalDensity,
      .inverseGaussianDensity:
      3
    default: 1
    }
  }

  /// Whether it is a density, whose parameters must be positive constants.
  var isDensity: Bool { arity == 3 }
}
