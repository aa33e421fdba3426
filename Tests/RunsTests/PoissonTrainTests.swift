import ComplexModule
import Foundation
import Runs
import Systems
import Testing

/// Random trains: how many impulses, and where.
@Suite struct PoissonTrainTests {
  @Test func `as many impulses as the rate says, with their variance`() throws {
    let train = try PoissonTrain(.constant(2.5), seed: 7)
    let runs = 20_000
    let counts = try (0..<runs).map { Double(try train.moments(from: 1, to: 5, run: $0).count) }
    let mean = counts.reduce(0, +) / Double(runs)
    let variance = counts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(runs - 1)
    // Both are 10; the standard errors are √(10/n) and √(210/n).
    #expect((mean - 10).magnitude < 5 * (10 / Double(runs)).squareRoot())
    #expect((variance - 10).magnitude < 5 * (210 / Double(runs)).squareRoot())
  }

  @Test func `moments are as the integral of the rate says`() throws {
    // The rate 3 e^{−t}: of the impulses in 0 to 2, the share before t is (1 − e^{−t})/(1 − e^{−2}).
    let rate = Signal(.rational(Rational(gain: 3, poles: [Complex(-1)])))
    let train = try PoissonTrain(.function(rate), seed: 11)
    var shares: [Double] = []
    for run in 0..<1500 {
      let moments = try train.moments(from: 0, to: 2, run: run)
      #expect(moments == moments.sorted() && moments.allSatisfy { (0...2).contains($0) })
      shares += moments.map { (1 - exp(-$0)) / (1 - exp(-2)) }
    }
    shares.sort()
    let count = Double(shares.count)
    #expect((count - 1500 * 3 * (1 - exp(-2))).magnitude < 5 * count.squareRoot())
    // Kolmogorov and Smirnov: 1.95/√n is passed once in a thousand.
    let distance = shares.enumerated().reduce(0) { max($0, abs($1.element - (Double($1.offset) + 0.5) / count)) }
    #expect(distance < 1.95 / count.squareRoot() + 0.5 / count)
  }

  @Test func `a constant function is a constant`() throws {
    let one = try PoissonTrain(.constant(2), seed: 3).moments(from: 0.5, to: 9, run: 4)
    let other = try PoissonTrain(.function(Signal.step.scaled(by: 2)), seed: 3).moments(from: 0.5, to: 9, run: 4)
    #expect(one.count == other.count)
    for (a, b) in zip(one, other) { #expect((a - b).magnitude < 1e-14) }
  }

  @Test func `runs, seeds and trains differ, and each is always the same`() throws {
    let train = try PoissonTrain(.constant(1), seed: 1)
    let first = try train.moments(from: 0, to: 20, run: 0)
    #expect(try first == train.moments(from: 0, to: 20, run: 0))
    #expect(try first != train.moments(from: 0, to: 20, run: 1))
    #expect(try first != PoissonTrain(.constant(1), seed: 2).moments(from: 0, to: 20, run: 0))
    #expect(try first != PoissonTrain(.constant(1), seed: 1, number: 1).moments(from: 0, to: 20, run: 0))
    // A longer span only goes on.
    #expect(try Array(train.moments(from: 0, to: 30, run: 0).prefix(first.count)) == first)
  }

  @Test func `what can't be a rate is refused`() throws {
    #expect(throws: RunsError.self) { try PoissonTrain(.constant(-1)) }
    #expect(throws: RunsError.self) { try PoissonTrain(.constant(1e9)).moments(from: 0, to: 1e9) }
    let falling = Signal(.rational(Rational(gain: -1, poles: [Complex(-1)])))
    #expect(throws: RunsError.self) { try PoissonTrain(.function(falling)).moments(from: 0, to: 1) }
    #expect(try PoissonTrain(.constant(0)).moments(from: 0, to: 10) == [])
  }
}
