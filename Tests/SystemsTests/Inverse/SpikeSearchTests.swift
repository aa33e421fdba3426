import ComplexModule
import RealModule
import Systems
import Testing

@Suite struct SpikeSearchTests {
  /// exp(−t) − exp(−10 t): no jump, so that times between rows can be told.
  static let response =
    Signal(.rational(Rational(poles: [.init(-1)])))
    + Signal(.rational(Rational(poles: [.init(-10)]))).scaled(by: -1)

  static func output(_ spikes: [Event], _ response: Signal, at rows: [Double]) throws -> [Double] {
    try response.convolved(with: .events(spikes)).sampled(at: .listed(rows)).values
  }

  @Test func `spikes between rows are found to their place and amount`() throws {
    let truth = [Event(time: 1.234, weight: 2), Event(time: 3.871, weight: 1), Event(time: 4.45, weight: 3)]
    let rows = (0..<80).map { Double($0) * 0.1 }
    var noise = DeconvolutionTests.Noise(state: 4)
    let y = try Self.output(truth, Self.response, at: rows).map { $0 + 0.005 * noise.normal() }
    let train = try SpikeSearch(response: Self.response, measured: .init(times: rows, values: y)).solved()
    try #require(train.times.count == 3)
    for (k, event) in truth.enumerated() {
      #expect(abs(train.times[k] - event.time) < 5 * train.timeErrors[k])
      #expect(abs(train.amounts[k] - event.weight) < 5 * train.amountErrors[k])
      #expect(train.timeErrors[k] < 0.02 && train.amountErrors[k] < 0.05)
    }
  }

  @Test func `a jump that decays as one exponential is told to a row`() throws {
    let decay = Signal(.rational(Rational(poles: [.init(-0.5)])))
    let rows = (0..<50).map { Double($0) * 0.2 }
    let y = try Self.output([Event(time: 2.03, weight: 2), Event(time: 6.11, weight: 1)], decay, at: rows)
    let train = try SpikeSearch(response: decay, measured: .init(times: rows, values: y), count: 2).solved()
    // Between two rows the spike is one at the next row, of what is left of it there: a e^(−(t_i − t)/2).
    #expect(abs(train.times[0] - 2.2) < 1e-9 && abs(train.times[1] - 6.2) < 1e-9)
    #expect(abs(train.amounts[0] - 2 * Double.exp(-0.085)) < 1e-9)
    #expect(abs(train.amounts[1] - Double.exp(-0.045)) < 1e-9)
    #expect(train.timeErrors.allSatisfy { abs($0 - 0.2) < 1e-12 } && !train.notes.isEmpty)
  }

  @Test func `noise alone has no spike`() throws {
    var noise = DeconvolutionTests.Noise(state: 8)
    let rows = (0..<60).map { Double($0) * 0.1 }
    let y = rows.map { _ in -1 + 0.1 * noise.normal() }
    #expect(throws: SystemsError.self) {
      try SpikeSearch(response: Self.response, measured: .init(times: rows, values: y)).solved()
    }
  }
}
