import Foundation
import Systems
import Testing

/// The library as the README shows it.
struct ReadmeTests {
  /// The README's program; what it prints is returned instead.
  func shown(_ print: (Double, Double, Double) -> Void) throws {
    // Half heals in 1.39 h: h(t) = exp(-t/2), given by its transfer function 2/(2s + 1).
    let cheek = try System(TransferFunction(numerator: [2], denominator: [2, 1]))
    // Two slaps, and from 3 h on a light pressure, felt through a bandage: systems in series.
    let slaps = Signal.events([Event(time: 0), Event(time: 1.5, weight: 2)])
    let pressure = Signal.step.scaled(by: 0.1).delayed(by: 3)
    let bandage = try System(TransferFunction(numerator: [1], denominator: [1, 1]))
    let swelling = bandage.series(cheek).response(to: slaps + pressure)
    let times = OutputTimes.grid(TimeGrid(start: 0, step: 0.25, count: 41))
    let samples = try swelling.sampled(at: times, bounds: true)
    for k in 0..<times.count { print(times.array[k], samples.values[k], samples.errors[k]) }
  }

  @Test("the README's program gives what its formulas say, within its bounds")
  func givesTheFormula() throws {
    // exp(-t/2) * exp(-t) = 2 (exp(-t/2) - exp(-t)), whose integral is 2 - 4 exp(-t/2) + 2 exp(-t).
    func h(_ t: Double) -> Double { t < 0 ? 0 : 2 * (exp(-t / 2) - exp(-t)) }
    func area(_ t: Double) -> Double { t < 0 ? 0 : 2 - 4 * exp(-t / 2) + 2 * exp(-t) }
    var rows = 0
    try shown { t, y, error in
      let expected = h(t) + 2 * h(t - 1.5) + 0.1 * area(t - 3)
      // The expectation has its own roundings, a few ulp of numbers up to 4.
      #expect((y - expected).magnitude <= error + 4e-15, "at \(t)")
      #expect(error < 1e-12)
      rows += 1
    }
    #expect(rows == 41)
  }

  @Test("the README shows this program, line for line")
  func isShown() throws {
    let here = URL(filePath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let source = try String(contentsOf: here, encoding: .utf8)
    let parts = readme.components(separatedBy: "```swift\n")
    try #require(parts.count > 1, "the README has a program")
    let block = try #require(parts[1].components(separatedBy: "```").first)
    func trimmed(_ text: String) -> [String] {
      text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let lines = trimmed(block)
    #expect(lines.first == "import Systems")
    let start = try #require(source.range(of: "-> Void) throws {\n")).upperBound
    let body = trimmed(String(source[start...]))
    #expect(Array(lines.dropFirst()) == Array(body.prefix(lines.count - 1)))
    #expect(body[lines.count - 1] == "}")
  }
}
