import NumericalMethods
import Testing

@Suite struct StateSpacePolynomialsTests {
  @Test func `an oscillator by hand`() throws {
    // x'' + 0.5 x' + 4 x = 3 u, observed at x: 3 / (s^2 + 0.5 s + 4).
    let polynomials = try StateSpacePolynomials(
      a: [[0, 1], [-4, -0.5]], b: [0, 3], c: [1, 0], d: 0)
    #expect(polynomials.denominator.rounded == [4, 0.5, 1])
    #expect(polynomials.numeratorOfTrueDegree.rounded == [3])
  }

  @Test func `a direct term adds the denominator`() throws {
    let polynomials = try StateSpacePolynomials(a: [[-2]], b: [1], c: [5], d: 3)
    // 5 / (s + 2) + 3 = (3 s + 11) / (s + 2).
    #expect(polynomials.numerator.rounded == [11, 3])
    #expect(polynomials.denominator.rounded == [2, 1])
  }

  @Test func `no state is a gain`() throws {
    let polynomials = try StateSpacePolynomials(a: [], b: [], c: [], d: 7)
    #expect(polynomials.numerator.rounded == [7] && polynomials.denominator.rounded == [1])
  }

  @Test func `a defective chain has its pole as often as it has stages`() throws {
    // Eight equal stages in a row: 1 / (s + 0.1)^8.
    let n = 8
    let a = (0..<n).map { i in
      (0..<n).map { j in i == j ? -0.1 : i == j + 1 ? 1.0 : 0 }
    }
    let polynomials = try StateSpacePolynomials(
      a: a, b: [1] + [Double](repeating: 0, count: n - 1),
      c: [Double](repeating: 0, count: n - 1) + [1], d: 0)
    #expect(polynomials.numeratorOfTrueDegree.rounded == [1])
    for pole in try polynomials.denominator.roots() {
      #expect((pole.real + 0.1).magnitude < 1e-29 && pole.imaginary.isZero)
    }
  }

  @Test func `stiff and badly scaled matrices keep every pole`() throws {
    let polynomials = try StateSpacePolynomials(
      a: [[-1, 1e9, 0], [0, -1e4, 1e-9], [0, 0, -1e8]], b: [0, 0, 1], c: [1, 0, 0], d: 0)
    let poles = try polynomials.denominator.roots()
    for (pole, expected) in zip(poles, [-1e8, -1e4, -1]) {
      #expect((pole.real / expected - 1).magnitude < 1e-28)
    }
  }

  @Test func `shapes that do not fit are named`() {
    #expect(throws: NumericalError.dimension(what: "B", expected: 1, found: 2)) {
      try StateSpacePolynomials(a: [[1]], b: [1, 2], c: [1], d: 0)
    }
    #expect(throws: NumericalError.dimension(what: "row 2 of A", expected: 2, found: 1)) {
      try StateSpacePolynomials(a: [[1, 2], [3]], b: [1, 2], c: [1, 1], d: 0)
    }
  }
}
