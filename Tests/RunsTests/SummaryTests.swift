import ComplexModule
import Foundation
import Runs
import Systems
import Testing

/// Numbers that stand for an output, where it is of poles and where it is only known by its values.
@Suite struct SummaryTests {
  private let doses = [0, 1.0, 2].map { Event(time: $0) }

  /// t e^{−t}, as poles and as a function that nobody looks into.
  private var poles: Signal { Signal(.rational(Rational(poles: [Complex(-1), Complex(-1)]))) }
  private var form: Signal { Signal(.closedForm(ClosedForm(on: 0 ... .infinity) { $0 * exp(-$0) })) }

  @Test func `what is only known by its values has the numbers of what is of poles`() throws {
    let rows = (0...60).map { Double($0) / 10 }
    let quantities: [SummaryQuantity] = [
      .peak, .timeOfPeak, .minimum, .timeOfMinimum, .final, .area, .mean, .halfLife, .trough, .average,
      .timeAbove(level: 0.5, text: "0.5"),
    ]
    let exact = try OutputSummary(of: poles.convolved(with: .events(doses)), rows: rows, interval: 1...2)
      .values(quantities)
    let sampled = try OutputSummary(of: form.convolved(with: .events(doses)), rows: rows, interval: 1...2)
      .values(quantities)
    for (quantity, (a, b)) in zip(quantities, zip(exact, sampled)) {
      #expect((a - b).magnitude <= 1e-9 * max(1, a.magnitude), "\(quantity.name): \(a) and \(b)")
    }
  }

  @Test func `the numbers of one dose of t e^-t`() throws {
    let summary = try OutputSummary(of: poles, rows: [0, 40])
    #expect(try summary.value(.timeOfPeak) == 1)
    #expect((try summary.value(.peak) - exp(-1)).magnitude < 1e-16)
    #expect((try summary.value(.area) - 1).magnitude < 4e-16)
    // 1 − (1 + m) e^{−m} = 1/2 at the median.
    let median = try summary.value(.halfLife)
    #expect((1 - (1 + median) * exp(-median) - 0.5).magnitude < 1e-15)
  }

  @Test func `what is missing is said`() throws {
    let summary = try OutputSummary(of: poles, rows: [0, 40])
    #expect(throws: RunsError.self) { try summary.value(.trough) }
    let early = try OutputSummary(of: poles, rows: [0, 1], interval: 0...2)
    #expect(throws: RunsError.self) { try early.value(.average) }
    #expect(throws: RunsError.self) { try OutputSummary(of: Signal(), rows: [0, 1]).value(.halfLife) }
    #expect(throws: RunsError.self) { try OutputSummary(of: poles, rows: []) }
  }

  @Test func `words and quantities are the same`() {
    for usage in SummaryQuantity.usages {
      let word = usage.replacing("LEVEL", with: "2.5")
      #expect(SummaryQuantity(word)?.name == word)
    }
    for word in ["", "peaks", "time_above", "time_above:", "time_above:x", "time_above:inf"] {
      #expect(SummaryQuantity(word) == nil)
    }
  }

  @Test func `information about the decay of one dose`() {
    // y = a e^{−kt} at t = 1, 2 with a = k = 1 and errors of 1/2: derivatives e^{−t} and −t e^{−t}.
    let (u, v) = (exp(-1.0), exp(-2.0))
    let information = FisherInformation(derivatives: [[u, v], [-u, -2 * v]], errors: [0.5, 0.5])
    let matrix = [[4 * (u * u + v * v), -4 * (u * u + 2 * v * v)], [0, 4 * (u * u + 4 * v * v)]]
    #expect((information.matrix[0][0] - matrix[0][0]).magnitude < 1e-15)
    #expect((information.matrix[1][0] - matrix[0][1]).magnitude < 1e-15)
    #expect((information.matrix[1][1] - matrix[1][1]).magnitude < 1e-15)
    // The determinant of a sum of two squares is the square of the determinant of the two rows.
    let determinant = 16 * u * u * v * v
    #expect((information.determinant - determinant).magnitude < 1e-14)
    #expect((information.standardErrors[0] - (matrix[1][1] / determinant).squareRoot()).magnitude < 1e-12)
    #expect(FisherInformation(derivatives: [[u], [-u]], errors: [1]).standardErrors == [.infinity, .infinity])
  }
}
