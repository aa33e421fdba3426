import RealModule

/// The x that leaves a given area of the gamma density of scale 1 in one of its tails.
///
/// Newton's method for log P over log x from below, and for log Q over x from above: both are concave, so
/// that after one step all others go the same way. To a few roundings times the condition of the question.
package enum GammaQuantile {
  /// The x with P(a, x) = `tail`, or Q(a, x) = `tail` where the tail is the upper one.
  ///
  /// - Precondition: the shape a is above 0, 0 < tail ≤ ½.
  /// - Complexity: O(√a) for each of about five steps.
  package static func of(shape a: Double, tail: Double, isUpper: Bool) -> Double {
    precondition(a > 0 && tail > 0 && tail <= 0.5)
    return isUpper ? upper(a, tail) : lower(a, tail)
  }

  private static func lower(_ a: Double, _ tail: Double) -> Double {
    // x^a/Γ(a + 1) is above P(a, x), and all of it where x is small.
    let low = (Double.log(tail) + Double.logGamma(a + 1)) / a
    if low < -40 { return Double.exp(low) }
    let guess = wilsonHilferty(a, -NormalDistribution.quantile(ofTail: tail))
    var y = guess > 0 ? max(low, Double.log(guess)) : low
    for _ in 0..<mostSteps {
      let x = Double.exp(y)
      let area = IncompleteGamma(shape: a, at: x).below
      let step = Double.log(area / tail) * area / (x * gammaDensity(x, shape: a, scale: 1))
      y -= step
      if step.magnitude <= 0x1p-48 { break }
    }
    return Double.exp(y)
  }

  private static func upper(_ a: Double, _ tail: Double) -> Double {
    let guess = wilsonHilferty(a, NormalDistribution.quantile(ofTail: tail))
    // Of a small shape the density is below x^(a − 1)/Γ(a), which is integrated from x on to log 1/x.
    var x = a >= 0.5 ? guess : max(lower(a, 0.5), -Double.log(tail) - Double.logGamma(a))
    for _ in 0..<mostSteps {
      let area = IncompleteGamma(shape: a, at: x).above
      let step = Double.log(area / tail) * area / gammaDensity(x, shape: a, scale: 1)
      x = x + step > 0 ? x + step : x / 8
      if step.magnitude <= 0x1p-48 * x { break }
    }
    return x
  }

  /// More than are ever needed; what is reached then is the answer.
  private static let mostSteps = 60

  /// About the x with the standard normal number z: the cube of Wilson and Hilferty.
  private static func wilsonHilferty(_ a: Double, _ z: Double) -> Double {
    let root = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())
    return root > 0 ? a * root * root * root : 0
  }
}
