import ComplexModule
import NumericalMethods
import Testing

@Suite struct PolynomialRootsTests {
  /// The largest |coefficient of Π(x - z) leading - c| in units of Σ|products|, by the roots' own sizes.
  func backwardError(_ p: Polynomial, _ roots: [ComplexDoubleDouble]) -> Double {
    let n = p.coefficients.count - 1
    let rebuilt = Polynomial(roots: roots) * p.coefficients[n]
    let sizes = roots.reduce([1.0]) { product, root in
      var next = [Double](repeating: 0, count: product.count + 1)
      for (i, c) in product.enumerated() {
        next[i + 1] += c
        next[i] += c * root.length
      }
      return next
    }
    return (0...n).map { i in
      abs((rebuilt.coefficients[i] - p.coefficients[i]).hi)
        / (sizes[i] * abs(p.coefficients[n].hi))
    }.max() ?? 0
  }

  /// Π (x - r), multiplied out in double-double; exact for small integers.
  func product(_ roots: [Double]) -> Polynomial {
    Polynomial(roots: roots.map { ComplexDoubleDouble(DoubleDouble($0)) })
  }

  @Test(arguments: [1, 2, 3, 5, 8, 12])
  func `an m-fold root is found m times, exactly equal`(m: Int) throws {
    let roots = try product([Double](repeating: -1, count: m)).roots()
    #expect(roots.count == m)
    for root in roots {
      #expect(abs((root.real + 1).hi) < 1e-29)
      #expect(root.imaginary.isZero)
      #expect(root.real == roots[0].real)
    }
  }

  @Test func `Wilkinson's twenty roots are the integers to fifteen digits and more`() throws {
    let roots = try product((1...20).map { -Double($0) }).roots()
    for (k, root) in roots.enumerated() {
      #expect(abs((root.real + Double(20 - k)).hi) < 1e-13)
      #expect(root.imaginary.isZero)
    }
  }

  @Test func `stiff roots keep their relative accuracy`() throws {
    let roots = try product([-1, -1e2, -1e4, -1e8]).roots()
    for (root, expected) in zip(roots, [-1e8, -1e4, -1e2, -1]) {
      #expect(abs((root.real / expected - 1).hi) < 1e-28)
    }
  }

  @Test func `roots at zero are exact`() throws {
    let roots = try Polynomial([0, 0, 6, 5, 1] as [Double]).roots()
    #expect(roots.map(\.rounded.real) == [-3, -2, 0, 0])
    #expect(roots[2].isZero && roots[3].isZero)
    #expect(try Polynomial([0, 0, 0, 4] as [Double]).roots().allSatisfy(\.isZero))
  }

  @Test func `a Butterworth filter of order 8 has its poles on the unit circle`() throws {
    // p_k = e^(i π (2k + 9) / 16), multiplied out in double-double.
    let exact = (0..<8).map { k in
      ComplexDoubleDouble(
        .zero, DoubleDouble.pi * (DoubleDouble(2 * k + 9) / 16)
      ).exponential()
    }
    let roots = try Polynomial(roots: exact).roots()
    for pole in exact {
      #expect((roots.map { ($0 - pole).length }.min() ?? 1) < 1e-28)
    }
    for pole in roots { #expect(roots.contains(pole.conjugate)) }
  }

  @Test func `a Bessel filter of order 10 gives its integer coefficients back`() throws {
    // θ_n: coefficient of s^k is (2n - k)! / (2^(n-k) k! (n-k)!).
    var coefficients = [DoubleDouble(654_729_075)]
    for k in 1...10 {
      coefficients.append(coefficients[k - 1] * Double(2 * (11 - k)) / Double(k * (21 - k)))
    }
    #expect(coefficients.map(\.hi).suffix(2) == [55, 1])
    let p = Polynomial(coefficients)
    // Its roots are ill-conditioned: 1e-31 in the values is about 1e-26 in the roots.
    #expect(backwardError(p, try p.roots()) < 1e-25)
  }

  @Test func `a double complex pair is found twice, as conjugates`() throws {
    let quadratic = Polynomial([5, 2, 1] as [Double])
    let roots = try (quadratic * quadratic * quadratic).roots()
    for root in roots {
      #expect((root.conjugate - roots[0]).length < 1e-28 || (root - roots[0]).length < 1e-28)
      #expect(abs((root.real + 1).hi) < 1e-28)
      #expect(abs((root.imaginary.magnitude - 2).hi) < 1e-28)
    }
    #expect(roots.filter { $0.imaginary < 0 }.count == 3)
  }

  @Test func `the symmetric functions of near-equal roots are right`() throws {
    // Roots 1e-5 apart beside a far one: coefficients multiplied out in double-double.
    let p = product([-1, -1.00001, -1.00002, -0.99999, -40])
    let roots = try p.roots()
    #expect(backwardError(p, roots) < 1e-29)
  }

  @Test(arguments: 3...14)
  func `random polynomials are rebuilt from their roots`(degree: Int) throws {
    for _ in 0..<20 {
      let p = Polynomial(
        (0...degree).map { _ in
          Double.random(in: -1...1) * Double(sign: .plus, exponent: .random(in: -12...12), significand: 1)
        })
      let roots = try p.roots()
      #expect(roots.count == degree)
      #expect(backwardError(p, roots) < 1e-28)
      for root in roots where !root.imaginary.isZero { #expect(roots.contains(root.conjugate)) }
    }
  }

  @Test func `the polynomial 0 has no roots to be found`() {
    #expect(throws: NumericalError.zeroPolynomial) { try Polynomial([0, 0] as [Double]).roots() }
    #expect(throws: NumericalError.self) { try Polynomial([1, .nan] as [Double]).roots() }
  }
}

@Suite struct PolynomialTests {
  let p = Polynomial([6, -5, 1] as [Double])

  @Test func `values and derivatives by hand`() {
    #expect(p.value(at: 4) == 2)
    let both = p.valueAndDerivative(at: ComplexDoubleDouble(4))
    #expect(both.value.real == 2 && both.derivative.real == 3)
    #expect(p.derivative == Polynomial([-5, 2] as [Double]))
    #expect(p.degree == 2 && Polynomial([0] as [Double]).degree == nil)
  }

  @Test func `quotient times divisor plus remainder is the dividend`() throws {
    let divisor = Polynomial([1, 2, 4] as [Double])
    let dividend = p * divisor * p + Polynomial([3, 1] as [Double])
    let (quotient, remainder) = try dividend.divided(by: divisor)
    #expect(quotient == p * p)
    #expect(remainder == Polynomial([3, 1] as [Double]))
    #expect(throws: NumericalError.zeroPolynomial) { try p.divided(by: Polynomial([0] as [Double])) }
  }
}
