import Foundation
import NumericalMethods
import Runs
import Testing

/// Quantiles against the distribution functions that they invert.
struct DistributionTests {
  /// Tails from the last random bit to the middle.
  static let tails = [0x1p-65, 1e-17, 1e-12, 1e-7, 1e-3, 0.02, 0.1, 0.3, 0.499, 0.5]

  /// The change of the area under which a quantile of few roundings hides: its own rounding, times the
  /// density over the tail.
  private func check(_ found: Double, _ tail: Double, area: (Double) -> Double, _ note: String) {
    let next: Double = 1.0 + 0x1p-20
    // d log(area)/d log(x), by a difference.
    let slope: Double = abs(log(area(found * next) / area(found)) / log(next))
    let error: Double = abs(area(found) / tail - 1)
    let limit: Double = 1e-13 + 32 * 0x1p-53 * slope
    #expect(error <= limit, "\(note) at \(tail): \(found) leaves \(area(found))")
  }

  @Test("a normal number leaves the tail that it was asked for", arguments: tails)
  func normal(tail: Double) {
    let law = Distribution.normal(mean: 0, sd: 1)
    let upper = law.quantile(TailProbability(tail, isUpper: true))
    #expect(law.quantile(TailProbability(tail, isUpper: false)) == -upper)
    if tail == 0.5 { return #expect(upper == 0) }
    check(upper, tail, area: { erfc($0 / 2.0.squareRoot()) / 2 }, "normal")
  }

  @Test("a gamma number of a whole shape leaves the sum of Poisson's terms", arguments: tails, [1, 2, 5, 20])
  func gamma(tail: Double, shape: Int) {
    func term(_ j: Int, _ x: Double) -> Double { exp(Double(j) * log(x) - x - lgamma(Double(j) + 1)) }
    let law = Distribution.gamma(shape: Double(shape), scale: 1)
    // Above x: the terms 0 to shape − 1; below it: the others.
    check(
      law.quantile(TailProbability(tail, isUpper: true)), tail,
      area: { x in (0..<shape).reduce(0) { $0 + term($1, x) } }, "above, shape \(shape)")
    check(
      law.quantile(TailProbability(tail, isUpper: false)), tail,
      area: { x in (shape..<shape + 200).reduce(0) { $0 + term($1, x) } }, "below, shape \(shape)")
  }

  @Test("a gamma number of shape ½ is half a normal one squared", arguments: tails)
  func chiSquared(tail: Double) {
    let law = Distribution.gamma(shape: 0.5, scale: 2)
    check(
      law.quantile(TailProbability(tail, isUpper: true)), tail,
      area: { erfc(($0 / 2).squareRoot()) }, "above")
    check(
      law.quantile(TailProbability(tail, isUpper: false)), tail,
      area: { erf(($0 / 2).squareRoot()) }, "below")
  }

  @Test("a gamma number of a small shape follows the power at 0", arguments: [1e-3, 0.02, 0.2])
  func smallShape(shape: Double) {
    // P(a, x) = x^a/Γ(a + 1) (1 − a x/(a + 1) + …)
    let tail = 1e-9
    let found = Distribution.gamma(shape: shape, scale: 1).quantile(TailProbability(tail, isUpper: false))
    let expected = exp((log(tail) + lgamma(shape + 1)) / shape)
    #expect(abs(found - expected) <= 1e-12 / shape * expected)
  }

  @Test("a beta number of whole shapes leaves the sum of binomial terms", arguments: tails, [(1, 1), (2, 3), (7, 2), (30, 40)])
  func beta(tail: Double, shapes: (Int, Int)) {
    let (a, b) = shapes
    let n = a + b - 1
    // I_x(a, b) is the probability of a or more of n successes.
    func below(_ x: Double) -> Double {
      (a...n).reduce(0) { sum, j in
        let ways = lgamma(Double(n) + 1) - lgamma(Double(j) + 1) - lgamma(Double(n - j) + 1)
        return sum + exp(ways + Double(j) * log(x) + Double(n - j) * log1p(-x))
      }
    }
    let law = Distribution.beta(a: Double(a), b: Double(b))
    let lower = law.quantile(TailProbability(tail, isUpper: false))
    check(lower, tail, area: below, "beta \(shapes)")
    // From above it is that of the shapes exchanged, from 1 down.
    let other = Distribution.beta(a: Double(b), b: Double(a)).quantile(TailProbability(tail, isUpper: true))
    #expect(other == 1 - lower)
  }

  @Test("laws with a formula follow it from both ends", arguments: tails)
  func formulas(tail: Double) {
    let (lower, upper) = (TailProbability(tail, isUpper: false), TailProbability(tail, isUpper: true))
    func near(_ found: Double, _ expected: Double) {
      #expect(abs(found - expected) <= 4 * 0x1p-52 * abs(expected), "\(found), \(expected)")
    }
    near(Distribution.uniform(low: 0, high: 3).quantile(lower), 3 * tail)
    near(3 - Distribution.uniform(low: 0, high: 3).quantile(upper), 3 - (3 - 3 * tail))
    near(Distribution.loguniform(low: 0.1, high: 10).quantile(lower), 0.1 * exp(tail * log(100)))
    near(Distribution.loguniform(low: 0.1, high: 10).quantile(upper), 10 * exp(-tail * log(100)))
    near(Distribution.lognormal(mu: 1, sigma: 0).quantile(lower), M_E)
    let triangle = Distribution.triangular(low: 0, mode: 1, high: 4)
    // A quarter lies below the top.
    near(triangle.quantile(lower), tail <= 0.25 ? (4 * tail).squareRoot() : 4 - ((1 - tail) * 12).squareRoot())
    near(triangle.quantile(upper), 4 - (tail * 12).squareRoot())
  }

  @Test("parameters that a law can't have are refused by name")
  func refusals() {
    let wrong: [(String, [Double])] = [
      ("normal", [0, 0]), ("lognormal", [0, -1]), ("uniform", [1, 1]), ("loguniform", [0, 1]),
      ("loguniform", [2, 1]), ("gamma", [0, 1]), ("gamma", [1, 0]), ("gamma", [1e9, 1]), ("beta", [1, 0]),
      ("triangular", [0, 2, 1]), ("triangular", [1, 1, 1]), ("normal", [1]), ("cauchy", [0, 1]),
      ("normal", [.nan, 1]), ("uniform", [-1.7e308, 1.7e308]),
    ]
    for (name, values) in wrong {
      #expect(throws: RunsError.self, "\(name) \(values)") { try Distribution(named: name, values) }
    }
  }
}
