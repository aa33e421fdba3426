import ComplexModule
import Formulas
import RealModule
import Systems
import Testing

private func formula(_ text: String) throws -> Signal {
  try Formula(text).system().impulseResponse
}

private func equation(_ text: String, observe: String? = nil) throws -> Signal {
  try OrdinaryDifferentialEquation(text, observe: observe.map { [$0] } ?? []).system().impulseResponse
}

private func expectEqual(_ signals: [Signal], _ plain: (Complex<Double>) -> Complex<Double>) {
  for s in places {
    let expected = plain(s)
    for (k, signal) in signals.enumerated() {
      let difference = (transferValue(signal, at: s) - expected).length
      #expect(difference <= 1e-14 * expected.length, "number \(k) at \(s)")
    }
  }
}

@Suite struct EqualSystemsTests {
  @Test func `An oscillator is the same however it is given`() throws {
    let signals = [
      try System(TransferFunction(numerator: [1], denominator: [1, 0.4, 1.04])).impulseResponse,
      try System(ZeroPoleGain(zeros: [], poles: [.init(-0.2, 1), .init(-0.2, -1)], gain: 1))
        .impulseResponse,
      try System(StateSpace(a: [[0, 1], [-1.04, -0.4]], b: [0, 1], c: [1, 0])).impulseResponse,
      try equation("y'' + 0.4*y' + 1.04*y = u"),
      try equation("v' = -0.4*v - 1.04*x + u; x' = v"),
      try formula("1/(s^2 + 0.4*s + 1.04)"),
      try formula("exp(-0.2*t)*sin(t)"),
    ]
    expectEqual(signals) { s in Complex(1) / (s * s + Complex(0.4) * s + Complex(1.04)) }
    for signal in signals { #expect(poles(signal).count == 2) }
  }

  @Test func `Two compartments are the same however they are given`() throws {
    let signals = [
      try System(TransferFunction(numerator: [0.5], denominator: [1, 1.5, 0.5])).impulseResponse,
      try System(ZeroPoleGain(zeros: [], poles: [.init(-1), .init(-0.5)], gain: 0.5))
        .impulseResponse,
      try System(StateSpace(a: [[-0.5, 0], [0.5, -1]], b: [1, 0], c: [0, 1])).impulseResponse,
      try equation("x' = -0.5*x + u; y' = 0.5*x - y"),
      try equation("y'' + 1.5*y' + 0.5*y = 0.5*u"),
      try formula("0.5/((s + 1)*(s + 0.5))"),
      try formula("1/(s + 0.5) - 1/(s + 1)"),
      try formula("exp(-0.5*t) - exp(-t)"),
    ]
    expectEqual(signals) { s in Complex(0.5) / ((s + Complex(1)) * (s + Complex(0.5))) }
    for signal in signals { #expect(poles(signal) == [Complex(-1), Complex(-0.5)]) }
  }

  @Test func `Equal degrees are a direct term and a rest`() throws {
    let signals = [
      try System(TransferFunction(numerator: [2, 1], denominator: [1, 3])).impulseResponse,
      try System(ZeroPoleGain(zeros: [.init(-0.5)], poles: [.init(-3)], gain: 2)).impulseResponse,
      try System(StateSpace(a: [[-3]], b: [1], c: [-5], d: 2)).impulseResponse,
      try equation("y' + 3*y = 2*u' + u"),
      try equation("x' = -3*x + u; y = 2*u - 5*x"),
      try formula("(2*s + 1)/(s + 3)"),
      try formula("2 - 5/(s + 3)"),
    ]
    expectEqual(signals) { s in (Complex(2) * s + Complex(1)) / (s + Complex(3)) }
    for signal in signals {
      #expect(try signal.impulses(until: 1) == [Event(time: 0, weight: 2)])
    }
  }

  @Test func `Dead time is a factor, and terms of different dead times add`() throws {
    let signal = try formula("exp(-2*s)/(s + 1) + exp(-s/2)*3/s - 1")
    #expect(Set(signal.terms.map(\.delay)) == [0, 0.5, 2])
    expectEqual([signal]) { s in
      Complex.exp(-s * Complex(2)) / (s + Complex(1)) + Complex.exp(-s / Complex(2)) * Complex(3)
        / s - Complex(1)
    }
  }

  @Test func `The identity is s^0`() throws {
    for text in ["s^0", "s/s", "(s + 1)^2/(s^2 + 2*s + 1)"] {
      expectEqual([try formula(text)]) { _ in Complex(1) }
    }
  }

  @Test func `Powers keep their roots exactly equal, and zero exactly zero`() throws {
    #expect(poles(try formula("1/(s + 0.1)^8")) == [Complex<Double>](repeating: Complex(-0.1), count: 8))
    #expect(poles(try formula("1/(s^3 + s^2)")) == [Complex(-1), .zero, .zero])
    let exact = try formula("1/(s + 0.1)^8")
    guard case .rational(let h) = exact.terms[0].factors[0] else { return }
    #expect(h.perturbations.isEmpty)
  }

  @Test func `A triangular matrix in any order has exactly its diagonal as poles`() throws {
    let a = [[-0.1, 0, 0, 7], [0.3, -0.1, 0, 0], [0.2, 5, -1e6, 1], [0, 0, 0, -0.1]]
    let order = [2, 0, 3, 1]
    let mixed = order.map { i in order.map { a[i][$0] } }
    let b = [0, 0, 0, 1.0]
    let signals = [
      try System(StateSpace(a: a, b: b, c: [0, 0, 1, 0])).impulseResponse,
      try System(StateSpace(a: mixed, b: order.map { b[$0] }, c: [1, 0, 0, 0])).impulseResponse,
    ]
    expectEqual(signals) { s in
      let q = s + Complex(0.1)
      let x0 = Complex(7) / q / q
      let x1 = Complex(0.3) * x0 / q
      return (Complex(0.2) * x0 + Complex(5) * x1 + Complex(1) / q) / (s + Complex(1e6))
    }
    for signal in signals {
      #expect(Set(poles(signal)) == [Complex(-0.1), Complex(-1e6)])
    }
  }

  @Test func `A Butterworth band-pass of order 12 given by its poles stays itself`() throws {
    // Twelve poles of 1/(1 + Q²ⁿ...) about w = 1, a hundredth wide, and six zeros at 0.
    let prototype = (0..<6).map { k -> Complex<Double> in
      let angle = Double.pi * (Double(2 * k + 1) / 12 + 0.5)
      return Complex(Double.cos(angle), Double.sin(angle)) * Complex(0.005)
    }
    var all: [Complex<Double>] = []
    for p in prototype where p.imaginary > 0 {
      let root = Complex.sqrt(p * p - Complex(1))
      for q in [p + root, p - root] { all += [q, q.conjugate] }
    }
    let zeros = [Complex<Double>](repeating: .zero, count: 6)
    let gain = Double.pow(0.01, 6)
    let signal = try System(ZeroPoleGain(zeros: zeros, poles: all, gain: gain)).impulseResponse
    // At w = 1 the gain of a band-pass is 1.
    #expect(abs(transferValue(signal, at: Complex(0, 1)).length - 1) < 1e-10)
    #expect(Set(poles(signal)) == Set(all))
  }

  @Test func `A free response is what the state leaves`() throws {
    // y'' + 2y' + y = u, y(0) = 3, y'(0) = -1: Y = (3s + 5)/(s + 1)²
    let ode = try OrdinaryDifferentialEquation("y'' + 2*y' + y = u")
    #expect(ode.stateNames == ["y", "y'"])
    let system = try ode.system(initial: [("y'", -1), ("y", 3)])
    let space = try System(
      StateSpace(a: [[0, 1], [-1, -2]], b: [0, 1], c: [1, 0]), initial: [3, -1])
    expectEqual([system.freeResponse, space.freeResponse]) { s in
      (Complex(3) * s + Complex(5)) / ((s + Complex(1)) * (s + Complex(1)))
    }
    #expect(throws: SystemsError.self) { try ode.system(initial: [("z", 1)]) }
  }

  @Test func `A name of the system can be observed`() throws {
    let text = "x' = -x + u; y' = x - 2*y; v = x + y"
    #expect(try OrdinaryDifferentialEquation(text).stateNames == ["x", "y"])
    expectEqual([try equation(text, observe: "x")]) { Complex(1) / ($0 + Complex(1)) }
    expectEqual([try equation(text)]) { s in
      Complex(1) / (s + Complex(1)) * (Complex(1) + Complex(1) / (s + Complex(2)))
    }
  }

  @Test(arguments: [
    ("s", 1), ("s^2/(s + 1)", 1), ("exp(2*s)/s", 7), ("sqrt(s)", 1), ("1/(s - s)", 2),
    ("s^0.5", 2), ("exp(s^2)", 1),
  ])
  func `What is no transfer function is refused at its place`(text: String, column: Int) throws {
    do {
      _ = try Formula(text).system()
      Issue.record("\(text) was accepted")
    } catch {
      #expect(error.column == column, "\(text): \(error.message)")
    }
  }

  @Test(arguments: [
    ("y' = -t*y", 7), ("y' = y*y", 7), ("y' = sin(y)", 6), ("y' + y", 7), ("y = u'", 5),
    ("y' = 1/y", 7), ("y' = u + 3", 1), ("x' = -x; y' = z", 15), ("y^2 = u", 2), ("y' = u u", 8),
    ("x' = x + u'; y' = x", 10), ("", 1), ("y' = (u", 6),
  ])
  func `An equation that is not linear is refused at its place`(text: String, column: Int) {
    do {
      _ = try OrdinaryDifferentialEquation(text)
      Issue.record("\(text) was accepted")
    } catch {
      #expect(error.column == column, "\(text): \(error.message)")
    }
  }
}
