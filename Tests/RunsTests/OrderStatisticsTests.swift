import Foundation
import Runs
import Testing

/// Quantiles, means and deviations of many numbers.
struct OrderStatisticsTests {
  @Test("a quantile lies straight between the two nearest numbers, x(1 + (n − 1) p)")
  func quantiles() {
    let statistics = OrderStatistics([4, 1, 3, 2])
    #expect(statistics.quantile(0) == 1)
    #expect(statistics.quantile(1) == 4)
    #expect(statistics.quantile(0.5) == 2.5)
    #expect(statistics.quantile(0.25) == 1.75)
    #expect(OrderStatistics([7]).quantile(0.3) == 7)
    #expect(OrderStatistics([-.infinity, -.infinity, 1]).quantile(0.25) == -.infinity)
  }

  @Test("mean and standard deviation keep their digits beside a large offset")
  func moments() {
    let statistics = OrderStatistics([1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4, 1e9 + 5])
    #expect(statistics.mean == 1e9 + 3)
    #expect(statistics.standardDeviation == 2.5.squareRoot())
    #expect(OrderStatistics([1]).standardDeviation.isNaN)
  }

  @Test("the bands of a known law hold its quantiles within the error of so many draws")
  func knownLaw() throws {
    let n = 100_000
    let draws = try Draws([("x", .lognormal(mu: 0, sigma: 1))], seed: 11)
    let statistics = OrderStatistics((0..<n).map { draws.values(of: $0)[0] })
    // Φ(1.959963984540054) = 0.975; the number of draws below has a deviation of √(n p (1 − p)).
    for (p, z) in [(0.025, -1.959963984540054), (0.5, 0), (0.975, 1.959963984540054)] {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let error = (p * (1 - p) / Double(n)).squareRoot() / density
      #expect(abs(log(statistics.quantile(p)) - z) < 5 * error)
    }
  }
}
