import RealModule
import Runs
import Systems
import Testing

/// A run as a value: what goes in, what comes out, what is said of it.
struct RunTests {
  /// Half of what is there is gone after log 2: h(t) = e^(−t).
  private func decay() throws -> System { try System(TransferFunction(numerator: [1], denominator: [1, 1])) }

  @Test("doses are repeated, lasting, and since ever")
  func doses() throws {
    let times = OutputTimes.listed([0, 1, 2.5, 7])
    let run = try Run(
      decay(), [Dose(3, at: 1, every: 2, count: 3), Dose(rate: 2, at: 0.5, for: 1.5), Dose(5, at: 0, every: 1, isSteady: true)],
      at: times)
    let samples = try run.sampled(bounds: true)
    for (k, t) in times.array.enumerated() {
      var exact = 5 * Double.exp(-t) / (1 - Double.exp(-1))
      for start in [1.0, 3, 5] where t >= start { exact += 3 * Double.exp(-(t - start)) }
      if t > 0.5 { exact += 2 * (Double.exp(-max(0, t - 2)) - Double.exp(-(t - 0.5))) }
      #expect(abs(samples.values[k] - exact) <= samples.errors[k] + 1e-15 * exact)
    }
  }

  @Test("an input that an initial state can't meet is refused")
  func clash() throws {
    let body = try System(TransferFunction(numerator: [1], denominator: [1, 1]), initial: [1])
    #expect(throws: RunsError.self) { try Run(body, [Dose(1, at: -1)], at: .listed([0])) }
    #expect(throws: RunsError.self) { try Run(body, [Dose(1, every: 1, isSteady: true)], at: .listed([0])) }
    let run = try Run(body, [Dose(1, at: 1)], at: .listed([2]))
    #expect(abs(try run.sampled().values[0] - Double.exp(-2) - Double.exp(-1)) < 1e-15)
  }

  @Test("a sweep's runs are single runs, whatever the number of threads")
  func sweep() throws {
    let people = try Population(Draws([("k", .uniform(low: 0.1, high: 2))], seed: 3), count: 40)
    let times = OutputTimes.listed([0, 3, 9])
    let run: @Sendable ([Double]) throws -> Run = { numbers in
      try Run(
        System(TransferFunction(numerator: [1], denominator: [1, numbers[0]])), [Dose(100, every: 2, count: 3)], at: times)
    }
    let sweep = Sweep(people, run: run)
    let rows = try sweep.rows(jobs: 1)
    #expect(try sweep.rows(jobs: 3) == rows)
    let summaries = try sweep.summaries([.final, .area])
    for k in 0..<people.count {
      let speed = people.values(of: k)[0]
      let single = try run([speed])
      #expect(rows[k] == (try single.sampled().values))
      // What is left of three doses, and the area under each: 100/k (1 − e^(−k (9 − t))).
      let final = [0.0, 2, 4].reduce(0) { $0 + 100 * Double.exp(-speed * (9 - $1)) }
      let area = [0.0, 2, 4].reduce(0) { $0 + 100 / speed * (1 - Double.exp(-speed * (9 - $1))) }
      #expect(abs(summaries[k][0] - final) <= 1e-14 * final + 1e-15)
      #expect(abs(summaries[k][1] - area) <= 1e-13 * area)
    }
  }

  @Test("the first run that fails is the one that is told")
  func failure() throws {
    let people = try Population(samples: [("k", [1, -1, 2, -2])])
    let sweep = Sweep(people) { numbers in
      guard numbers[0] > 0 else { throw RunsError.undefined("k must be above 0, found \(numbers[0])") }
      return try Run(System(TransferFunction(numerator: [1], denominator: [1, numbers[0]])), [Dose(1)], at: .listed([1]))
    }
    #expect(throws: RunsError.undefined("k must be above 0, found -1.0")) { try sweep.rows(jobs: 2) }
  }
}
