import Foundation
import Runs
import Testing

/// A million draws of each law against its distribution function and its moments.
@Suite(.serialized) struct DrawsTests {
  struct Law: Sendable, CustomTestStringConvertible {
    var distribution: Distribution
    /// What is compared: the number, or its logarithm.
    var isLogarithm = false
    var mean: Double
    var variance: Double
    /// The fourth moment about the mean over the squared variance.
    var kurtosis: Double
    var below: @Sendable (Double) -> Double
    var testDescription: String { "\(distribution)" }
  }

  static let laws: [Law] = [
    Law(
      distribution: .normal(mean: 2, sd: 3), mean: 2, variance: 9, kurtosis: 3,
      below: { erfc(-($0 - 2) / 3 / 2.0.squareRoot()) / 2 }),
    Law(
      distribution: .lognormal(mu: -1, sigma: 0.5), isLogarithm: true, mean: -1, variance: 0.25, kurtosis: 3,
      below: { erfc(-($0 + 1) / 0.5 / 2.0.squareRoot()) / 2 }),
    Law(
      distribution: .uniform(low: -1, high: 3), mean: 1, variance: 16.0 / 12, kurtosis: 1.8,
      below: { ($0 + 1) / 4 }),
    Law(
      distribution: .loguniform(low: 1, high: exp(2)), isLogarithm: true, mean: 1, variance: 4.0 / 12,
      kurtosis: 1.8, below: { $0 / 2 }),
    Law(
      distribution: .gamma(shape: 2, scale: 3), mean: 6, variance: 18, kurtosis: 6,
      below: { -expm1(-$0 / 3) - $0 / 3 * exp(-$0 / 3) }),
    // The excess of the kurtosis is 6 ((a − b)² (a + b + 1) − a b (a + b + 2)) / (a b (a + b + 2) (a + b + 3)).
    Law(
      distribution: .beta(a: 2, b: 3), mean: 0.4, variance: 0.04, kurtosis: 3 - 216.0 / 336,
      below: { $0 * $0 * (6 - 8 * $0 + 3 * $0 * $0) }),
    Law(
      distribution: .triangular(low: 0, mode: 1, high: 4), mean: 5.0 / 3, variance: 13.0 / 18, kurtosis: 2.4,
      below: { $0 <= 1 ? $0 * $0 / 4 : 1 - (4 - $0) * (4 - $0) / 12 }),
  ]

  private static let count = 1_000_000

  @Test("a million draws have the law's moments, and keep to Kolmogorov's distance", arguments: laws)
  func followsItsLaw(_ law: Law) throws {
    let draws = try Draws([("x", law.distribution)], seed: 7)
    var values = (0..<Self.count).map { draws.values(of: $0)[0] }
    if law.isLogarithm { values = values.map { log($0) } }
    values.sort()
    let n = Double(Self.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n
    // Five standard errors: chance exceeds them once in two million seeds.
    #expect(abs(mean - law.mean) < 5 * (law.variance / n).squareRoot())
    #expect(abs(variance - law.variance) < 5 * law.variance * ((law.kurtosis - 1) / n).squareRoot())
    var distance = 0.0
    for (k, value) in values.enumerated() {
      let below = law.below(value)
      distance = max(distance, below - Double(k) / n, Double(k + 1) / n - below)
    }
    // P(√n D > 2.3) = 2 exp(−2 · 2.3²) = 5e-5; a distance of nothing would be no chance either.
    #expect(distance * n.squareRoot() < 2.3)
    #expect(distance * n.squareRoot() > 0.3)
  }

  @Test("correlated draws have the correlation of their normal numbers, and keep their laws")
  func correlates() throws {
    var draws = try Draws(
      [("a", .normal(mean: 0, sd: 1)), ("free", .uniform(low: 0, high: 1)), ("b", .lognormal(mu: 0, sigma: 2)),
        ("c", .uniform(low: 0, high: 1))], seed: 3)
    try draws.correlate(["a", "b", "c"], by: [[1, 0.6, -0.3], [0.6, 1, 0.2], [-0.3, 0.2, 1]])
    let n = 200_000
    var (ab, aFree, aa, bb, c, ac) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    for run in 0..<n {
      let values = draws.values(of: run)
      let (x, y) = (values[0], log(values[2]) / 2)
      ab += x * y
      aa += x * x
      bb += y * y
      aFree += x * (values[1] - 0.5)
      c += values[3]
      ac += x * (values[3] - 0.5)
    }
    let error = 5 / Double(n).squareRoot()
    #expect(abs(ab / Double(n) - 0.6) < 2 * error)
    #expect(abs(aa / Double(n) - 1) < 2 * error)
    #expect(abs(bb / Double(n) - 1) < 2 * error)
    #expect(abs(aFree / Double(n)) < error)
    #expect(abs(c / Double(n) - 0.5) < error)
    // E z Φ(w) = ρ/(2√π) for normal z, w of correlation ρ.
    #expect(abs(ac / Double(n) + 0.3 / (2 * Double.pi.squareRoot())) < error)
  }

  @Test("a name's draws don't depend on the names after it, and seeds differ")
  func places() throws {
    let one = try Draws([("a", .uniform(low: 0, high: 1))], seed: 5)
    let two = try Draws([("a", .uniform(low: 0, high: 1)), ("b", .uniform(low: 0, high: 1))], seed: 5)
    let other = try Draws([("a", .uniform(low: 0, high: 1))], seed: 6)
    for run in [0, 1, 4711, 1 << 39] {
      #expect(one.values(of: run)[0] == two.values(of: run)[0])
      #expect(one.values(of: run) != other.values(of: run))
      #expect(two.values(of: run)[0] != two.values(of: run)[1])
    }
  }

  @Test("what is no matrix of correlations is refused")
  func refusesCorrelations() throws {
    let draws = try Draws(
      [("a", .normal(mean: 0, sd: 1)), ("b", .normal(mean: 0, sd: 1)), ("c", .normal(mean: 0, sd: 1))])
    let wrong: [([String], [[Double]])] = [
      (["a", "b"], [[1, 0.5]]), (["a", "b"], [[1, 0.5], [0.4, 1]]), (["a", "b"], [[1, 1], [1, 1]]),
      (["a", "b"], [[2, 0.5], [0.5, 2]]), (["a", "d"], [[1, 0], [0, 1]]), (["a", "a"], [[1, 0], [0, 1]]),
      (["a", "b", "c"], [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]),
    ]
    for (names, matrix) in wrong {
      var copy = draws
      #expect(throws: RunsError.self, "\(matrix)") { try copy.correlate(names, by: matrix) }
    }
  }
}
