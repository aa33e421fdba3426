import Formulas
import RealModule
import Systems
import Testing

private func form(
  _ text: String, _ bindings: [String: Double] = [:], twoSided: Bool = false
) throws -> ClosedForm {
  let signal = try Formula(text, bindings: bindings).signal(twoSided: twoSided)
  guard signal.terms.count == 1, case .closedForm(let form) = signal.terms[0].factors[0] else {
    Issue.record("\(text) is no closed form")
    throw CancellationError()
  }
  return form
}

@Suite struct ClosedFormTests {
  @Test(arguments: [
    ("sin(t)/t", 1.0), ("(1 - cos(t))/t^2", 0.5), ("(exp(-t) - 1)/t", -1), ("tan(3*t)/t", 3),
    ("(sqrt(1 + t) - 1)/t", 0.5), ("log(1 + 2*t)/t", 2), ("t*log(t)", 0), ("t^0.5/t^0.5", 1),
    ("erf(t)/t", 2 / Double.pi.squareRoot()), ("exp(-1/t)", 0), ("sinh(t)/sin(2*t)", 0.5),
    ("lognormal_pdf(t, 0, 1)", 0), ("(t - floor(t))/t", 1), ("besselj0(t)*t^0.5", 0),
  ])
  func `What is 0/0 at the start has its limit`(text: String, limit: Double) throws {
    #expect(abs(try form(text).value(at: 0) - limit) <= 1e-15)
  }

  @Test func `A formula may be infinite at the start of its support, and nowhere else`() throws {
    #expect(try form("t^(-1/2)").value(at: 0) == .infinity)
    #expect(try form("besselk0(t)").value(at: 0) == .infinity)
    #expect(try form("gamma_pdf(t, 0.5, 1)").value(at: 0) == .infinity)
    #expect(try form("(t>1)*(t - 1)^(-1/2)").value(at: 1) == 0)
    #expect(throws: SystemsError.self) { try form("1/(t - 1)").value(at: 1) }
    #expect(throws: SystemsError.self) { try form("log(1 - t)").value(at: 2) }
    #expect(throws: SystemsError.self) { try form("(-1)^(t + 0.5)").value(at: 0.25) }
  }

  @Test(arguments: [
    ("t^(-1/2)", -0.5), ("gamma_pdf(t, 0.3, 2)*exp(-t)", -0.7), ("weibull_pdf(t, 0.5, 3)", -0.5),
    ("exp(-sqrt(t))", 0.5), ("t^2.5*exp(-t)", 2.5), ("(t>=2)*(t - 2)^(-0.25)", -0.25),
  ])
  func `The power at the start is known`(text: String, exponent: Double) throws {
    #expect(abs(try #require(try form(text).startExponent) - exponent) < 1e-12)
  }

  @Test func `What is smooth at the start has no power there`() throws {
    for text in ["exp(-t^2)", "1/(1 + t)", "normal_pdf(t, 5, 1)", "sqrt(t + 1)"] {
      #expect(try form(text).startExponent == nil, "\(text)")
    }
  }

  @Test func `Corners are where arguments change sign`() throws {
    let window = -10.0...10
    #expect(try form("abs(2*t - 3)*sqrt(1 + t^2)").corners(window) == [1.5])
    #expect(try form("floor(t/2)*exp(-t)").corners(0...5) == [0, 2, 4])
    #expect(try form("exp(-t)*(t<3) + step(t - 4)*exp(-t^2)").corners(window) == [3, 4])
    let bent = try form("max(t^2, 2)*exp(-t)").corners(0...10)
    #expect(bent.count == 1 && abs(bent[0] - 2.squareRoot()) < 1e-15)
    #expect(try form("exp(-abs(t))", twoSided: true).corners(window) == [0])
  }

  @Test func `Narrow places are known`() throws {
    for text in [
      "exp(-((t - 500)/0.01)^2/2)", "normal_pdf(t, 500, 0.01)", "exp(-(t - 500)^2/0.0002)",
      "1/(1 + ((t - 500)/0.01)^2)",
    ] {
      let near = try form(text).features.contains {
        abs($0.centre - 500) < 1e-9 && $0.width > 0.005 && $0.width < 0.02
      }
      #expect(near, "\(text)")
    }
  }

  @Test func `A gate bounds the support and hides what lies outside`() throws {
    #expect(try form("(t>1)*(t<=3)*exp(-t^2)").support == 1...3)
    #expect(try form("exp(-t^2)").support == 0...Double.infinity)
    #expect(try form("exp(-t^2)", twoSided: true).support.lowerBound == -.infinity)
    let gated = try form("(t<2)*sqrt(2 - t) + (t>=2)*log(t - 1)")
    #expect(try gated.value(at: 1) == 1)
    #expect(try gated.value(at: 3) == Double.log(2))
    #expect(try form("exp(-t)*(t<3)").value(at: 3) == 0)
    #expect(try form("exp(-t)*(t<=3)").value(at: 3) == Double.exp(-3))
  }

  @Test func `Blocks give what single values give`() throws {
    let f = try form("atan2(t, 2)*min(t, 5, t^2)/(1 + gamma_pdf(t, 2.5, 1)) + floor(t)^-0.5*(t>1)")
    let times = (0..<1000).map { Double($0) * 0.0173 }
    var values = [Double](repeating: 0, count: times.count)
    try times.withUnsafeBufferPointer { input in
      try values.withUnsafeMutableBufferPointer { try f.evaluate(input, $0) }
    }
    for (t, value) in zip(times, values) {
      let density = t > 0 ? Double.pow(t, 1.5) * Double.exp(-t) / Double.gamma(2.5) : 0
      let plain =
        Double.atan2(y: t, x: 2) * min(t, 5, t * t) / (1 + density)
        + (t > 1 ? Double.pow(t.rounded(.down), -0.5) : 0)
      #expect(abs(value - plain) <= 4e-15 * (1 + abs(plain)))
      #expect(try f.value(at: t) == value)
    }
  }

  @Test(arguments: [
    "gamma_pdf(t, 2.5, 3)", "weibull_pdf(t, 1.7, 4)", "normal_pdf(t, 20, 2)",
    "lognormal_pdf(t, 1, 0.5)", "inverse_gaussian_pdf(t, 3, 9)", "hrf(t) + 0*sqrt(t + 1)",
  ])
  func `A density has unit area`(text: String) throws {
    // The midpoint rule of a function that is smooth and vanishes at both ends.
    let f = try form(text)
    let step = 0.005
    var sum = 0.0
    for k in 0..<40_000 { sum += try f.value(at: (Double(k) + 0.5) * step) * step }
    #expect(abs(sum - 1) < 1e-5)
  }
}
