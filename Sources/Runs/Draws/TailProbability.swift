internal import NumericalMethods

/// A probability, said from the nearer end, so that one near 1 is as exact as one near 0.
public struct TailProbability: Hashable, Sendable {
  /// The probability of the tail, above 0 and at most one half.
  public let probability: Double
  /// Whether the tail is the upper one: what is meant is then `1 − probability`.
  public let isUpper: Bool

  /// The probability of a tail.
  ///
  /// - Precondition: 0 < probability ≤ 1/2.
  public init(_ probability: Double, isUpper: Bool) {
    precondition(probability > 0 && probability <= 0.5, "a tail has at most half of the probability")
    self.probability = probability
    self.isUpper = isUpper
  }

  /// The place of 64 random bits in 0 to 1: the highest says which half, the others where in it.
  ///
  ///     (k + ½) 2⁻⁶⁴ from the nearer end
  init(bits: UInt64) {
    probability = (Double(bits & (1 << 63 - 1)) + 0.5) * 0x1p-64
    isUpper = bits >> 63 == 1
  }

  /// The probability of what lies below a standard normal number.
  init(below z: Double) {
    probability = max(NormalDistribution.tail(z.magnitude), .leastNormalMagnitude)
    isUpper = z > 0
  }

  /// The standard normal number with this probability below it.
  var normal: Double {
    let z = NormalDistribution.quantile(ofTail: probability)
    return isUpper ? z : -z
  }

  /// The probability below.
  public var below: Double { isUpper ? 1 - probability : probability }
  /// The probability above.
  public var above: Double { isUpper ? probability : 1 - probability }
}
