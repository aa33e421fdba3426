import NumericalMethods
import Testing

@Suite struct GammaTests {
  func relativeError(_ a: Double, _ b: Double) -> Double { abs(a - b) / abs(b) }

  // x^(k-1) e^-x / Γ(k): mpmath, 40 digits.
  static let densities: [(shape: Double, x: Double, value: Double)] = [
    (0.3, 0.01, 8.313004828396613),
    (0.3, 2.0, 0.02784780805172049),
    (0.3, 30.0, 2.8925551108745607e-15),
    (1.0, 0.7, 0.4965853037914095),
    (2.5, 1.5, 0.30836065960753856),
    (2.5, 40.0, 8.084897366214368e-16),
    (6.0, 5.0, 0.1754673697678507),
    (6.0, 0.001, 8.325004165278126e-18),
    (16.0, 15.0, 0.10243586666453419),
    (17.5, 17.0, 0.09699510952480644),
    (17.5, 60.0, 2.2344752290522672e-11),
    (50.0, 49.0, 0.05689491330625194),
    (50.0, 20.0, 1.9075471493600008e-08),
    (1000.0, 1010.0, 0.01188451503603511),
    (1000.0, 700.0, 4.386927123038404e-27),
    (1000000.0, 1000300.0, 0.00038127683236186634),
    (99.5, 99.0, 0.04011208632954976)
  ]

  @Test(arguments: densities)
  func `the gamma density is right near its peak and in its tails`(
    shape: Double, x: Double, value: Double
  ) {
    let isTail = abs(x - shape) > 3 * shape.squareRoot() + 3
    #expect(relativeError(gammaDensity(x, shape: shape, scale: 1), value) < (isTail ? 1e-13 : 2e-15))
  }

  @Test func `the scale stretches the density and lowers it`() {
    for x in [0.1, 3, 40] {
      let stretched = gammaDensity(x * 8, shape: 2.5, scale: 8)
      #expect(stretched == gammaDensity(x, shape: 2.5, scale: 1) / 8)
    }
  }

  @Test func `the ends of the gamma density's support`() {
    #expect(gammaDensity(-1, shape: 3, scale: 1) == 0)
    #expect(gammaDensity(0, shape: 3, scale: 1) == 0)
    #expect(gammaDensity(0, shape: 1, scale: 4) == 0.25)
    #expect(gammaDensity(0, shape: 0.5, scale: 1) == .infinity)
    #expect(gammaDensity(1e9, shape: 3, scale: 1) == 0)
    #expect(gammaDensity(.infinity, shape: 30, scale: 1) == 0)
  }

  // P(a, x) and Q(a, x): mpmath, 40 digits.
  static let areas: [(shape: Double, x: Double, below: Double, above: Double)] = [
    (0.18, 0.27, 0.8224641460107381, 0.1775358539892619),
    (0.18, 12.0, 0.9999998532877202, 1.4671227976158842e-07),
    (0.5, 0.001, 0.03567059172967989, 0.9643294082703201),
    (0.5, 1.4, 0.9057356931587897, 0.09426430684121032),
    (0.001, 0.3, 0.9990941619116933, 0.000905838088306647),
    (1.0, 1.0, 0.6321205588285577, 0.36787944117144233),
    (2.5, 0.1, 0.0008861387888124426, 0.9991138612111875),
    (2.5, 3.0, 0.6937810815867216, 0.3062189184132784),
    (2.5, 40.0, 0.9999999999999991, 8.391825114831611e-16),
    (30.0, 20.0, 0.02181821752555739, 0.9781817824744427),
    (30.0, 50.0, 0.999083171138544, 0.0009168288614560798),
    (1000.0, 1010.0, 0.6276789447369947, 0.3723210552630053),
    (1000.0, 900.0, 0.0005499022657117829, 0.9994500977342882)
  ]

  @Test(arguments: areas)
  func `areas below and above are both right, the small one too`(
    shape: Double, x: Double, below: Double, above: Double
  ) {
    let area = IncompleteGamma(shape: shape, at: x)
    #expect(relativeError(area.below, below) < 3e-14)
    #expect(relativeError(area.above, above) < 3e-14)
  }

  @Test func `all the area lies above 0 and below infinity`() {
    #expect(IncompleteGamma(shape: 2, at: 0).above == 1)
    #expect(IncompleteGamma(shape: 2, at: -3).below == 0)
    #expect(IncompleteGamma(shape: 2, at: .infinity).below == 1)
  }
}
