import Formulas
import RealModule
import Systems
import Testing

private func step(
  _ text: String, at times: [Double], _ bindings: [String: Double] = [:]
) throws -> Samples {
  let system = try Formula(text, bindings: bindings).system()
  return try system.impulseResponse.convolved(with: .step).sampled(at: .listed(times), bounds: true)
}

@Suite struct LoopTests {
  @Test func `A delayed integrator under feedback is a sum of powers`() throws {
    // k e^(−s)/s around itself: y = Σ_{n ≥ 1} (−1)^{n−1} kⁿ (t − n)ⁿ/n!, in which little cancels for small k
    let times = (0...40).map { Double($0) / 4 }
    for k in [0.2, 0.3678, 1] {
      let found = try step("k*exp(-s)/s/(1 + k*exp(-s)/s)", at: times, ["k": k])
      for (n, t) in times.enumerated() {
        var sum = 0.0
        var size = 0.0
        for j in stride(from: 1, through: Int(t), by: 1) {
          let term = Double.pow(k * (t - Double(j)), Double(j)) / Double.gamma(Double(j) + 1)
          sum += j % 2 == 1 ? term : -term
          size += term
        }
        #expect((found.values[n] - sum).magnitude <= found.errors[n] + 1e-15 * size, "\(k) \(t)")
        #expect(found.errors[n] < 1e-12)
      }
    }
  }

  @Test func `A stable loop is where it settles after a thousand dead times, within its bound`() throws {
    // C P/(1 + C P) settles on 1 where C integrates
    for text in [
      "feedback((0.5 + 0.3/s)*exp(-s)/(s + 1))", "feedback((1 + 0.4/s + 0.3*s)*exp(-s)/(s + 1)/(0.1*s + 1))",
      "feedback(0.2/s*(exp(-s) + exp(-1.7*s)))",
    ] {
      let found = try step(text, at: [300, 1000])
      for k in 0...1 {
        #expect((found.values[k] - 1).magnitude <= found.errors[k], "\(text)")
        #expect(found.errors[k] < 1e-12)
      }
    }
  }

  @Test func `Two ways to write a loop give one response`() throws {
    let times = [0.3, 0.7, 1, 1.4, 2.1, 3.5, 9, 20]
    for (a, b) in [
      ("feedback(exp(-0.7*s)/(s + 2))", "exp(-0.7*s)/(s + 2 + exp(-0.7*s))"),
      ("feedback(1/s, exp(-s))", "1/(s + exp(-s))"),
      ("feedback(feedback(exp(-s)/(s + 1)), 0.5)", "exp(-s)/(s + 1 + 1.5*exp(-s))"),
      ("1/(1/feedback(exp(-s)/(s + 1)))", "feedback(exp(-s)/(s + 1))"),
    ] {
      let (first, second) = (try step(a, at: times), try step(b, at: times))
      for k in times.indices {
        #expect((first.values[k] - second.values[k]).magnitude <= first.errors[k] + second.errors[k], "\(a)")
      }
    }
  }

  @Test func `Several dead times, stiff poles and swings agree with the sum of what has gone round`() throws {
    for text in [
      "1/(s + 1 + 0.5*exp(-s) + 0.3*exp(-1.414*s))", "feedback(exp(-s)/(s + 1)/(0.001*s + 1))",
      "feedback(0.1*exp(-0.5*s)/(s^2 + 0.1*s + 400))", "1/(1 - 0.5*exp(-s)/(s + 1) - 0.25*exp(-2*s))/(s + 3)",
    ] {
      let signal = try Formula(text).system().impulseResponse.convolved(with: .step)
      let times = [0.2, 0.5, 1, 1.3, 1.414, 2, 2.5, 3.9]
      let found = try signal.sampled(at: .listed(times), bounds: true)
      let second = try #require(try signal.byASecondMethod(at: times))
      for k in times.indices {
        #expect((found.values[k] - second.values[k]).magnitude <= found.errors[k] + 1e-11, "\(text) \(times[k])")
      }
    }
  }

