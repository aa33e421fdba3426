import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

@Suite struct ExponentialMarchTests {
  /// `∫ Σ rᵢ e^{pᵢ(t − u)} · e^{qu} du` from a to b or t, q complex, poles apart from each other and from q.
  private func exact(
    _ rational: Rational, _ q: ComplexDoubleDouble, from a: Double, to b: Double, at t: Double
  ) -> ComplexDoubleDouble {
    let end = min(b, t)
    guard end > a else { return .zero }
    var sum = ComplexDoubleDouble.zero
    for (i, pole) in rational.poles.enumerated() {
      let p = ComplexDoubleDouble(pole)
      var residue = ComplexDoubleDouble(Complex(rational.gain))
      for row in rational.numerators {
        residue *= row.reduce(.zero) { $0 * p + ComplexDoubleDouble(Complex($1)) }
      }
      for (j, other) in rational.poles.enumerated() where j != i {
        residue = residue / (p - ComplexDoubleDouble(other))
      }
      let upper = (p * DoubleDouble.difference(t, end) + q * end).exponential()
      let lower = (p * DoubleDouble.difference(t, a) + q * a).exponential()
      sum += residue * (upper - lower) / (q - p)
    }
    return sum
  }

  @Test(arguments: 0..<60) func `gated swings through random poles keep their bound`(seed: Int) throws {
    var random = Seeded(UInt64(seed) + 71)
    let rational = RandomSignals.rational(&random)
    let decay = -0.05 - 0.2 * random.unit()
    let frequency = seed % 3 == 0 ? 4 + 300 * random.unit() : 4 + 4 * random.unit()
    let (a, b) = (random.unit(), 1.5 + 10 * random.unit())
    let q = ComplexDoubleDouble(Complex(decay, frequency))
    var form = ClosedForm(on: a...b) { Double.exp(decay * $0) * Double.sin(frequency * $0) }
    let half = ComplexDoubleDouble(.zero, DoubleDouble(-0.5))
    let start = (q * a).exponential() * half
    form.exponentials = ExponentialPieces(
      knots: [a, b],
      cells: [
        [
          .init(pole: q, coefficients: [start]),
          .init(pole: q.conjugate, coefficients: [start.conjugate]),
        ]
      ])
    let times = (0..<12).map { _ in 16 * random.unit() }.sorted()
    let found = try closedFormThroughBlocks(
      [rational], form, train: .identity, delay: 0, at: Rows(times: times, wantsErrors: true))
    let values = times.map { exact(rational, q, from: a, to: b, at: $0).imaginary }
    let peak = values.reduce(0) { max($0, $1.hi.magnitude) }
    for (k, value) in values.enumerated() {
      let error = (DoubleDouble(found.values[k]) - value).hi.magnitude
      #expect(error <= found.errors[k], "t = \(times[k])")
      #expect(error <= 1e-13 * peak, "t = \(times[k])")
      #expect(found.errors[k] <= 1e-9 * peak || peak == 0, "t = \(times[k])")
    }
  }
}
