import Foundation
import Systems
import Testing

/// The way back from Swift, as the documents show it.
struct ShownWayBackTests {
  /// What docs/fits.md shows.
  func fit(_ times: [Double], _ values: [Double], _ print: (String, Double, Double?) -> Void) throws {
    // h(t) = a exp(-k t): a/(s + k), and its derivatives 1/(s + k) and -a/(s + k)^2.
    let parameters = [FitParameter("a"), FitParameter("k", limits: 0 ... .infinity, kind: .rate)]
    let model = FitModel(parameters, at: times) { p in
      try System(TransferFunction(numerator: [p[0]], denominator: [1, p[1]])).impulseResponse
    } derivative: { p, index in
      let numerator = index == 0 ? [1, p[1]] : [-p[0]]
      return try System(TransferFunction(numerator: numerator, denominator: [1, 2 * p[1], p[1] * p[1]])).impulseResponse
    }
    let result = try ParameterFit(model, to: FitMeasurements(times: times, values: values))
    for estimate in result.estimates { print(estimate.name, estimate.value, estimate.standardError) }
  }

  /// What docs/wayback.md shows.
  func rate(_ times: [Double], _ values: [Double], _ print: (Double, Double, Double, Double) -> Void) throws {
    let response = try System(TransferFunction(numerator: [1], denominator: [2, 1])).impulseResponse
    var question = Deconvolution(
      known: response, unknown: try Unknown(knots: times, shape: .lines),
      measured: .init(times: times, values: values), prior: .smooth)
    question.level = 0.95
    let found = try question.solved()
    guard let band = found.band(level: 0.95, isNonnegative: false) else { return }
    for k in times.indices { print(times[k], found.values[k], band.low[k], band.high[k]) }
  }

  @Test("the numbers of exact values come back")
  func fitHolds() throws {
    let times = (0..<20).map { 0.5 * Double($0) }
    var found: [String: Double] = [:]
    try fit(times, times.map { 3 * exp(-0.7 * $0) }) { name, value, _ in found[name] = value }
    #expect(abs((found["a"] ?? 0) - 3) < 1e-10 && abs((found["k"] ?? 0) - 0.7) < 1e-10)
  }

  @Test("a constant rate comes back within its band")
  func rateHolds() throws {
    // 2 from 0 on through exp(-t/2)/2 gives 2 (1 - exp(-t/2)); a little is added that noise could be: the band must hold 2 in most rows.
    let times = (0..<40).map { 0.25 * Double($0) }
    let values = times.enumerated().map { k, t -> Double in
      let clean = 2 * (1 - exp(-t / 2))
      // Numbers in no order.
      return clean + 0.02 * (Double((7919 * k + 13 * k * k) % 101) / 101 - 0.5)
    }
    var rows: [Bool] = []
    try rate(times, values) { _, _, low, high in rows.append(low <= 2 && 2 <= high && high - low < 1) }
    #expect(rows.count == 40 && rows.count { $0 } >= 28)
  }

  @Test("the documents show these programs, line for line", arguments: [("fits.md", "fit"), ("wayback.md", "rate")])
  func areShown(page: String, name: String) throws {
    let here = URL(filePath: #filePath)
    var root = here
    for _ in 0..<4 { root = root.deletingLastPathComponent() }
    let text = try String(contentsOf: root.appending(path: "docs/\(page)"), encoding: .utf8)
    let source = try String(contentsOf: here, encoding: .utf8)
    let block = try #require(text.components(separatedBy: "```swift\n").dropFirst().first?.components(separatedBy: "```").first)
    func trimmed(_ text: String) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let lines = trimmed(block)
    #expect(lines.first == "import Systems")
    let after = try #require(source.components(separatedBy: "func \(name)(").dropFirst().first)
    let start = try #require(after.range(of: "throws {\n")).upperBound
    let body = trimmed(String(after[start...]))
    #expect(Array(lines.dropFirst()) == Array(body.prefix(lines.count - 1)))
    #expect(body[lines.count - 1] == "}")
  }
}
