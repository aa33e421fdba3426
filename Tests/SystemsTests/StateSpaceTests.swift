import ComplexModule
import RealModule
import Systems
import Testing

@Suite struct StateSpaceTests {
  private func rational(_ system: System) throws -> Rational {
    let factors = system.impulseResponse.terms.flatMap(\.factors)
    guard factors.count == 1, case .rational(let rational) = factors[0] else {
      throw SystemsError.undefined("one rational waveform is expected, found \(factors.count)")
    }
    return rational
  }

  @Test func `an oscillator by hand`() throws {
    // x″ + 0.5 x′ + 4 x = 3 u, observed at x: 3/(s² + 0.5 s + 4).
    let system = try System(StateSpace(a: [[0, 1], [-4, -0.5]], b: [0, 3], c: [1, 0]))
    let roots = try #require(try system.impulseResponse.polesAndZeros())
    let height = Double.sqrt(4 - 0.0625)
    #expect(roots.poles == [Complex(-0.25, -height), Complex(-0.25, height)])
    #expect(roots.zeros == [])
    #expect(try rational(system).gain == 3)
  }

  @Test func `a direct term makes a zero`() throws {
    // 5/(s + 2) + 3 = (3 s + 11)/(s + 2).
    let system = try System(StateSpace(a: [[-2]], b: [1], c: [5], d: 3))
    let roots = try #require(try system.impulseResponse.polesAndZeros())
    #expect(roots.poles == [Complex(-2)])
    #expect(roots.zeros == [Complex(-11.0 / 3)])
  }

  @Test func `no state is a gain`() throws {
    let system = try System(StateSpace(a: [], b: [], c: [], d: 7))
    #expect(try system.impulseResponse.moments() == Moments(area: 7, first: 0))
    #expect(try system.impulseResponse.polesAndZeros() == PolesAndZeros(poles: [], zeros: []))
  }

  @Test func `a defective chain has its pole as often as it has stages`() throws {
    // Eight equal stages in a row: 1/(s + 0.1)⁸.
    let n = 8
    let a = (0..<n).map { i in (0..<n).map { j in i == j ? -0.1 : i == j + 1 ? 1.0 : 0 } }
    let system = try System(
      StateSpace(
        a: a, b: [1] + [Double](repeating: 0, count: n - 1),
        c: [Double](repeating: 0, count: n - 1) + [1]))
    #expect(try rational(system).poles == [Complex<Double>](repeating: Complex(-0.1), count: n))
  }

  @Test func `stiff and badly scaled matrices keep every pole`() throws {
    let system = try System(
      StateSpace(a: [[-1, 1e9, 0], [0, -1e4, 1e-9], [0, 0, -1e8]], b: [0, 0, 1], c: [1, 0, 0]))
    let roots = try #require(try system.impulseResponse.polesAndZeros())
    #expect(roots.poles == [Complex(-1e8), Complex(-1e4), Complex(-1)])
  }
}
