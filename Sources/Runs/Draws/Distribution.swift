internal import Glibc
internal import NumericalMethods

/// The law of a number that is drawn.
///
/// Numbers come by inversion: the quantile of a random probability, computed from the nearer tail, so that
/// the rarest numbers have all their digits too.
public enum Distribution: Hashable, Sendable {
  /// Of this mean and standard deviation.
  case normal(mean: Double, sd: Double)
  /// e^x for a normal x of mean `mu` and standard deviation `sigma`: the median is e^mu.
  case lognormal(mu: Double, sigma: Double)
  /// Even from `low` to `high`.
  case uniform(low: Double, high: Double)
  /// The logarithm is even: every decade of `low` to `high` is as likely.
  case loguniform(low: Double, high: Double)
  /// Of mean shape · scale, as `gamma_pdf`.
  case gamma(shape: Double, scale: Double)
  /// From 0 to 1, of mean a/(a + b).
  case beta(a: Double, b: Double)
  /// A triangle from `low` to `high` with its top at `mode`.
  case triangular(low: Double, mode: Double, high: Double)

  /// The words for the laws, each with its parameters.
  public static let usages = [
    "normal:MEAN,SD", "lognormal:MU,SIGMA", "uniform:LOW,HIGH", "loguniform:LOW,HIGH", "gamma:SHAPE,SCALE",
    "beta:A,B", "triangular:LOW,MODE,HIGH",
  ]

  /// The distribution of a name, such as `lognormal`.
  ///
  /// - Throws: ``RunsError`` where there is none of that name and number of parameters, or a parameter is
  ///   one that it can't have.
  public init(named name: String, _ values: [Double]) throws(RunsError) {
    switch (name, values.count) {
    case ("normal", 2): self = .normal(mean: values[0], sd: values[1])
    case ("lognormal", 2): self = .lognormal(mu: values[0], sigma: values[1])
    case ("uniform", 2): self = .uniform(low: values[0], high: values[1])
    case ("loguniform", 2): self = .loguniform(low: values[0], high: values[1])
    case ("gamma", 2): self = .gamma(shape: values[0], scale: values[1])
    case ("beta", 2): self = .beta(a: values[0], b: values[1])
    case ("triangular", 3): self = .triangular(low: values[0], mode: values[1], high: values[2])
    default:
      if let usage = Self.usages.first(where: { $0.hasPrefix(name + ":") }) {
        throw .parameter(
          distribution: name, need: "\(usage) is needed", found: "\(values.count) numbers")
      }
      throw .parameter(
        distribution: "a distribution", need: "one of \(Self.usages.joined(separator: ", ")) is needed",
        found: "'\(name)'")
    }
    try check()
  }

  /// Refuses parameters that the distribution can't have.
  ///
  /// - Throws: ``RunsError``.
  public func check() throws(RunsError) {
    switch self {
    case .normal(let mean, let sd):
      try Self.check("normal", [mean, sd], sd > 0, "SD must be above 0", sd)
    case .lognormal(let mu, let sigma):
      try Self.check("lognormal", [mu, sigma], sigma > 0, "SIGMA must be above 0", sigma)
    case .uniform(let low, let high):
      try Self.check("uniform", [low, high, high - low], low < high, "HIGH must be above LOW", high)
    case .loguniform(let low, let high):
      try Self.check("loguniform", [low, high], low > 0, "LOW must be above 0", low)
      try Self.check("loguniform", [high / low], low < high, "HIGH must be above LOW", high)
    case .gamma(let shape, let scale):
      try Self.check("gamma", [shape, scale], shape > 0 && shape <= Self.largestShape, Self.shapeNeed("SHAPE"), shape)
      try Self.check("gamma", [], scale > 0, "SCALE must be above 0", scale)
    case .beta(let a, let b):
      try Self.check("beta", [a, b], a > 0 && a <= Self.largestShape, Self.shapeNeed("A"), a)
      try Self.check("beta", [], b > 0 && b <= Self.largestShape, Self.shapeNeed("B"), b)
    case .triangular(let low, let mode, let high):
      try Self.check("triangular", [low, mode, high, high - low], low < high, "HIGH must be above LOW", high)
      try Self.check("triangular", [], low <= mode && mode <= high, "MODE must be from LOW to HIGH", mode)
    }
  }

  /// Beyond it a gamma or beta density is a normal one to all digits that a computation has time for.
  private static let largestShape = 1e8
  private static func shapeNeed(_ name: String) -> String { "\(name) must be above 0 and at most 1e8" }

  private static func check(
    _ name: String, _ values: [Double], _ holds: Bool, _ need: String, _ found: Double
  ) throws(RunsError) {
    if let value = values.first(where: { !$0.isFinite }) {
      throw .parameter(distribution: name, need: "parameters and their span must be finite", found: "\(value)")
    }
    if !holds {
      let whole = found == found.rounded() && found.magnitude < 1e15
      throw .parameter(distribution: name, need: need, found: whole ? "\(Int(found))" : "\(found)")
    }
  }

  /// The number with a probability below it.
  ///
  /// - Complexity: O(1); of a gamma density O(√shape).
  public func quantile(_ tail: TailProbability) -> Double {
    switch self {
    case .normal, .lognormal: return value(ofNormal: tail.normal)
    case .uniform(let low, let high):
      let part = (high - low) * tail.probability
      return tail.isUpper ? max(high - part, low) : min(low + part, high)
    case .loguniform(let low, let high):
      let part = log(high / low) * tail.probability
      return tail.isUpper ? max(high * exp(-part), low) : min(low * exp(part), high)
    case .gamma(let shape, let scale):
      return scale * GammaQuantile.of(shape: shape, tail: tail.probability, isUpper: tail.isUpper)
    case .beta(let a, let b):
      return tail.isUpper
        ? 1 - BetaQuantile.of(b, a, tail: tail.probability) : BetaQuantile.of(a, b, tail: tail.probability)
    case .triangular(let low, let mode, let high):
      let span = high - low
      // By the side of the top on which it lies, from that side's end.
      return tail.below * span <= mode - low
        ? low + (tail.below * span * (mode - low)).squareRoot()
        : high - (tail.above * span * (high - mode)).squareRoot()
    }
  }

  /// The number that stands where a standard normal number does.
  func value(ofNormal z: Double) -> Double {
    switch self {
    case .normal(let mean, let sd): mean + sd * z
    case .lognormal(let mu, let sigma): exp(mu + sigma * z)
    default: quantile(TailProbability(below: z))
    }
  }
}
