import ComplexModule
import Formulas
import RealModule
import Systems
import Testing

private func kinds(_ text: String) throws -> [String] {
  try Formula(text).signal().terms.map { term in
    switch term.factors[0] {
    case .rational: "rational"
    case .pieces: "pieces"
    case .closedForm: "closed form"
    }
  }
}

@Suite struct RecognitionTests {
  /// Each formula beside the same function written in Swift.
  static let formulas: [(String, @Sendable (Double) -> Double)] = [
    ("exp(-t/2)/2", { Double.exp(-$0 / 2) / 2 }),
    ("exp(-t)^2", { Double.exp(-2 * $0) }),
    ("2^(-t/3)", { Double.pow(2, -$0 / 3) }),
    ("e^(-t)*pi", { Double.exp(-$0) * Double.pi }),
    ("t^3*exp(-2*t) - 4", { $0 * $0 * $0 * Double.exp(-2 * $0) - 4 }),
    ("exp(-t)*cos(3*t)", { Double.exp(-$0) * Double.cos(3 * $0) }),
    ("exp(-t)*sin(3*t + 0.5)", { Double.exp(-$0) * Double.sin(3 * $0 + 0.5) }),
    ("t^2*exp(-t)*sin(2*t)", { $0 * $0 * Double.exp(-$0) * Double.sin(2 * $0) }),
    ("t*exp(-t/3)*cos(2*t)", { $0 * Double.exp(-$0 / 3) * Double.cos(2 * $0) }),
    ("sin(t)^2*cos(t)", { Double.sin($0) * Double.sin($0) * Double.cos($0) }),
    ("sinh(0.5*t)*exp(-t)", { Double.sinh(0.5 * $0) * Double.exp(-$0) }),
    ("cosh(t/2)", { Double.cosh($0 / 2) }),
    ("(t + 1)^3*exp(-t)", { ($0 + 1) * ($0 + 1) * ($0 + 1) * Double.exp(-$0) }),
    ("1/exp(t) + exp(-t)/exp(-t/2)", { Double.exp(-$0) + Double.exp(-$0 / 2) }),
    ("sqrt(exp(-3*t))", { Double.exp(-1.5 * $0) }),
    ("gamma_pdf(t, 3, 2)", { $0 * $0 * Double.exp(-$0 / 2) / 16 }),
    ("5", { _ in 5 }),
  ]

  @Test(arguments: formulas.indices)
  func `A sum of powers, exponentials and waves is exactly its rationals`(index: Int) throws {
    let (text, function) = Self.formulas[index]
    let signal = try Formula(text).signal()
    for term in signal.terms {
      guard case .rational = term.factors[0] else {
        Issue.record("\(text) is not recognised")
        return
      }
    }
    for t in [0, 0.1, 0.7, 1.9, 4.2] {
      let expected = function(t)
      #expect(abs(try plainValue(signal, at: t) - expected) < 1e-12, "\(text) at \(t)")
    }
  }

  @Test func `Poles are exactly the doubles of the formula`() throws {
    let signal = try Formula("exp(-a*t)*cos(w*t)", bindings: ["a": 0.1, "w": 1e6]).signal()
    guard case .rational(let h) = signal.terms[0].factors[0] else {
      Issue.record("not recognised")
      return
    }
    #expect(signal.terms.count == 1)
    #expect(h.poles == [.init(-0.1, 1e6), .init(-0.1, -1e6)])
    #expect(h.numerators == [[1, 0.1]])
    #expect(h.gain == 1)
    #expect(h.perturbations.isEmpty)
  }

  @Test func `Terms that cancel leave nothing`() throws {
    let signal = try Formula("sin(t)^2 + cos(t)^2 - 1 + 0*t").signal()
    guard case .rational(let h) = signal.terms[0].factors[0] else {
      Issue.record("not recognised")
      return
    }
    #expect(h.gain == 0)
  }

  @Test func `A gated polynomial is pieces with the formula's own end`() throws {
    #expect(try kinds("(t<24)") == ["pieces"])
    #expect(try kinds("step(t) - step(t - 3)") == ["pieces"])
    #expect(try kinds("(t>=2)*(t<=5)*t^2") == ["pieces"])
    #expect(try kinds("min(t, 3)") == ["rational", "pieces"])
    #expect(try kinds("exp(-t)*(t<3)") == ["closed form"])
    #expect(try kinds("(t>2)*exp(-(t - 2))") == ["rational"])
    #expect(try kinds("sqrt(t)*exp(-t)") == ["closed form"])
    for (text, t, value) in [
      ("(t<24)", 24.0, 0.0), ("(t<=24)", 24, 1), ("(t<24)", 0, 1),
      ("step(t) - step(t - 3)", 3, 0), ("(t>=2)*(t<=5)*t^2", 5, 25),
      ("(t>=2)*(t<=5)*t^2", 2, 4), ("(t>=2)*(t<=5)*t^2", 3.5, 12.25), ("min(t, 3)", 2, 2),
      ("min(t, 3)", 7, 3), ("max(0, 1 - abs(t - 1))", 0.25, 0.25),
      ("max(0, 1 - abs(t - 1))", 1.75, 0.25), ("max(0, 1 - abs(t - 1))", 2.5, 0),
    ] {
      #expect(try plainValue(Formula(text).signal(), at: t) == value, "\(text) at \(t)")
    }
  }

  @Test func `What begins later is a delayed rational about its own start`() throws {
    let signal = try Formula("(t>=2)*t*exp(-t)").signal()
    #expect(signal.terms.allSatisfy { $0.delay == 2 })
    for t in [2, 2.5, 6.0] {
      #expect(abs(try plainValue(signal, at: t) - t * Double.exp(-t)) < 1e-15)
    }
    #expect(try plainValue(signal, at: 1.9) == 0)
  }
}
