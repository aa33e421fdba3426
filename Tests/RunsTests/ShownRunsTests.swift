import Foundation
import Runs
import Systems
import Testing

/// Many runs from Swift, as the README and docs/library.md show them.
struct ShownRunsTests {
  /// The page's program; what it prints is returned instead.
  func shown(_ print: (Double, Double) -> Void) throws {
    // A thousand people, 100 mg every 12 h ten times, each with a speed of their own of getting rid of it.
    let people = try Population(Draws([("k", .lognormal(mu: -2, sigma: 0.3))], seed: 1), count: 1000)
    let sweep = Sweep(people) { numbers in
      let body = try System(TransferFunction(numerator: [1], denominator: [20, 20 * numbers[0]]))
      return try Run(body, [Dose(100, every: 12, count: 10)], at: .listed([0, 120]))
    }
    let all = OrderStatistics(try sweep.summaries([.peak]).map { $0[0] })
    print(all.quantile(0.5), all.quantile(0.95))
  }

  @Test("the highest levels are those of the law, as well as a thousand draws tell")
  func areThoseOfTheLaw() throws {
    // The peak is that of the last dose: 5 (1 − q¹⁰)/(1 − q), q = e^{−12k}; it falls with k.
    func peak(_ z: Double) -> Double {
      let q = exp(-12 * exp(-2 + 0.3 * z))
      return 5 * (1 - pow(q, 10)) / (1 - q)
    }
    try shown { median, high in
      // Five standard errors of a share of a thousand, on the scale of z, are 0.2 at the median and 0.34 at 95 %.
      #expect((peak(0.2)...peak(-0.2)).contains(median))
      #expect((peak(-1.645 + 0.34)...peak(-1.645 - 0.34)).contains(high))
    }
  }

  @Test("the pages show this program, line for line", arguments: ["README.md", "docs/library.md"])
  func isShown(page name: String) throws {
    let here = URL(filePath: #filePath)
    var root = here
    for _ in 0..<3 { root = root.deletingLastPathComponent() }
    let page = try String(contentsOf: root.appending(path: name), encoding: .utf8)
    let lines = try String(contentsOf: here, encoding: .utf8).components(separatedBy: "\n")
    let first = try #require(lines.firstIndex { $0.contains("func shown(") }) + 1
    let last = try #require(lines[first...].firstIndex("  }"))
    let program = lines[first..<last].map { String($0.dropFirst(4)) }.joined(separator: "\n")
    #expect(page.contains(program))
  }
}

extension ArraySlice<String> {
  /// Where a line stands.
  fileprivate func firstIndex(_ line: String) -> Int? { firstIndex { $0 == line } }
}
