import NumericalMethods
import RealModule
import Testing

private func panels(
  _ range: ClosedRange<Double>, breakpoints: [Double] = [], probes: [Double] = [],
  startExponent: Double? = nil, _ f: @escaping (Double) -> Double
) -> ChebyshevPanels? {
  ChebyshevPanels(
    of: { places, values in for k in places.indices { values[k] = f(places[k]) } },
    on: range, breakpoints: breakpoints, probes: probes, startExponent: startExponent)
}

@Suite struct ChebyshevPanelsTests {
  @Test(arguments: [
    { Double.exp(-$0) }, { 1 / (1 + 25 * $0 * $0) }, { Double.cos(30 * $0) * $0 },
    { abs($0 - 1.3) },
  ] as [@Sendable (Double) -> Double])
  func `the panels give back the function`(f: @escaping @Sendable (Double) -> Double) throws {
    let cut = try #require(panels(0...5, f))
    for k in 0...777 {
      let x = 5 * Double(k) / 777
      #expect(abs(cut.value(at: x, in: cut.panel(of: x, near: 0)) - f(x)) <= 2e-13 * cut.peak)
    }
  }

  @Test func `a spike is found where a probe meets it`() throws {
    let spike = { (x: Double) in Double.exp(-(x - 700.3) * (x - 700.3) / 2e-4) }
    let cut = try #require(panels(0...1000, probes: [700.3, 700.31, 700.29], spike))
    // ∫ = 0.01 √(2π).
    #expect(abs(cut.mass - 0.01 * (2 * Double.pi).squareRoot()) <= 1e-3)
  }

  @Test func `a power at the start needs one core`() throws {
    let cut = try #require(
      panels(0...1, startExponent: -0.5) { Double.exp(-$0.squareRoot()) / $0.squareRoot() })
    #expect(cut.edges.count == 2)
    #expect(cut.corePower == 2)
  }

  @Test func `a power that nothing makes smooth is cut towards the start`() throws {
    let cut = try #require(panels(0...1, startExponent: nil) { $0.squareRoot() })
    #expect(cut.edges.count < 60)
    #expect(cut.residual < 1e-15)
    // ∫ √x over [0, 1] is 2/3.
    #expect(abs(cut.mass - 2.0 / 3) < 0.01)
  }

  @Test func `for values what decays keeps its digits, and what isn't smooth is marked`() throws {
    // e^{−x} (1 + √x / 10) over 300 time constants: down to 1e-130, not smooth at 0.
    func f(_ x: Double) -> Double { Double.exp(-x) * (1 + 0.1 * x.squareRoot()) }
    let cut = try #require(
      ChebyshevPanels(
        of: { places, values in for k in places.indices { values[k] = f(places[k]) } },
        on: 0...300, purpose: .values))
    var read = 0
    for k in 0...9999 {
      let x = 300 * Double(k) / 9999
      let panel = cut.panel(of: x, near: 0)
      guard cut.isResolved[panel] else { continue }
      read += 1
      // 300 u is what rounding x does to e^{−x}.
      #expect(abs(cut.value(at: x, in: panel) - f(x)) <= 2e-13 * f(x))
    }
    #expect(read > 9900)
    #expect(cut.isResolved.first == false)
  }
}