  @Test func `An echo stays impulses`() throws {
    let echo = try Formula("1/(1 - 0.5*exp(-s) - 0.125*exp(-1.5*s))").system().impulseResponse
    #expect(echo.isTrain)
    let events = try echo.impulses(until: 3)
    #expect(events.map(\.time) == [0, 1, 1.5, 2, 2.5, 3])
    // δ(1)/2, δ(3/2)/8; two ways to 5/2; 1/8 + 1/64 at 3
    #expect(events.map(\.weight) == [1, 0.5, 0.125, 0.25, 0.125, 0.140625])
  }

  @Test func `Margins of a delayed integrator are known`() throws {
    // L = k e^(−Ts)/s: |L| = 1 at k, phase margin π/2 − kT; L negative at π/(2T), gain margin π/(2kT)
    let margins = try Formula("0.5*exp(-2*s)/s").system().impulseResponse.margins()
    #expect(((margins.gainCrossover ?? 0) - 0.5).magnitude < 1e-15)
    #expect(((margins.phase ?? 0) - (Double.pi / 2 - 1)).magnitude < 1e-14)
    #expect(((margins.phaseCrossover ?? 0) - Double.pi / 4).magnitude < 1e-14)
    #expect(((margins.gain ?? 0) - Double.pi / 2).magnitude < 1e-14)
    #expect(((margins.delay ?? 0) - (Double.pi - 2)).magnitude < 1e-14)
  }

  @Test func `A response is encircled as often as closing the loop moves poles to the right`() throws {
    // N = Z − P, with the roots of numerator + denominator counted by hand.
    let known: [(String, Int)] = [
      // (s + 1)³ + k is stable up to k = 8, then has a pair on the right.
      ("7/((s + 1)*(s + 1)*(s + 1))", 0), ("9/((s + 1)*(s + 1)*(s + 1))", 2),
      // s − 1 + k: the open pole on the right leaves it for k above 1.
      ("2/(s - 1)", -1), ("0.5/(s - 1)", 0),
      // s(s + 1)² + k: k = 2 is the border (Routh).
      ("1.9/(s*(s + 1)*(s + 1))", 0), ("2.1/(s*(s + 1)*(s + 1))", 2),
      // s² + k s ± …: (s + 1)/s² is stable, (1 − s)/s² = roots of s² − s + 1 on the right.
      ("(s + 1)/s^2", 0), ("(1 - s)/s^2", 2), ("1/s^3", 2),
      // k e^(−s)/s has its first pair on the right above π/2, the next above 5π/2, the next above 9π/2.
      ("1.5*exp(-s)/s", 0), ("1.6*exp(-s)/s", 2), ("8*exp(-s)/s", 4), ("14.2*exp(-s)/s", 6),
    ]
    for (text, count) in known {
      #expect(try Formula(text).system().impulseResponse.encirclements() == count, "\(text)")
    }
    // Through −1, and poles on the axis.
    #expect(try Formula("8/((s + 1)*(s + 1)*(s + 1))").system().impulseResponse.encirclements() == nil)
    #expect(try Formula("1/(s^2 + 1)").system().impulseResponse.encirclements() == nil)
  }

  @Test func `A discretised system simulates to the same values at the samples`() throws {
    for text in ["1/(s^2 + 0.4*s + 1)", "exp(-0.35*s)/(s + 1)", "(s + 3)/(s + 1)", "2/s", "1/((s + 1)*(s + 1))"] {
      let signal = try Formula(text).system().impulseResponse
      let times = (0..<40).map { Double($0) * 0.1 }
      let grid = OutputTimes.listed(times)
      for (hold, input) in [(Hold.zeroOrder, Signal.step), (.firstOrder, Signal.step.convolved(with: .step))] {
        let filter = try signal.discretized(period: 0.1, hold: hold)
        let samples = try input.sampled(at: grid).values
        let events = zip(times, samples).map { Event(time: $0, weight: $1) }
        let output = Signal(terms: [Signal.Term(trains: [Train(events)], filters: [filter])])
        let amounts = try output.amounts(at: times, period: 0.1)
        let values = try signal.convolved(with: input).sampled(at: grid).values
        for k in times.indices.dropLast() {
          #expect((amounts[k] - values[k]).magnitude < 1e-13, "\(text) \(hold) \(k)")
        }
      }
    }
  }
}
