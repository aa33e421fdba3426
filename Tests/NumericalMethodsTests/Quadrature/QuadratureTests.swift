import NumericalMethods
import RealModule
import Testing

@Suite struct QuadratureTests {
  struct Stop: Error {}
  var quadrature: Quadrature { Quadrature() }

  @Test func `the area of the sine's half wave is 2`() throws {
    let result = try quadrature.integral(from: 0, to: .pi) { Double.sin($0) }
    #expect(abs(result.value - 2) <= 1e-14)
    #expect(result.error < 1e-11 && result.evaluations == 21 && result.limitation == nil)
  }

  @Test func `reversed limits change the sign, equal ones give 0`() throws {
    #expect(abs(try quadrature.integral(from: 1, to: 0) { $0 }.value + 0.5) < 1e-15)
    #expect(try quadrature.integral(from: 1, to: 1) { $0 }.value == 0)
  }

  @Test func `infinite intervals`() throws {
    let root = Double.pi.squareRoot()
    let all = try quadrature.integral(from: -.infinity, to: .infinity) { Double.exp(-$0 * $0) }
    #expect(abs(all.value - root) < 1e-12)
    let right = try quadrature.integral(from: 0, to: .infinity) { Double.exp(-$0 / 3) }
    #expect(abs(right.value - 3) < 1e-11)
    let left = try quadrature.integral(from: -.infinity, to: 1) { Double.exp($0) }
    #expect(abs(left.value - Double.exp(1)) < 1e-11)
    // ∫ e^-|x - 2| = 2, the corner given.
    let corner = try quadrature.integral(from: -.infinity, to: .infinity, breakpoints: [2]) {
      Double.exp(-abs($0 - 2))
    }
    #expect(abs(corner.value - 2) < 1e-11)
  }

  @Test func `break points find a peak that is lost without them`() throws {
    // A normal density of deviation 0.01 at 437.3, area 1.
    let spike: (Double) -> Double = { x in
      let z = (x - 437.3) / 0.01
      return Double.exp(-z * z / 2) / (0.01 * (2 * Double.pi).squareRoot())
    }
    let peak = [-10.0, -6, -3, 0, 3, 6, 10].map { 437.3 + 0.01 * $0 }
    let found = try quadrature.integral(
      from: 0, to: 1000, breakpoints: peak, absolute: 1e-13, of: spike)
    #expect(abs(found.value - 1) < 1e-12)
    #expect(abs(try quadrature.integral(from: 0, to: 1000, of: spike).value) < 1e-3)
  }

  @Test func `singular ends`() throws {
    let root = try quadrature.singularIntegral(from: 0, to: 4) { 1 / $0.squareRoot() }
    #expect(abs(root.value - 4) < 1e-11)
    // Beta(1/2, 1/2) = π.
    let beta = try quadrature.algebraicIntegral(
      from: 0, to: 5, leftExponent: -0.5, rightExponent: -0.5) { _ in 1 }
    #expect(abs(beta.value - .pi) < 1e-13 && beta.evaluations < 100)
    #expect(throws: NumericalError.self) {
      try quadrature.algebraicIntegral(from: 0, to: 1, leftExponent: -1, rightExponent: 0) { $0 }
    }
  }

  @Test func `the second opinion agrees`() throws {
    let integrand: (Double) -> Double = { Double.cos(20 * $0) * Double.exp(-$0) }
    let first = try quadrature.integral(from: 0, to: 6, rule: .points61, of: integrand)
    let second = try quadrature.secondOpinion(from: 0, to: 6, relative: 1e-10, of: integrand)
    // ∫ e^-x cos 20x = (1 + e^-6 (20 sin 120 - cos 120)) / 401.
    let exact = (1 + Double.exp(-6) * (20 * Double.sin(120) - Double.cos(120))) / 401
    #expect(abs(first.value - exact) < 1e-14)
    #expect(abs(second.value - exact) < 1e-11)
  }

  @Test func `an unreachable tolerance is said, not thrown`() throws {
    let result = try Quadrature(limit: 3).integral(from: 0, to: 1, relative: 1e-13) {
      Double.sin(1 / ($0 + 1e-3))
    }
    #expect(result.limitation == .panels && result.error > 1e-13)
  }

  @Test func `errors of the integrand are thrown on`() {
    #expect(throws: Stop.self) {
      try quadrature.integral(from: 0, to: 1) { x in
        if x > 0.7 { throw Stop() }
        return x
      }
    }
    #expect(throws: NumericalError.self) {
      try quadrature.integral(from: -1, to: 1) { 1 / $0 }
    }
  }
}
