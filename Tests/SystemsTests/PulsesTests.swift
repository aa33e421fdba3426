import Systems
import Testing

@Suite struct PulsesTests {
  @Test func `overlapping pulses add, a gap between them is exactly 0`() throws {
    let pulses = try #require(
      PiecewisePolynomial.pulses([(3, 2, 0.1), (0, 2, 0.2), (1, 1, 0.7), (4, 0, 9)]))
    #expect(Array(pulses.knots) == [0, 1, 2, 3, 5])
    #expect(pulses.coefficients == [0.2, 0.2 + 0.7, 0, 0.1])
    #expect(pulses.value(at: 5) == 0)
    #expect(pulses.value(at: 5, side: .before) == 0.1)
  }

  @Test func `without a pulse that lasts there are no pieces`() {
    #expect(PiecewisePolynomial.pulses([]) == nil)
    #expect(PiecewisePolynomial.pulses([(1, 0, 2), (3, -1, 1)]) == nil)
  }

  @Test func `the height after a large pulse has ended is that of the small ones`() throws {
    let pulses = try #require(PiecewisePolynomial.pulses([(0, 1, 1e20), (0.5, 1.5, 1)]))
    #expect(pulses.coefficients == [1e20, 1e20, 1])
  }
}
