import RealModule

/// The area of the gamma density of shape `shape` and scale 1 on either side of x.
///
/// `below` is P(a, x) = γ(a, x) / Γ(a), `above` is Q(a, x) = 1 - P(a, x); each is computed without
/// subtraction where it is the smaller, to about 1e-14 relative.
///
/// By the series of P for x < a + 1, by the continued fraction of Q (Lentz) above. For a < 1 and small
/// x, Q = -expm1(a ln x - ln Γ(1+a)) - x^a/Γ(1+a) Σ a (-x)^n / ((a+n) n!).
///
/// Complexity: O(√a) about x = a.
package struct IncompleteGamma: Hashable, Sendable {
  /// P(a, x).
  package let below: Double
  /// Q(a, x).
  package let above: Double

  /// - Precondition: the shape is above 0.
  package init(shape a: Double, at x: Double) {
    precondition(a > 0)
    guard x > 0 else {
      below = x.isNaN ? .nan : 0
      above = x.isNaN ? .nan : 1
      return
    }
    guard x.isFinite else {
      below = 1
      above = 0
      return
    }
    if a < 1, x < 1.5 {
      // What 1 + a rounds away counts where a is small: ψ(1 + a) = -γ + π²/6 a - ...
      let lost = a - ((1 + a) - 1)
      let logGamma = Double.logGamma(1 + a) + lost * (-0.5772156649015329 + 1.645 * a)
      let logPower = a * Double.log(x) - logGamma
      var sum = 0.0
      var term = 1.0
      for n in 1..<60 {
        term *= -x / Double(n)
        let next = sum + term / (a + Double(n))
        if next == sum { break }
        sum = next
      }
      let power = Double.exp(logPower)
      below = power * (1 + a * sum)
      above = -Double.expMinusOne(logPower) - power * a * sum
      return
    }
    let front = poissonTerm(a, DoubleDouble(x))
    if x < a + 1 {
      var sum = 1.0
      var term = 1.0
      var n = a
      while term > sum * 0x1p-55 {
        n += 1
        term *= x / n
        sum += term
      }
      below = min(front * sum, 1)
      above = 1 - below
    } else {
      above = min(front * a * Self.fraction(a, x), 1)
      below = 1 - above
    }
  }

  /// 1/(x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))), by the modified method of Lentz.
  private static func fraction(_ a: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var value = d
    for i in 1..<1_000_000 {
      let factor = -Double(i) * (Double(i) - a)
      b += 2
      d = factor * d + b
      d = 1 / (d == 0 ? tiny : d)
      c = b + factor / c
      if c == 0 { c = tiny }
      let ratio = d * c
      value *= ratio
      if abs(ratio - 1) < 0x1p-52 { break }
    }
    return value
  }
}
