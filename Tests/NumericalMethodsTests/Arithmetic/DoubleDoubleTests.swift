import NumericalMethods
import Testing

/// |a - b| / |b|, formed in double-double.
func relativeError(_ a: DoubleDouble, _ b: DoubleDouble) -> Double {
  abs(((a - b) / b).hi)
}

@Suite struct DoubleDoubleTests {
  let random: [Double] = {
    var generator = SystemRandomNumberGenerator()
    return (0..<400).map { _ in
      Double.random(in: -1...1, using: &generator)
        * Double(sign: .plus, exponent: Int.random(in: -60...60), significand: 1)
    }
  }()

  @Test func `the product of two doubles is exact`() {
    for (a, b) in zip(random, random.reversed()) {
      let p = DoubleDouble.product(a, b)
      #expect(p.hi == a * b)
      #expect(p.lo == (-(a * b)).addingProduct(a, b))
    }
    let big = DoubleDouble.product(0x1p1000 + 0x1p950, 1 + 0x1p-52)
    #expect(big.hi.isFinite && big.lo.isFinite)
  }

  @Test func `the sum of two doubles is exact in either order`() {
    #expect(DoubleDouble.sum(1, 0x1p-80) == DoubleDouble(hi: 1, lo: 0x1p-80))
    #expect(DoubleDouble.sum(0x1p-80, 1) == DoubleDouble(hi: 1, lo: 0x1p-80))
  }

  @Test func `quotient times divisor gives the dividend back`() {
    for (a, b) in zip(random, random.reversed()) {
      let x = DoubleDouble(a) / DoubleDouble(b)
      #expect(relativeError(x * b, DoubleDouble(a)) < 0x1p-102)
    }
  }

  @Test func `the square of the square root is the number`() {
    for a in random.map(abs) {
      let root = DoubleDouble(a).squareRoot()
      #expect(relativeError(root * root, DoubleDouble(a)) < 0x1p-101)
    }
    #expect(DoubleDouble(0).squareRoot().isZero)
    #expect(DoubleDouble(-1).squareRoot().hi.isNaN)
  }

  @Test func `overflow is an infinity and not a NaN`() {
    let huge = DoubleDouble(1e300)
    #expect((huge * huge).hi == .infinity)
    #expect((DoubleDouble(1.7e308) + DoubleDouble(1.7e308)).hi == .infinity)
    #expect((huge / DoubleDouble(1e-300)).hi == .infinity)
  }

  @Test func `integers above 2^53 are held exactly`() {
    let value = DoubleDouble(Int.max)
    #expect(value.hi == 0x1p63 && value.lo == -1)
    #expect(DoubleDouble(-3) == DoubleDouble(-3.0))
  }

  @Test func `the exponential is the value to 30 digits`() {
    // e, e^-0.1 (of the double 0.1), e^700, e^-700: mpmath, 45 digits.
    let cases: [(Double, DoubleDouble)] = [
      (1.0, DoubleDouble(hi: 2.718281828459045, lo: 1.4456468917292502e-16)),
      (-0.1, DoubleDouble(hi: 0.9048374180359595, lo: 5.055984668733208e-17)),
      (700.0, DoubleDouble(hi: 1.0142320547350045e+304, lo: 1.6666571920734673e+287)),
      (-600.0, DoubleDouble(hi: 2.6503965530043108e-261, lo: 6.377342817491395e-278)),
      (1e-20, DoubleDouble(hi: 1.0, lo: 1e-20))
    ]
    for (x, expected) in cases {
      #expect(relativeError(DoubleDouble(x).exponential(), expected) < 1e-29)
    }
    #expect(DoubleDouble(800).exponential().hi == .infinity)
    #expect(DoubleDouble(-800).exponential().isZero)
    #expect(DoubleDouble(-.infinity).exponential().isZero)
    #expect(DoubleDouble(.nan).exponential().hi.isNaN)
  }

  @Test func `sine and cosine are the values to 29 digits`() {
    // sin x and cos x of the double x: mpmath, 45 digits.
    let cases: [(Double, DoubleDouble, DoubleDouble)] = [
      (0.5, DoubleDouble(hi: 0.479425538604203, lo: -5.103969860556013e-18), DoubleDouble(hi: 0.8775825618903728, lo: -4.2623149864279997e-17)),
      (1.0, DoubleDouble(hi: 0.8414709848078965, lo: 1.776845092935536e-18), DoubleDouble(hi: 0.5403023058681398, lo: -4.760954612604417e-17)),
      (-2.0, DoubleDouble(hi: -0.9092974268256817, lo: 1.4020906557816256e-17), DoubleDouble(hi: -0.4161468365471424, lo: 1.990596398957495e-17)),
      (3.0, DoubleDouble(hi: 0.1411200080598672, lo: 8.577269787017502e-18), DoubleDouble(hi: -0.9899924966004454, lo: -4.2060261566099734e-17)),
      (100.0, DoubleDouble(hi: -0.5063656411097588, lo: -3.050947053792115e-18), DoubleDouble(hi: 0.8623188722876839, lo: 4.334809858136501e-17)),
      (1000000.0, DoubleDouble(hi: -0.34999350217129294, lo: -1.5952848809323968e-17), DoubleDouble(hi: 0.9367521275331447, lo: 4.637088260214747e-17)),
      (-12345.678, DoubleDouble(hi: 0.7040813137533816, lo: 1.9646969196301474e-17), DoubleDouble(hi: 0.7101193587160628, lo: -2.4815747415365305e-17)),
      (1e-09, DoubleDouble(hi: 1e-09, lo: -1.6666666666666669e-28), DoubleDouble(hi: 1.0, lo: -5e-19))
    ]
    for (x, sine, cosine) in cases {
      let both = DoubleDouble(x).sineAndCosine()
      #expect(relativeError(both.sine, sine) < 1e-28)
      #expect(relativeError(both.cosine, cosine) < 1e-28)
    }
  }

  @Test func `a decimal text rounds to the double that Swift reads`() {
    for text in ["0.1", "968.3", "-0.025", "1e22", "1e23", "123456789.123456789", "5e-324", "1.7e308",
      "2.2250738585072014e-308", "+3", "0.000"]
    {
      #expect(DoubleDouble(text)?.hi == Double(text), "\(text)")
    }
    for text in ["", "-", "1e", "0x1", "nan", "1..2", "1 "] { #expect(DoubleDouble(text) == nil) }
  }

  @Test func `three times 0.3 in decimal is 0.9`() {
    #expect((DoubleDouble(significand: 3, exponent: -1) * 3).hi == 0.9)
    // In doubles it is not: this is what the type is for.
    #expect(0.3 * 3 != 0.9)
  }
}
