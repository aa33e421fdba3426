import Testing

import Formulas
import Systems

@Suite("Derivatives of formulas")
struct DerivativeTests {
  /// Every function of the language with a name k inside, at places where it is smooth.
  static let formulas = [
    "k*t", "t/k", "k^3*t", "t^k", "(t + k)^(k - 1/2)", "2^(k*t)", "-k*t + k - k^2/t",
    "exp(-k*t)", "log(k + t)", "log10(k*t)", "sqrt(k + t^2)", "sin(k*t)", "cos(t - k)", "tan(k*t/4)",
    "asin(k*t/9)", "acos(k*t/9)", "atan(k*t)", "atan2(k*t, t + k^2)", "sinh(k*t)", "cosh(k - t)", "tanh(k*t)",
    "abs(t - k)", "min(k*t, t^2, 3.5)", "max(k, t, k*t/2)", "gamma(k + t)", "lgamma(k*t)", "erf(k*t/2)",
    "erfc(t - k)", "besselj0(k*t)", "besselk0(k*t)", "hrf(t*k)", "gamma_pdf(t, k, 1.5)", "gamma_pdf(t, 2.5, k)",
    "gamma_pdf(k*t, 3, 1.5)", "weibull_pdf(t, k, 1.5)", "weibull_pdf(t, 2.5, k)", "weibull_pdf(t*k, 2.5, 2)",
    "normal_pdf(t, k, 0.7)", "normal_pdf(t, 1, k)", "normal_pdf(k*t, 1, 2)", "lognormal_pdf(t, k, 0.7)",
    "lognormal_pdf(t, 0.5, k)", "lognormal_pdf(k*t, 0.5, 1)", "inverse_gaussian_pdf(t, k, 2)",
    "inverse_gaussian_pdf(t, 2, k)", "inverse_gaussian_pdf(k*t, 2, 3)", "(t < 2)*k*t", "step(t - 1)*exp(-k*t)",
  ]

  /// Richardson's extrapolation of central differences: its error is about 1e-11 of the value.
  private func difference(_ f: (Double) throws -> Double, at k: Double) rethrows -> Double {
    func central(_ h: Double) throws -> Double { (try f(k + h) - f(k - h)) / (2 * h) }
    let (a, b, c) = (try central(0.02), try central(0.01), try central(0.005))
    let (first, second) = ((4 * b - a) / 3, (4 * c - b) / 3)
    return (16 * second - first) / 15
  }

  @Test("A derivative is what differences tend to, for every function", arguments: formulas)
  func tendsToDifferences(text: String) throws {
    for k in [1.3, 1.7] {
      let formula = try Formula(text, bindings: ["k": k])
      let derivative = try #require(try formula.derivative(by: "k"))
      for t in [0.4, 1.1, 2.3, 3.1] {
        func value(_ formula: Formula) -> Double { Bytecode(formula.expression).value(at: t) }
        let expected = try difference({ value(try formula.bound(to: ["k": $0])) }, at: k)
        let scale = max(1, expected.magnitude, value(formula).magnitude)
        #expect((value(derivative) - expected).magnitude < 1e-8 * scale, "\(text) at k = \(k), t = \(t)")
      }
    }
  }

  @Test("A derivative holds at other values of its names")
  func isBoundAnew() throws {
    let derivative = try #require(
      try Formula("a*exp(-k*t)", bindings: ["a": 2, "k": 1]).derivative(by: "k"))
    let moved = try derivative.bound(to: ["a": 3, "k": 0.5])
    // −a t e^(−k t)
    #expect((Bytecode(moved.expression).value(at: 2) - -6 * 0.36787944117144233).magnitude < 1e-15)
    #expect(moved.boundNames == ["a", "k"])
  }

  @Test("The derivative of an exponential form is one: powers of time times exponentials")
  func staysExact() throws {
    let formula = try Formula("a*exp(-k*t) + b*t*exp(-t/c)", bindings: ["a": 2, "k": 1, "b": 1, "c": 3])
    for name in ["a", "k", "b", "c"] {
      let signal = try #require(try formula.derivative(by: name)).signal()
      let isRational = signal.terms.allSatisfy { term in
        term.factors.allSatisfy { if case .rational = $0 { true } else { false } }
      }
      #expect(isRational, "by \(name)")
    }
  }

  @Test("Where a jump moves, and in floor, there is none", arguments: ["(t < k)*t", "step(t - k)", "floor(k*t)", "gamma_pdf(t - k, 0.5, 1)"])
  func refuses(text: String) throws {
    let formula = try Formula(text, bindings: ["k": 1.5])
    #expect(throws: FormulaError.self) { try formula.derivative(by: "k") }
  }

  @Test("A name that a formula does not hold has no derivative")
  func isNone() throws {
    #expect(try Formula("exp(-t)", bindings: ["k": 1]).derivative(by: "k") == nil)
  }

  /// dy/dk of an output as its own convolution, against differences of the output.
  @Test(
    "The derivative of an equation's system is what differences tend to",
    arguments: [
      "y' = -k*y + u", "y'' + k*y' + (k^2 + 1)*y = k*u' + 2*u", "k*y'' + y' + y = u",
      "x' = -k*x + u; y' = k*x - y/k", "x' = k*(v - x); v = u - x; y' = x - k*y",
    ])
  func equations(text: String) throws {
    func system(_ k: Double) throws -> OrdinaryDifferentialEquation {
      try OrdinaryDifferentialEquation(text, bindings: ["k": k])
    }
    let k = 0.8
    let names = try system(k).stateNames
    // The state moves with k too: its first value is k, the others are 1.
    func initial(_ k: Double) -> [(name: String, value: Double)] {
      names.enumerated().map { ($1, $0 == 0 ? k : 1) }
    }
    let times = OutputTimes.listed([0.3, 1, 2.5, 6])
    let input = Signal.events([Event(time: 0, weight: 2), Event(time: 1.5, weight: 1)])
    let moved = try system(k).derivative(
      by: "k", initial: initial(k), moved: names.enumerated().map { ($1, $0 == 0 ? 1 : 0) })
    let found = try moved.response(to: input).sampled(at: times).values
    for row in 0..<4 {
      let expected = try difference({
        try system($0).system(initial: initial($0)).response(to: input).sampled(at: times).values[row]
      }, at: k)
      #expect((found[row] - expected).magnitude < 1e-9 * max(1, expected.magnitude), "row \(row)")
    }
  }

  @Test("The derivative in time is what differences tend to, its jump at the start an impulse", arguments: [
    "exp(-t)", "t*exp(-2*t)", "exp(-t)*cos(3*t)", "3 + t", "(t < 2)*(2 - t)", "1/(1 + t)^2", "gamma_pdf(t, 2.5, 1)", "erfc(t)",
    "1/(s^2 + 2*s + 5)", "(s + 3)/(s^2 + 2*s + 5)",
  ])
  func slopes(text: String) throws {
    let response = try Formula(text).system().impulseResponse
    let slope = try #require(response.derivative)
    let input = Signal(.pieces(.box(from: 0, to: 1, height: 2)))
    let times = [0.3, 0.8, 1.4, 1.9]
    func values(_ signal: Signal, _ shift: Double) throws -> [Double] {
      try signal.convolved(with: input).sampled(at: .listed(times.map { $0 + shift })).values
    }
    let found = try values(slope, 0)
    for row in times.indices {
      let expected = try difference({ try values(response, $0)[row] }, at: 0)
      #expect((found[row] - expected).magnitude < 1e-7 * max(1, expected.magnitude), "at \(times[row])")
    }
  }
}
