import ComplexModule
import RealModule
import Systems
import Testing

@Suite struct FeedbackTests {
  private func system(_ above: [Double], _ below: [Double]) throws -> System {
    try System(TransferFunction(numerator: above, denominator: below))
  }

  @Test func `a lag under unit feedback is twice as fast`() throws {
    // 1/(s + 1) / (1 + 1/(s + 1)) = 1/(s + 2).
    let loop = try system([1], [1, 1]).feedback()
    let times = [0.0, 0.25, 1, 3]
    let values = try loop.impulseResponse.sampled(at: .listed(times)).values
    for (t, value) in zip(times, values) {
      #expect((value - Double.exp(-2 * t)).magnitude <= 2e-16)
    }
  }

  @Test func `an integrator and a lag become an oscillator`() throws {
    // 1/(s (s + 1)) closed is 1/(s² + s + 1).
    let loop = try system([1], [1, 1, 0]).feedback()
    let roots = try #require(try loop.impulseResponse.polesAndZeros())
    let height = Double.sqrt(0.75)
    #expect(roots.poles == [Complex(-0.5, -height), Complex(-0.5, height)] && roots.zeros == [])
  }

  @Test func `the poles of what feeds back become zeros`() throws {
    // H = 2/(s + 3), G = 1/(s + 5): 2 (s + 5)/(s² + 8 s + 17), poles −4 ± i.
    let loop = try system([2], [1, 3]).feedback(try system([1], [1, 5]))
    let roots = try #require(try loop.impulseResponse.polesAndZeros())
    #expect(roots == PolesAndZeros(poles: [Complex(-4, -1), Complex(-4, 1)], zeros: [Complex(-5)]))
  }

  @Test func `gains close to a gain`() throws {
    let gain = System(impulseResponse: Signal.impulse.scaled(by: 3))
    #expect(try gain.feedback().impulseResponse.moments()?.area == 0.75)
    #expect(try gain.feedback(gain).impulseResponse.moments()?.area == 0.3)
  }

  @Test func `the frequency response of a loop is H over 1 + G H`() throws {
    var random = Seeded(11)
    let frequencies = [0.0, 0.1, 0.7, 1, 2.5, 10, 300]
    for _ in 0..<30 {
      func pick(_ direct: Bool) throws -> System {
        let order = 1 + Int(random.unit() * 3)
        let above = (0..<(direct ? order + 1 : order)).map { _ in random.unit() - 0.2 }
        return try system(above, [1] + (0..<order).map { _ in 0.2 + random.unit() })
      }
      let (h, g) = (try pick(random.unit() < 0.3), try pick(random.unit() < 0.3))
      let closed = try h.feedback(g).impulseResponse.frequencyResponse(at: frequencies)
      let a = try h.impulseResponse.frequencyResponse(at: frequencies)
      let b = try g.impulseResponse.frequencyResponse(at: frequencies)
      for k in frequencies.indices {
        let expected = a[k] / (Complex(1) + a[k] * b[k])
        #expect((closed[k] - expected).length <= 1e-11 * expected.length + 1e-13)
      }
    }
  }

  @Test func `a loop starts from the states of both systems`() throws {
    // y′ = −y − y with y(0) = 2: 2 e^{−2t}. And y′ = −y − z, z′ = −2z + y with y(0) = 0, z(0) = 1:
    // y = −e^{−3t/2} sin(√3 t/2)/(√3/2), because the matrix has the poles −3/2 ± i √3/2.
    let plant = try System(TransferFunction(numerator: [1], denominator: [1, 1]), initial: [2])
    let free = try plant.feedback().freeResponse.sampled(at: .listed([0, 1])).values
    #expect((free[0] - 2).magnitude <= 1e-15 && (free[1] - 2 * Double.exp(-2)).magnitude <= 1e-15)
    let back = try System(TransferFunction(numerator: [1], denominator: [1, 2]), initial: [1])
    let pushed = try system([1], [1, 1]).feedback(back)
    let height = Double.sqrt(0.75)
    for t in [0.5, 1, 4.0] {
      let value = try pushed.freeResponse.sampled(at: .listed([t])).values[0]
      #expect((value + Double.exp(-1.5 * t) * Double.sin(height * t) / height).magnitude <= 1e-15)
    }
  }

  @Test func `what can't be closed is named`() throws {
    let box = System(impulseResponse: Signal(.pieces(.box(from: 0, to: 1, height: 1))))
    #expect(throws: SystemsError.notRational(what: "the forward system")) { try box.feedback() }
    #expect(throws: SystemsError.notRational(what: "the system that feeds back")) {
      try system([1], [1, 1]).feedback(box)
    }
    #expect(throws: SystemsError.self) { try System.identity.scaled(by: -1).feedback() }
  }
}
