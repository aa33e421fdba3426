import ComplexModule
import Formulas
import RealModule
import Systems
import Testing

/// Equal systems written as formulas, equations and matrices give equal samples.
@Suite struct EqualSamplesTests {
  private static let times = (0..<300).map { Double($0) * 0.07 }

  private func expectEqual(_ signals: [Signal], _ plain: (Double) -> Double) throws {
    let expected = Self.times.map(plain)
    let peak = expected.reduce(0) { max($0, $1.magnitude) }
    for (k, signal) in signals.enumerated() {
      for (n, value) in try signal.sampled(at: .listed(Self.times)).values.enumerated() {
        let off = (value - expected[n]).magnitude
        #expect(off <= 1e-13 * peak, "number \(k) at \(Self.times[n]): \(off / peak) of the peak")
      }
    }
  }

  private func formula(_ text: String) throws -> Signal {
    try Formula(text).system().impulseResponse
  }

  private func equation(_ text: String) throws -> Signal {
    try OrdinaryDifferentialEquation(text).system().impulseResponse
  }

  @Test func `an oscillator`() throws {
    try expectEqual(
      [
        try System(TransferFunction(numerator: [1], denominator: [1, 0.4, 1.04])).impulseResponse,
        try System(ZeroPoleGain(zeros: [], poles: [.init(-0.2, 1), .init(-0.2, -1)], gain: 1))
          .impulseResponse,
        try System(StateSpace(a: [[0, 1], [-1.04, -0.4]], b: [0, 1], c: [1, 0])).impulseResponse,
        try equation("y'' + 0.4*y' + 1.04*y = u"),
        try equation("v' = -0.4*v - 1.04*x + u; x' = v"),
        try formula("1/(s^2 + 0.4*s + 1.04)"), try formula("exp(-0.2*t)*sin(t)"),
      ]
    ) { Double.exp(-0.2 * $0) * Double.sin($0) }
  }

  @Test func `three equal stages`() throws {
    // 8/(s + 2)³: 4 t² e^{−2t}; multiplied out, s³ + 6 s² + 12 s + 8.
    try expectEqual(
      [
        try System(TransferFunction(numerator: [8], denominator: [1, 6, 12, 8])).impulseResponse,
        try System(ZeroPoleGain(zeros: [], poles: [.init(-2), .init(-2), .init(-2)], gain: 8))
          .impulseResponse,
        try equation("x' = 2*u - 2*x; v' = 2*x - 2*v; y' = 2*v - 2*y"),
        try equation("y''' + 6*y'' + 12*y' + 8*y = 8*u"),
        try formula("8/(s + 2)^3"), try formula("4*t^2*exp(-2*t)"),
        try formula("gamma_pdf(t, 3, 0.5)"),
      ]
    ) { 4 * $0 * $0 * Double.exp(-2 * $0) }
  }

  @Test func `two compartments a billionth apart`() throws {
    // (e^{−t} − e^{−(1 + δ)t})/δ with δ = 2⁻³⁰.
    let delta = 0x1p-30
    try expectEqual(
      [
        try System(ZeroPoleGain(zeros: [], poles: [.init(-1), .init(-1 - delta)], gain: 1))
          .impulseResponse,
        try System(StateSpace(a: [[-1, 0], [1, -1 - delta]], b: [1, 0], c: [0, 1])).impulseResponse,
        try Formula("1/((s + 1)*(s + 1 + d))", bindings: ["d": delta]).system().impulseResponse,
        try Formula("(exp(-t) - exp(-(1 + d)*t))/d", bindings: ["d": delta])
          .system().impulseResponse,
      ]
    ) { -Double.exp(-$0) * Double.expMinusOne(-delta * $0) / delta }
  }
}
